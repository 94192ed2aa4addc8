// The line chart of blessed-contrib as a painter of cells: it draws into the screen's cells once for new data, the
// cells are kept and copied into every frame. So a frame costs a copy, and a chart that throws (it does on small
// sizes) costs only itself.
import line from 'blessed-contrib/lib/widget/charts/line.js';

import type { Plot } from '../../tui/plot.ts';
import type { BlessedScreen } from './open-screen.ts';

/** Attributes and text, as the screen's cells. */
export type PlotCell = readonly [attributes: number, text: string];

export interface PlotWidget {
  /** The chart's cell at a place of the screen; undefined outside of it. */
  cellAt(x: number, y: number): PlotCell | undefined;
}

const DEFAULT_ATTRIBUTES = 0x3ffff;
/** Colour of scale and axes where there is colour. */
const AXIS = 245;
const SMALLEST = { width: 40, height: 6 };

/** Draws `plot`; null when it cannot be drawn in its area. */
export function drawPlot(screen: BlessedScreen, plot: Plot): PlotWidget | null {
  const { area, lines, labels } = plot;
  const isSmall = area.width < SMALLEST.width || area.height < SMALLEST.height;
  const isOutside = area.x + area.width > screen.cols || area.y + area.height > screen.rows;
  if (isSmall || isOutside || labels.length < 2) return null;
  try {
    const isMono = lines.every((one) => one.color === null);
    const chart = line({
      left: area.x,
      top: area.y,
      width: area.width,
      height: area.height,
      maxY: plot.maxValue,
      numYLabels: 4,
      wholeNumbersOnly: true,
      showLegend: false,
      xPadding: 12,
      xLabelPadding: 10,
      style: { text: AXIS, baseline: AXIS },
    });
    // the widget leaves room for a border that we do not draw
    chart.calcSize = function calcSize(): void {
      chart.canvasSize = { width: area.width * 2, height: area.height * 4 };
    };
    screen.append(chart);
    chart.setData(
      lines.map((one) => ({
        title: one.name,
        x: labels,
        y: one.values,
        style: { line: one.color ?? 'normal' },
      })),
    );
    chart.render();
    const cells = takeCells(screen, plot, isMono);
    chart.destroy();
    return cells;
  } catch {
    // RangeError or TypeError of the canvas on sizes it was not made for: the numbers below the plot remain
    return null;
  }
}

function takeCells(screen: BlessedScreen, { area }: Plot, isMono: boolean): PlotWidget {
  const rows = Array.from({ length: area.height }, (_, row) =>
    Array.from({ length: area.width }, (__, column): PlotCell => {
      const cell = screen.lines[area.y + row]?.[area.x + column];
      return [isMono ? DEFAULT_ATTRIBUTES : (cell?.[0] ?? DEFAULT_ATTRIBUTES), cell?.[1] ?? ' '];
    }),
  );
  return { cellAt: (x, y) => rows[y - area.y]?.[x - area.x] };
}
