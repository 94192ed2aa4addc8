import type { Alert } from '../../alert/alert.ts';
import type { Rect } from '../canvas.ts';
import type { DashboardData } from '../dashboard-data.ts';
import { statusOf } from '../desk.ts';
import { formatAge, formatCount } from '../format.ts';
import { isFiltered, selectedIndex } from '../state/queue-state.ts';
import { alertTitle, lastLogOf, unitShortName } from './painter.ts';
import { clockOf, shortStatus } from './status-text.ts';
import type { Painter } from './painter.ts';

/**
 * The columns of an alert's row by the width it has; 0 = left out. Subject goes first, then count, then the
 * severity's word; sign, age, unit and title stay.
 */
interface Columns {
  readonly word: number;
  readonly age: number;
  readonly unit: number;
  readonly subject: number;
  readonly count: number;
  /** Where it stands among people; only where there is a desk. */
  readonly state: number;
}

/** Widths of the columns' words; every label of both languages must fit (tested). */
export const COLUMN_WIDTHS = {
  word: 8,
  age: 5,
  unit: 13,
  subject: 17,
  count: 7,
  state: 11,
} as const;

function columnsFor(width: number, hasDesk: boolean): Columns {
  const { word, age, unit, subject, count, state } = COLUMN_WIDTHS;
  return {
    word: width >= 60 ? word : 0,
    // room for the sign of what waits too long
    age: hasDesk ? age + 1 : age,
    unit: width >= 60 ? unit : 12,
    subject: width >= 100 ? subject : 0,
    count: width >= 60 ? count : 0,
    state: hasDesk && width >= 60 ? state : 0,
  };
}

export function drawQueueHeads(painter: Painter, { x, y, width }: Omit<Rect, 'height'>): void {
  const { canvas, strings, theme } = painter;
  const { column } = strings;
  const columns = columnsFor(width, painter.model.data.desk !== undefined);
  const at = places(x, width, columns);
  const head = (place: number, text: string, room: number): void => {
    if (room > 0) canvas.put(place, y, { text, style: theme.faint }, room);
  };
  head(x + 3, column.severity, columns.word);
  head(at.age, isByLast(painter) ? column.lastAge : column.age, columns.age);
  head(at.unit, column.unit, columns.unit);
  head(at.title, column.alert, at.subject - at.title);
  head(at.subject, column.subject, columns.subject);
  if (columns.count > 0) {
    canvas.putRight(at.state - 1, y, { text: column.count, style: theme.faint });
  }
  head(at.state, column.state, columns.state);
}

export function drawQueue(painter: Painter, area: Rect, isFocused: boolean): void {
  const { canvas, model, theme } = painter;
  const { queue } = model;
  if (queue.rows.length === 0) {
    drawEmpty(painter, area);
    return;
  }
  const selected = selectedIndex(queue);
  queue.rows.slice(queue.top, queue.top + area.height).forEach((alert, i) => {
    const row = { x: area.x, y: area.y + i, width: area.width, height: 1 };
    drawRow(painter, row, alert);
    if (queue.marks.includes(alert.id)) {
      canvas.put(row.x, row.y, { text: '*', style: theme.strong }, 1);
    }
    if (queue.top + i !== selected) return;
    const mark = queue.marks.includes(alert.id) ? '*' : '>';
    canvas.put(row.x, row.y, { text: mark, style: theme.strong }, 1);
    if (isFocused) canvas.restyle(row, theme.select);
  });
}

/** Why there is no row; a unit that sends nothing is not a unit without alerts. */
function drawEmpty(painter: Painter, area: Rect): void {
  const { model, strings, theme, unitsById } = painter;
  const { filter } = model.queue;
  const unit = filter.unit.kind === 'unit' ? unitsById.get(filter.unit.id) : undefined;
  const silent =
    unit?.state !== 'silent'
      ? []
      : [
          { text: strings.emptySilent(lastLogOf(painter, unit)), style: theme.warning },
          { text: `${strings.contact}: ${unit.contact ?? strings.noContact}`, style: theme.text },
        ];
  const text = isFiltered(filter) ? strings.emptyFiltered : strings.empty;
  [...silent, { text, style: theme.faint }].forEach((line, i) => {
    if (i + 1 < area.height) painter.canvas.put(area.x + 2, area.y + 1 + i, line, area.width - 4);
  });
}

function places(
  x: number,
  width: number,
  columns: Columns,
): Record<'age' | 'unit' | 'title' | 'subject' | 'end' | 'state', number> {
  const age = x + 3 + columns.word;
  const unit = age + columns.age;
  const state = x + width - columns.state;
  const end = state - 1 - columns.count;
  return { age, unit, title: unit + columns.unit, subject: end - columns.subject, end, state };
}

function drawRow(painter: Painter, { x, y, width }: Rect, alert: Alert): void {
  const { canvas, glyphs, strings, theme, model } = painter;
  const columns = columnsFor(width, model.data.desk !== undefined);
  const at = places(x, width, columns);
  const style = theme.severity[alert.severity];
  const sign = glyphs.severity[alert.severity];
  const word = columns.word > 0 ? ` ${strings.severity[alert.severity]}` : '';
  canvas.put(x + 1, y, { text: `${sign}${word}`, style }, columns.word + 1);
  const since = isByLast(painter) ? alert.lastMs : alert.firstMs;
  const stage = clockOf(painter, alert)?.stage ?? 'calm';
  const isLate = stage === 'overdue';
  const age = `${formatAge(model.data.nowMs - since, strings)}${isLate ? '!' : ''}`;
  const ageStyle = {
    calm: theme.text,
    half: theme.strong,
    near: theme.warning,
    overdue: theme.warning,
  };
  canvas.put(at.age, y, { text: age, style: ageStyle[stage] }, columns.age - 1);
  const unit = { text: unitShortName(painter, alert), style: theme.text };
  canvas.put(at.unit, y, unit, columns.unit - 1);
  // closed by somebody: it stays where it was until the person takes the list in anew
  const isClosed = statusOf(model.data, alert.id).state === 'closed';
  const title = { text: alertTitle(painter, alert), style: isClosed ? theme.faint : theme.text };
  canvas.put(at.title, y, title, at.subject - at.title - (columns.subject > 0 ? 1 : 0));
  if (columns.subject > 0) {
    canvas.put(
      at.subject,
      y,
      { text: subjectOf(model.data, alert), style: theme.faint },
      columns.subject - 1,
    );
  }
  if (columns.count > 0) {
    const count = `${glyphs.times}${shortCount(alert.count, painter)}`;
    canvas.putRight(at.state - 1, y, { text: count, style: theme.text });
  }
  if (columns.state > 0) {
    const state = { text: shortStatus(painter, alert), style: theme.text };
    canvas.put(at.state, y, state, columns.state - 1);
  }
}

/** Whether the list is ordered by the alerts' last events: the age that is shown is the one that is sorted. */
function isByLast({ model }: Painter): boolean {
  return model.queue.sort === 'newest';
}

/**
 * What the alert is about besides its unit: the first value it is grouped by, else its first machine. An address of
 * the only machine gives way to the name that people know it by.
 */
function subjectOf({ machineNames }: DashboardData, { groupKey, machines }: Alert): string {
  const value = groupKey[0]?.value;
  const [only = ''] = machines;
  if (value === undefined) return only;
  return machines.length === 1 && machineNames.get(value) === only ? only : value;
}

/** At most 5 cells: thousands are written out up to 9.999. */
function shortCount(count: number, { strings }: Painter): string {
  if (count < 10_000) return formatCount(count, strings);
  return count < 1e6
    ? `${Math.floor(count / 1000)}k`
    : `${Math.min(9999, Math.floor(count / 1e6))}M`;
}
