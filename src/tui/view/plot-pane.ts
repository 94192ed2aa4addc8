import type { Rect, Span } from '../canvas.ts';
import { PLOT_SERIES } from '../dashboard-data.ts';
import { formatCount, toLocalTime } from '../format.ts';
import { packStyle } from '../grid.ts';
import type { Plot } from '../plot.ts';
import { joinSpans } from './painter.ts';
import type { Look, Painter } from './painter.ts';
import { bucketSums, sparkline } from './spark.ts';

const MINUTE_MS = 60_000;

/** The plot, which the terminal draws; null where it has only ASCII, which gets bars of text instead. */
export function drawPlot(painter: Painter, area: Rect): Plot | null {
  const { isAsciiSigns, isAsciiText } = painter.model.settings;
  if (isAsciiSigns || isAsciiText) {
    drawBars(painter, area);
    return null;
  }
  drawLegend(painter, area);
  return toPlot(painter, { ...area, height: area.height - 1 });
}

/** Each series as a row of bars, on one scale. */
function drawBars({ canvas, theme, strings, model, glyphs }: Painter, area: Rect): void {
  const { eventsPerMinute } = model.data;
  const width = Math.min(60, area.width - 2 * BAR_LABEL);
  const max = PLOT_SERIES.flatMap((name) => bucketSums(eventsPerMinute[name], width)).reduce(
    (a, b) => Math.max(a, b),
    0,
  );
  PLOT_SERIES.forEach((name, i) => {
    const y = area.y + 1 + i * 2;
    const values = eventsPerMinute[name];
    canvas.put(area.x, y, { text: strings.series[name], style: theme.text }, BAR_LABEL - 1);
    const bars = sparkline(values, width, { max, signs: glyphs.spark });
    canvas.put(area.x + BAR_LABEL, y, { text: bars, style: theme.spark }, width);
    const last = `${formatCount(values.at(-1) ?? 0, strings)}${strings.perMinute}`;
    canvas.put(area.x + BAR_LABEL + width + 2, y, { text: last, style: theme.text });
  });
}

const BAR_LABEL = 16;

/** The lines' names under the plot, with the last minute's numbers. */
function drawLegend(painter: Painter, area: Rect): void {
  const { canvas, theme, strings, model, glyphs } = painter;
  const legend = PLOT_SERIES.map((name, i): readonly Span[] => {
    const color = theme.plot?.[i];
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

function toPlot({ model, theme }: Look, area: Rect): Plot {
  const { data } = model;
  const lines = PLOT_SERIES.map((name, i) => ({
    name,
    values: data.eventsPerMinute[name],
    color: theme.plot?.[i] ?? null,
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
