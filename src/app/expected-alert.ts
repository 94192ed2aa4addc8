// `expect: { alerts: [{ title: …, unit: … }] }` of a rule test: exactly these alerts, each with the fields that are given.
import type { Alert } from '../alert/alert.ts';
import type { Problem } from '../util/problem.ts';
import { readList, readMap, report, type YamlNode } from '../util/yaml-reader.ts';

/** Field name to the values that it must have, as text; a list is compared as a set. */
export type ExpectedAlert = ReadonlyMap<AlertField, readonly string[]>;

const FIELDS = [
  'title',
  'title-vi',
  'rule-id',
  'unit',
  'units',
  'scope',
  'system',
  'severity',
  'layer',
  'tier',
  'count',
  'machines',
  'group',
] as const;
type AlertField = (typeof FIELDS)[number];

/** What an alert says in each field; `null` where it says nothing; a group as `field=value`. */
const READERS = {
  title: (alert) => [alert.title],
  'title-vi': (alert) => [text(alert.titleVi)],
  'rule-id': (alert) => [alert.ruleId],
  unit: (alert) => [text(alert.unit)],
  units: (alert) => alert.units,
  scope: (alert) => [alert.isProvince ? 'province' : 'unit'],
  system: (alert) => [text(alert.system)],
  severity: (alert) => [alert.severity],
  layer: (alert) => [String(alert.layer)],
  tier: (alert) => [alert.tier],
  count: (alert) => [String(alert.count)],
  machines: (alert) => alert.machines,
  group: (alert) => alert.groupKey.map(({ field, value }) => `${field}=${value}`),
} as const satisfies Record<AlertField, (alert: Alert) => readonly string[]>;

/** Reads the list. Problems: unknown-key and those of `readMap`, bad-expectation. */
export function readExpectedAlerts(node: YamlNode, problems: Problem[]): readonly ExpectedAlert[] {
  return readList(node, 'alerts', problems, (entry) => readExpectedAlert(entry, problems));
}

function readExpectedAlert(node: YamlNode, problems: Problem[]): ExpectedAlert | null {
  const map = readMap(node, { what: 'an alert', optional: FIELDS }, problems);
  if (map === null) return null;
  const expected = new Map<AlertField, readonly string[]>();
  for (const field of FIELDS) {
    const value = map.get(field);
    if (value === undefined) continue;
    const values = readValues(value);
    if (values === null) {
      const message = `${field} must be a value or a list of values`;
      report(problems, value.at, { code: 'bad-expectation', message });
    } else expected.set(field, values);
  }
  if (expected.size === 0) {
    const message = 'an expected alert must say something';
    report(problems, node.at, { code: 'bad-expectation', message, hint: 'give its title' });
  }
  return expected;
}

function readValues(node: YamlNode): readonly string[] | null {
  if (node.kind === 'scalar') return [String(node.value)];
  if (node.kind === 'map') {
    return node.entries.every(({ value }) => value.kind === 'scalar')
      ? node.entries.flatMap(({ key, value }) =>
          value.kind === 'scalar' ? [`${key}=${String(value.value)}`] : [],
        )
      : null;
  }
  const values = node.items.map((item) => (item.kind === 'scalar' ? String(item.value) : null));
  const known = values.filter((value) => value !== null);
  return known.length === values.length ? known : null;
}

/** What differs between the expected and the raised alerts; empty when they are the same. */
export function judgeAlerts(
  expected: readonly ExpectedAlert[],
  alerts: readonly Alert[],
): readonly string[] {
  const failures: string[] = [];
  const pairs = pairUp(expected, alerts);
  for (const [index, wanted] of expected.entries()) {
    if (pairs.has(index)) continue;
    failures.push(`no alert with ${formatExpected(wanted)}${nearest(wanted, alerts)}`);
  }
  if (alerts.length !== expected.length) {
    const got = alerts.map(({ title, count }) => `"${title}" ×${count}`).join(', ') || 'none';
    failures.push(`expected ${expected.length} alerts, got ${alerts.length}: ${got}`);
  }
  return failures;
}

/** The largest pairing of expected with raised alerts (augmenting paths): index of the expected to the alert's. */
function pairUp(
  expected: readonly ExpectedAlert[],
  alerts: readonly Alert[],
): ReadonlyMap<number, number> {
  const fitting = expected.map((wanted) =>
    alerts.flatMap((alert, i) => (differences(wanted, alert).length === 0 ? [i] : [])),
  );
  const ownerOf = new Map<number, number>();
  const tryPlace = (index: number, seen: Set<number>): boolean => {
    for (const alert of fitting[index] ?? []) {
      if (seen.has(alert)) continue;
      seen.add(alert);
      const owner = ownerOf.get(alert);
      if (owner === undefined || tryPlace(owner, seen)) {
        ownerOf.set(alert, index);
        return true;
      }
    }
    return false;
  };
  for (const index of expected.keys()) tryPlace(index, new Set());
  return new Map([...ownerOf].map(([alert, index]) => [index, alert]));
}

/** The alert that differs in the fewest fields, and in which. */
function nearest(wanted: ExpectedAlert, alerts: readonly Alert[]): string {
  const [first] = alerts
    .map((alert) => ({ alert, differs: differences(wanted, alert) }))
    .toSorted((a, b) => a.differs.length - b.differs.length);
  if (first === undefined || first.differs.length === 0) return '';
  const fields = first.differs.map(
    (field) => `${field} ${formatValues(READERS[field](first.alert))}`,
  );
  return `; the nearest has ${fields.join(', ')}`;
}

function differences(wanted: ExpectedAlert, alert: Alert): readonly AlertField[] {
  return [...wanted]
    .filter(([field, values]) => !isSameSet(values, READERS[field](alert)))
    .map(([field]) => field);
}

function isSameSet(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && a.every((value) => b.includes(value));
}

function formatExpected(wanted: ExpectedAlert): string {
  return [...wanted].map(([field, values]) => `${field} ${formatValues(values)}`).join(', ');
}

function formatValues(values: readonly string[]): string {
  return values.map((value) => JSON.stringify(value)).join(' ') || 'none';
}

function text(value: string | null): string {
  return value ?? 'null';
}
