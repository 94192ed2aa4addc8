import type { Frame } from '../../tui/view.ts';
import type { BlessedScreen } from './open-screen.ts';
import type { PlotWidget } from './plot-widget.ts';

/** What every terminal draws one column wide: Latin with Vietnamese, lines, blocks, braille. */
const PLAIN = /^[\u0020-\u007e\u00a1-\u00ac\u00ae-\u024f\u1e00-\u1eff\u2500-\u259f\u2800-\u28ff]$/u;

/**
 * Copies a frame into the screen's cells; true when something changed. A cell whose width a terminal may see
 * otherwise (marks, wide letters, symbols) carries the cursor position of its right neighbour, so that a
 * disagreement stays within that cell: measured, terminals differ on dozens of classes of characters.
 */
export function copyFrame(screen: BlessedScreen, frame: Frame, plot: PlotWidget | null): boolean {
  const { grid } = frame;
  let isChanged = false;
  for (let y = 0; y < Math.min(grid.rows, screen.lines.length); y += 1) {
    const line = screen.lines[y];
    if (line === undefined) break;
    const columns = Math.min(grid.columns, line.length);
    for (let x = 0; x < columns; x += 1) {
      const cell = line[x];
      if (cell === undefined) break;
      const drawn = plot?.cellAt(x, y);
      const text = drawn?.[1] ?? cellText(grid.texts[y * grid.columns + x] ?? ' ', x, y);
      const style = drawn?.[0] ?? grid.styles[y * grid.columns + x] ?? 0;
      if (cell[0] === style && cell[1] === text) continue;
      cell[0] = style;
      cell[1] = text;
      line.dirty = true;
      isChanged = true;
    }
  }
  return isChanged;
}

function cellText(text: string, x: number, y: number): string {
  return PLAIN.test(text) ? text : `${text}\u001b[${y + 1};${x + 2}H`;
}
