import { drawListScreen } from './view/list-screen.ts';
import { drawForm } from './view/form-pane.ts';
import { drawHelp } from './view/help.ts';
import { drawReader } from './view/reader.ts';
import { createPainter } from './view/painter.ts';
import type { Grid } from './grid.ts';
import { isTooSmall } from './layout.ts';
import type { Model } from './model.ts';
import type { Plot } from './plot.ts';

/** What the terminal is to show. */
export interface Frame {
  readonly grid: Grid;
  /** Drawn by the terminal in its area, which the grid leaves blank; null on most screens. */
  readonly plot: Plot | null;
}

/** The picture of the model: the same model gives the same cells. */
export function view(model: Model): Frame {
  const painter = createPainter(model);
  const { canvas, strings, theme } = painter;
  let plot: Plot | null = null;
  if (isTooSmall(model.size)) {
    const text = strings.tooSmall(`${model.size.columns}x${model.size.rows}`);
    canvas.put(0, 0, { text, style: theme.strong });
  } else if (model.helpTop !== null) drawHelp(painter, model.helpTop);
  else if (model.screen === 'overview' || model.screen === 'queue') plot = drawListScreen(painter);
  else drawReader(painter);
  if (model.form !== null && !isTooSmall(model.size)) {
    drawForm(painter, model.form);
    // the plot would be drawn over the form
    plot = null;
  }
  return { grid: canvas.toGrid(model.settings.isAsciiText), plot };
}
