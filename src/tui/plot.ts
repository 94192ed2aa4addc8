import type { PlotSeriesName } from './dashboard-data.ts';
import type { Rect } from './canvas.ts';

/** A line chart that the terminal draws in a part of the screen that the grid leaves blank. */
export interface Plot {
  readonly area: Rect;
  readonly lines: readonly PlotLine[];
  /** One label a value, `14:02`. */
  readonly labels: readonly string[];
  /** Top of the scale, above all values. */
  readonly maxValue: number;
}

export interface PlotLine {
  readonly name: PlotSeriesName;
  readonly values: readonly number[];
  /** Index of the 256-colour palette; null = the terminal's own colour. */
  readonly color: number | null;
}
