import type { Rect, Span } from '../canvas.ts';
import { PLOT_SERIES } from '../dashboard-data.ts';
import { formatCount, toLocalTime } from '../format.ts';
import { packStyle } from '../grid.ts';
import type { Plot } from '../plot.ts';
import { joinSpans } from './painter.ts';
import type { Look, Painter } from './painter.ts';
import { bucketSums, columnChart } from './spark.ts';

const MINUTE_MS = 60_000;

/**
 * The plot, which the terminal draws; null where lines could not be told apart (no colour) or drawn (only ASCII):
 * then each series has bars of its own.
 */
export function drawPlot(painter: Painter, area: Rect): Plot | null {
  const { isAsciiSigns, isAsciiText } = painter.model.settings;
  const colors = painter.theme.plot;
  if (isAsciiSigns || isAsciiText || colors === null) {
    drawBars(painter, area);
    return null;
  }
  drawLegend(painter, area, colors);
  return toPlot(painter, { ...area, height: area.height - 1 }, colors);
}

/** The series one below the other, each on a scale of its own, whose top is told. */
function drawBars({ canvas, theme, strings, model, glyphs }: Painter, area: Rect): void {
  const height = Math.max(1, Math.floor(area.height / PLOT_SERIES.length) - 1);
  PLOT_SERIES.forEach((name, i) => {
    const values = bucketSums(model.data.eventsPerMinute[name], area.width);
    const top = area.y + i * (height + 1);
    const rate = (value: number): string => `${formatCount(value, strings)}${strings.perMinute}`;
    const max = values.reduce((a, b) => Math.max(a, b), 0);
    const facts = `  ${rate(values.at(-1) ?? 0)}, ${strings.peak} ${rate(max)}`;
    const title = { text: strings.series[name], style: theme.strong };
    canvas.putSpans(area.x, top, [title, { text: facts, style: theme.text }], area.width);
    columnChart(values, { height, max, signs: glyphs.spark }).forEach((row, line) => {
      canvas.put(area.x, top + 1 + line, { text: row, style: theme.spark }, area.width);
    });
  });
}

/** The lines' names under the plot, with the last minute's numbers. */
function drawLegend(painter: Painter, area: Rect, colors: readonly number[]): void {
  const { canvas, theme, strings, model, glyphs } = painter;
  const legend = PLOT_SERIES.map((name, i): readonly Span[] => {
    const color = colors[i];
    const style = color === undefined ? theme.text : packStyle({ fg: color });
    const last = model.data.eventsPerMinute[name].at(-1) ?? 0;
    const text = ` ${strings.series[name]} ${formatCount(last, strings)}${strings.perMinute}`;
    return [
      { text: glyphs.horizontal.repeat(2), style },
      { text, style: theme.text },
    ];
  });
  canvas.putSpans(area.x, area.y + area.height - 1, joinSpans(painter, legend), area.width);
}

function toPlot({ model }: Look, area: Rect, colors: readonly number[]): Plot {
  const { data } = model;
  const lines = PLOT_SERIES.map((name, i) => ({
    name,
    values: data.eventsPerMinute[name],
    color: colors[i] ?? null,
  }));
  const count = Math.max(0, ...lines.map((line) => line.values.length));
  const labels = Array.from({ length: count }, (_, i) => {
    const timeMs = data.nowMs - (count - 1 - i) * MINUTE_MS;
    return toLocalTime(timeMs, data.zoneOffsetMinutes).time.slice(0, 5);
  });
  const greatest = lines.flatMap((line) => line.values).reduce((a, b) => Math.max(a, b), 0);
  return { area, lines, labels, maxValue: roundUp(greatest) };
}

/** A round top of the scale, at least 8, that four steps of whole numbers reach. */
function roundUp(value: number): number {
  for (let unit = 1; ; unit *= 10) {
    const top = [8, 12, 20, 40, 60].find((multiple) => multiple * unit >= value);
    if (top !== undefined) return top * unit;
  }
}
