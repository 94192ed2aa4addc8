import type { Alert } from '../../alert/alert.ts';
import { compareForQueue, compareTies } from '../../alert/order.ts';
import { foldText } from '../../util/text-fold.ts';
import { SEVERITIES } from '../dashboard-data.ts';
import type { DashboardData, Severity } from '../dashboard-data.ts';
import type { Filter, QueueSort, UnitFilter } from '../model.ts';

/** The alerts that pass `filter`, in the order of `sort`; the order is total. */
export function listAlerts(data: DashboardData, filter: Filter, sort: QueueSort): readonly Alert[] {
  const passes = alertFilter(data, filter);
  const compare = sort === 'unit' ? compareUnits(data) : COMPARE[sort];
  return data.alerts.filter(passes).toSorted(compare);
}

/** Whether an alert passes `filter`; unit names are searched as the inventory writes them. */
export function alertFilter(data: DashboardData, filter: Filter): (alert: Alert) => boolean {
  const least = filter.minimum === null ? SEVERITIES.length - 1 : rank(filter.minimum);
  const terms = parseTerms(filter.search);
  const names = new Map(
    data.units.map((unit) => [
      unit.id,
      foldText(`${unit.shortName}\n${unit.name.vi}\n${unit.name.en}`),
    ]),
  );
  return (alert) =>
    rank(alert.severity) <= least &&
    isOfUnit(alert, filter.unit) &&
    (terms.length === 0 || matchesTerms(terms, alert, names));
}

function isOfUnit(alert: Alert, unit: UnitFilter): boolean {
  switch (unit.kind) {
    case 'all':
      return true;
    case 'province':
      return alert.isProvince;
    case 'unknown':
      return alert.unit === null && !alert.isProvince;
    case 'unit':
      return alert.unit === unit.id || alert.units.includes(unit.id);
  }
}

/** The filter that keeps what stands with `alert`. */
export function unitFilterOf(alert: Alert): UnitFilter {
  if (alert.unit !== null) return { kind: 'unit', id: alert.unit };
  return { kind: alert.isProvince ? 'province' : 'unknown' };
}

interface Term {
  readonly text: string;
  readonly isExcluded: boolean;
}

function parseTerms(search: string): readonly Term[] {
  return foldText(search)
    .split(/\s+/u)
    .map((word) =>
      word.startsWith('!')
        ? { text: word.slice(1), isExcluded: true }
        : { text: word, isExcluded: false },
    )
    .filter((term) => term.text !== '');
}

function matchesTerms(
  terms: readonly Term[],
  alert: Alert,
  names: ReadonlyMap<string, string>,
): boolean {
  const text = searchText(alert);
  const units = [alert.unit ?? '', ...alert.units].map((id) => names.get(id) ?? '');
  return terms.every(
    (term) =>
      (text.includes(term.text) || units.some((name) => name.includes(term.text))) !==
      term.isExcluded,
  );
}

/** Folding a title costs microseconds and every letter typed asks for all of them: kept while the alert lives. */
const texts = new WeakMap<Alert, string>();

function searchText(alert: Alert): string {
  const known = texts.get(alert);
  if (known !== undefined) return known;
  const parts = [
    alert.title,
    alert.titleVi ?? '',
    alert.ruleId,
    alert.unit ?? '',
    ...alert.groupKey.map((key) => key.value),
    ...alert.machines.slice(0, 50),
  ];
  const text = foldText(parts.map((part) => part.slice(0, 1000)).join('\n'));
  texts.set(alert, text);
  return text;
}

/** 0 = worst. */
function rank(severity: Severity): number {
  return SEVERITIES.indexOf(severity);
}

type Compare = (a: Alert, b: Alert) => number;

const COMPARE = {
  worst: compareForQueue,
  newest: (a, b) => b.lastMs - a.lastMs || compareTies(a, b),
} as const satisfies Record<Exclude<QueueSort, 'unit'>, Compare>;

/** The province first, then units in inventory order, then unknown ones; worst first within each. */
function compareUnits(data: DashboardData): Compare {
  const places = new Map(data.units.map((unit, index) => [unit.id, index]));
  const place = (alert: Alert): number =>
    alert.isProvince ? -1 : (places.get(alert.unit ?? '') ?? data.units.length);
  return (a, b) => place(a) - place(b) || compareForQueue(a, b);
}
