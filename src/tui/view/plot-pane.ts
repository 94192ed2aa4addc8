import type { Rect, Span } from '../canvas.ts';
import { PLOT_SERIES } from '../dashboard-data.ts';
import { formatCount, toLocalTime } from '../format.ts';
import { packStyle } from '../grid.ts';
import type { Plot } from '../plot.ts';
import { joinSpans } from './painter.ts';
import type { Look, Painter } from './painter.ts';

const MINUTE_MS = 60_000;

/** The legend under the plot, with the last minute's numbers; returns the plot, which the terminal draws. */
export function drawPlot(painter: Painter, area: Rect): Plot {
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
  return toPlot(painter, { ...area, height: area.height - 1 });
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
