import { formatCount } from '../format.ts';
import { scrollTo } from '../state/scroll.ts';
import { readerLayout } from '../layout.ts';
import type { Line } from './document.ts';
import { drawKeys, drawMessage } from './footer.ts';
import { drawHeader } from './header.ts';
import { alertTitle, drawColumn, drawRule, joinSpans, unitShortName } from './painter.ts';
import type { Painter } from './painter.ts';
import { columnWidth, detailColumns, rawColumn } from './reader-document.ts';

/** Detail and raw lines: the alert's title, then its text as columns that scroll together. */
export function drawReader(painter: Painter): void {
  const { model, canvas, theme } = painter;
  const { reader } = model;
  const layout = readerLayout(model.size);
  drawHeader(painter);
  drawMessage(painter, layout.footer.message);
  drawKeys(painter, layout.footer.keys);
  if (reader === null) return;
  drawTitle(painter);
  if (layout.body.y > 2) drawRule(painter, { x: 0, y: 2, width: model.size.columns });
  const isRaw = model.screen === 'raw';
  const columns = isRaw ? [rawColumn(painter, reader.alert)] : detailColumns(painter, reader.alert);
  const { x, y, height } = layout.body;
  const width = columnWidth(layout.body.width, columns.length === 2 ? 2 : 1);
  const lines = Math.max(...columns.map((column) => column.length));
  const top = scrollTo(isRaw ? reader.rawTop : reader.detailTop, lines, height);
  columns.forEach((column, i) => {
    const left = x + i * (width + 3);
    if (i > 0) drawColumn(painter, left - 2, y, height);
    drawLines(painter, column.slice(top, top + height), { x: left, y, width });
  });
  const below = lines - top - height;
  if (below <= 0) return;
  const text = `${painter.strings.moreLines(formatCount(below, painter.strings))} `;
  canvas.put(
    1,
    layout.footer.message,
    { text: model.notice === null ? text : '', style: theme.faint },
    20,
  );
}

export function drawLines(
  { canvas }: Painter,
  lines: readonly Line[],
  { x, y, width }: { x: number; y: number; width: number },
): void {
  lines.forEach((line, i) => canvas.putSpans(x, y + i, line, width));
}

function drawTitle(painter: Painter): void {
  const { canvas, model, theme, glyphs, strings } = painter;
  const alert = model.reader?.alert;
  if (alert === undefined) return;
  const severity = `${glyphs.severity[alert.severity]} ${strings.severity[alert.severity]}`;
  const parts = [
    [{ text: severity, style: theme.severity[alert.severity] }],
    [{ text: alertTitle(painter, alert), style: theme.strong }],
    [{ text: unitShortName(painter, alert), style: theme.text }],
  ];
  canvas.putSpans(1, 1, joinSpans(painter, parts), model.size.columns - 2);
}
