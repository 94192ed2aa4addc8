import type { Alert } from '../../alert/alert.ts';
import type { Rect } from '../canvas.ts';
import { formatAge, formatCount } from '../format.ts';
import { isFiltered, selectedIndex } from '../state/queue-state.ts';
import { alertTitle, unitShortName } from './painter.ts';
import type { Painter } from './painter.ts';

/**
 * The columns of an alert's row by the width it has; 0 = left out. Source goes first, then count, then the
 * severity's word; sign, age, unit and title stay.
 */
interface Columns {
  readonly word: number;
  readonly age: number;
  readonly unit: number;
  readonly source: number;
  readonly count: number;
}

/** Widths of the columns' words; every label of both languages must fit (tested). */
export const COLUMN_WIDTHS = { word: 8, age: 5, unit: 13, source: 17, count: 7 } as const;

function columnsFor(width: number): Columns {
  const { word, age, unit, source, count } = COLUMN_WIDTHS;
  return {
    word: width >= 60 ? word : 0,
    age,
    unit: width >= 60 ? unit : 12,
    source: width >= 100 ? source : 0,
    count: width >= 60 ? count : 0,
  };
}

export function drawQueueHeads(painter: Painter, { x, y, width }: Omit<Rect, 'height'>): void {
  const { canvas, strings, theme } = painter;
  const { column } = strings;
  const columns = columnsFor(width);
  const at = places(x, width, columns);
  const head = (place: number, text: string, room: number): void => {
    if (room > 0) canvas.put(place, y, { text, style: theme.faint }, room);
  };
  head(x + 3, column.severity, columns.word);
  head(at.age, column.age, columns.age);
  head(at.unit, column.unit, columns.unit);
  head(at.title, column.alert, at.source - at.title);
  head(at.source, column.source, columns.source);
  if (columns.count > 0) {
    canvas.putRight(x + width - 1, y, { text: column.count, style: theme.faint });
  }
}

export function drawQueue(painter: Painter, area: Rect, isFocused: boolean): void {
  const { canvas, model, theme, strings } = painter;
  const { queue } = model;
  if (queue.rows.length === 0) {
    const text = isFiltered(queue.filter) ? strings.emptyFiltered : strings.empty;
    canvas.put(area.x + 2, area.y + 1, { text, style: theme.faint }, area.width - 4);
    return;
  }
  const selected = selectedIndex(queue);
  queue.rows.slice(queue.top, queue.top + area.height).forEach((alert, i) => {
    const row = { x: area.x, y: area.y + i, width: area.width, height: 1 };
    drawRow(painter, row, alert);
    if (queue.top + i !== selected) return;
    canvas.put(row.x, row.y, { text: '>', style: theme.strong }, 1);
    if (isFocused) canvas.restyle(row, theme.select);
  });
}

function places(
  x: number,
  width: number,
  columns: Columns,
): Record<'age' | 'unit' | 'title' | 'source' | 'end', number> {
  const age = x + 3 + columns.word;
  const unit = age + columns.age;
  const end = x + width - 1 - columns.count;
  return { age, unit, title: unit + columns.unit, source: end - columns.source, end };
}

function drawRow(painter: Painter, { x, y, width }: Rect, alert: Alert): void {
  const { canvas, glyphs, strings, theme, model } = painter;
  const columns = columnsFor(width);
  const at = places(x, width, columns);
  const style = theme.severity[alert.severity];
  const sign = glyphs.severity[alert.severity];
  const word = columns.word > 0 ? ` ${strings.severity[alert.severity]}` : '';
  canvas.put(x + 1, y, { text: `${sign}${word}`, style }, columns.word + 1);
  const age = formatAge(model.data.nowMs - alert.firstMs, strings);
  canvas.put(at.age, y, { text: age, style: theme.text }, columns.age - 1);
  const unit = { text: unitShortName(painter, alert), style: theme.text };
  canvas.put(at.unit, y, unit, columns.unit - 1);
  const title = { text: alertTitle(painter, alert), style: theme.text };
  canvas.put(at.title, y, title, at.source - at.title - (columns.source > 0 ? 1 : 0));
  if (columns.source > 0) {
    canvas.put(at.source, y, { text: sourceOf(alert), style: theme.faint }, columns.source - 1);
  }
  if (columns.count > 0) {
    const count = `${glyphs.times}${shortCount(alert.count, painter)}`;
    canvas.putRight(x + width - 1, y, { text: count, style: theme.text });
  }
}

/** What the alert is about besides its unit: the first value it is grouped by, else its first machine. */
function sourceOf(alert: Alert): string {
  return alert.groupKey[0]?.value ?? alert.machines[0] ?? '';
}

/** At most 5 cells: thousands are written out up to 9.999. */
function shortCount(count: number, { strings }: Painter): string {
  if (count < 10_000) return formatCount(count, strings);
  return count < 1e6
    ? `${Math.floor(count / 1000)}k`
    : `${Math.min(9999, Math.floor(count / 1e6))}M`;
}
