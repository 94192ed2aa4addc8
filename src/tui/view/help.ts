import { scrollTo } from '../state/scroll.ts';
import { helpHeight } from '../state/places.ts';
import { drawKeys } from './footer.ts';
import { drawHeader } from './header.ts';
import { helpLines } from './help-document.ts';
import type { Painter } from './painter.ts';
import { drawLines } from './reader.ts';

export function drawHelp(painter: Painter, helpTop: number): void {
  const { canvas, model, strings, theme } = painter;
  const { columns, rows } = model.size;
  const lines = helpLines(model);
  const height = helpHeight(model);
  const top = scrollTo(helpTop, lines.length, height);
  drawHeader(painter);
  canvas.put(1, 1, { text: strings.help, style: theme.heading }, columns - 2);
  drawLines(painter, lines.slice(top, top + height), { x: 0, y: 2, width: columns });
  const below = lines.length - top - height;
  if (below > 0) {
    const text = strings.moreLines(String(below));
    canvas.put(1, rows - 2, { text, style: theme.faint });
  }
  drawKeys(painter, rows - 1);
}
