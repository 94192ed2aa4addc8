// What a rule did on an archive: hits by day and unit, and the values of the fields that its items look at, so that its
// author sees what to leave out. Memory is bounded whatever the archive holds.
import type { Alert } from '../alert/alert.ts';
import type { Event, FieldValue } from '../event/event.ts';
import { lookUpField } from '../event/field.ts';
import { listLeaves, scalarText } from '../event/scalar.ts';
import type { CountedValue, FieldTally, RuleTally } from '../report/backtest-report.ts';
import type { Detection, FieldItem } from '../sigma/detection.ts';
import type { SigmaRule } from '../sigma/rule.ts';
import { formatUtc } from '../util/utc-time.ts';

export interface RuleCounter {
  add(event: Event): void;
  result(): RuleTally;
}

/** Distinct values counted of one field; what comes later is counted as others. */
const MAX_VALUES = 1_000;
const SHOWN_VALUES = 10;
const MAX_VALUE_CHARS = 200;
/** Ten years; event times come from logs. */
const MAX_DAYS = 3_660;

/** @param offsetMinutes zone of the days at a moment, minutes east of UTC */
export function createRuleCounter(
  rule: SigmaRule,
  offsetMinutes: (ms: number) => number,
): RuleCounter {
  const days = createCounter(MAX_DAYS);
  const units = createCounter(MAX_VALUES);
  const fields = listTunableFields(rule).map((field) => ({
    field,
    counter: createCounter(MAX_VALUES),
  }));
  let hits = 0;
  return {
    add(event) {
      hits += 1;
      days.add(dayOf(event.timeMs, offsetMinutes));
      units.add(event.unit ?? '');
      for (const { field, counter } of fields)
        for (const value of textsOf(lookUpField(event.fields, field))) counter.add(value);
    },
    result: () => ({
      hits,
      days: listDays(days),
      units: listUnits(units),
      fields: fields.map(({ field, counter }) => toFieldTally(field, counter)),
    }),
  };
}

/** The same of a correlation, which has no events of its own: its alerts by day, unit and group value. */
export function tallyAlerts(
  alerts: readonly Alert[],
  offsetMinutes: (ms: number) => number,
): RuleTally {
  const days = createCounter(MAX_DAYS);
  const units = createCounter(MAX_VALUES);
  const fields = new Map<string, Counter>();
  for (const { firstMs, unit, isProvince, units: involved, groupKey } of alerts) {
    days.add(dayOf(firstMs, offsetMinutes));
    for (const each of isProvince ? involved : [unit ?? '']) units.add(each);
    for (const { field, value } of groupKey) {
      const counter = fields.get(field) ?? createCounter(MAX_VALUES);
      fields.set(field, counter);
      counter.add(value.slice(0, MAX_VALUE_CHARS));
    }
  }
  return {
    hits: 0,
    days: listDays(days),
    units: listUnits(units),
    fields: [...fields].map(([field, counter]) => toFieldTally(field, counter)),
  };
}

function listDays(days: Counter): RuleTally['days'] {
  return days
    .all()
    .toSorted((a, b) => (a.value < b.value ? -1 : 1))
    .map(({ value, hits }) => ({ day: value, hits }));
}

function listUnits(units: Counter): RuleTally['units'] {
  return units.all().map(({ value, hits }) => ({ unit: value === '' ? null : value, hits }));
}

interface Counter {
  add(value: string): void;
  /** The most frequent first, equal ones by name. */
  all(): readonly CountedValue[];
  /** Hits of values beyond the limit. */
  readonly others: number;
}

function createCounter(limit: number): Counter {
  const counts = new Map<string, number>();
  let others = 0;
  return {
    add(value) {
      const known = counts.get(value);
      if (known === undefined && counts.size >= limit) others += 1;
      else counts.set(value, (known ?? 0) + 1);
    },
    all: () =>
      [...counts]
        .map(([value, hits]) => ({ value, hits }))
        .toSorted((a, b) => b.hits - a.hits || (a.value < b.value ? -1 : 1)),
    get others() {
      return others;
    },
  };
}

function toFieldTally(field: string, counter: Counter): FieldTally {
  const all = counter.all();
  const rest = all.slice(SHOWN_VALUES).reduce((sum, { hits }) => sum + hits, 0);
  return { field, values: all.slice(0, SHOWN_VALUES), others: counter.others + rest };
}

/** Fields of the rule's items, in the order of the rule; not those that one fixed value settles. */
function listTunableFields(rule: SigmaRule): readonly string[] {
  const items = [...rule.detections.values()].flatMap(fieldItems);
  return [...new Set(items.filter((item) => !isFixed(item)).map(({ field }) => field))];
}

function fieldItems(detection: Detection): readonly FieldItem[] {
  if ('parts' in detection) return detection.parts.flatMap(fieldItems);
  return detection.kind === 'field' ? [detection] : [];
}

function isFixed({ patterns, isNegated }: FieldItem): boolean {
  const [only] = patterns;
  if (isNegated || only === undefined || patterns.length > 1) return false;
  if (only.kind === 'string') return only.parts.every(({ kind }) => kind === 'literal');
  return only.kind === 'number' && only.operator === 'eq';
}

function textsOf(value: FieldValue | undefined): readonly string[] {
  if (value === undefined) return [];
  return listLeaves(value).flatMap((leaf) => {
    const text = scalarText(leaf);
    return text === null ? [] : [text.slice(0, MAX_VALUE_CHARS)];
  });
}

function dayOf(ms: number, offsetMinutes: (ms: number) => number): string {
  return formatUtc(ms + offsetMinutes(ms) * 60_000).slice(0, 10);
}
