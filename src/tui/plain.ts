import type { Alert } from '../alert/alert.ts';
import { compareTies } from '../alert/order.ts';
import { ABSENCE_LABELS, SEVERITY_LABELS } from '../layers/labels.ts';
import { toDisplayText } from '../util/display-text.ts';
import type { Language } from '../util/language.ts';
import { SEVERITIES } from './dashboard-data.ts';
import type { DashboardData, UnitStatus } from './dashboard-data.ts';
import { correlationText } from './correlation-text.ts';
import { formatAge, formatCount, toLocalTime } from './format.ts';
import { STRINGS } from './strings.ts';
import type { PlainWords, Strings } from './strings.ts';
import { UNICODE_GLYPHS } from './theme.ts';

/** The dashboard as sentences: for pipes, logs, dumb terminals and screen readers. */
export interface PlainReporter {
  /** One line for each change since the last snapshot; the first call sums up and then tells every alert. */
  report(data: DashboardData): readonly string[];
}

export function createPlainReporter(language: Language): PlainReporter {
  let before: DashboardData | null = null;
  /** Alert id to the count that was last said. */
  let said: ReadonlyMap<string, number> = new Map();

  return {
    report(data) {
      const teller = createTeller(data, language);
      const sentences = [
        ...(before === null ? [teller.summary()] : []),
        ...unitChanges(before, data).map((unit) => teller.unit(unit)),
        ...alertChanges(said, data).map((alert) => teller.alert(alert, said.get(alert.id) ?? null)),
        ...healthChanges(before, data, teller),
      ];
      said = new Map(
        data.alerts.map((alert) => {
          const last = said.get(alert.id);
          return [alert.id, last !== undefined && !isWorthSaying(alert, last) ? last : alert.count];
        }),
      );
      before = data;
      const { date, time } = toLocalTime(data.nowMs, data.zoneOffsetMinutes);
      return sentences.map((sentence) => toDisplayText(`${date} ${time} ${sentence}`));
    },
  };
}

/** New alerts, and known ones whose count doubled: a flood is told in a few sentences. */
function alertChanges(said: ReadonlyMap<string, number>, data: DashboardData): readonly Alert[] {
  return data.alerts
    .filter((alert) => isWorthSaying(alert, said.get(alert.id) ?? null))
    .toSorted((a, b) => a.firstMs - b.firstMs || compareTies(a, b));
}

function isWorthSaying(alert: Alert, last: number | null): boolean {
  return last === null || alert.count >= last * 2;
}

/** Units that fell silent or send again; at the start the silent ones. */
function unitChanges(before: DashboardData | null, data: DashboardData): readonly UnitStatus[] {
  const states = new Map(before?.units.map((unit) => [unit.id, unit.state]));
  return data.units.filter((unit) => {
    const last = states.get(unit.id) ?? 'ok';
    return last !== unit.state && (last === 'silent' || unit.state === 'silent');
  });
}

function healthChanges(
  before: DashboardData | null,
  data: DashboardData,
  teller: Teller,
): readonly string[] {
  const dropped = data.health.droppedLines - (before?.health.droppedLines ?? 0);
  const known = new Set(before?.health.problems);
  const problems = data.health.problems.filter((problem) => !known.has(problem));
  return [
    ...(dropped > 0 ? [teller.dropped(dropped)] : []),
    ...problems.map((problem) => teller.problem(problem)),
  ];
}

interface Teller {
  summary(): string;
  alert(alert: Alert, last: number | null): string;
  unit(unit: UnitStatus): string;
  dropped(lines: number): string;
  problem(text: string): string;
}

function createTeller(data: DashboardData, language: Language): Teller {
  const strings: Strings = STRINGS[language];
  const words: PlainWords = strings.plain;
  const count = (value: number): string => formatCount(value, strings);
  return {
    summary() {
      const units = data.units;
      const ok = units.filter((unit) => unit.state === 'ok').length;
      const silent = units.filter((unit) => unit.state === 'silent').length;
      const open = SEVERITIES.filter((severity) => data.totals.open[severity] > 0).map(
        (severity) =>
          `${count(data.totals.open[severity])} ${SEVERITY_LABELS[severity][language].toLowerCase()}`,
      );
      const head = `${strings.unitCount(count(units.length), count(ok))}, ${words.silent(count(silent))}`;
      return `${head}; ${words.open(open.length === 0 ? '0' : open.join(', '))}.`;
    },
    alert(alert, last) {
      const unit = data.units.find((one) => one.id === alert.unit)?.shortName ?? alert.unit;
      const place = alert.isProvince
        ? strings.province
        : (unit ?? ABSENCE_LABELS.unknownUnit[language]);
      const title = language === 'vi' ? (alert.titleVi ?? alert.title) : alert.title;
      const times =
        last === null ? words.times(count(alert.count)) : words.rose(count(alert.count));
      const group = alert.groupKey.map((key) => `${key.field} ${key.value}`);
      const why =
        alert.correlation === null
          ? []
          : [correlationText(alert.correlation, strings, UNICODE_GLYPHS.operators)];
      const first = toLocalTime(alert.firstMs, data.zoneOffsetMinutes);
      const isToday = first.date === toLocalTime(data.nowMs, data.zoneOffsetMinutes).date;
      const since = words.since(isToday ? first.time : `${first.date} ${first.time}`);
      const severity = SEVERITY_LABELS[alert.severity][language];
      return `${[severity, place, title, ...group, ...why, times, since].join(', ')}.`;
    },
    unit(unit) {
      if (unit.state !== 'silent') return `${unit.name[language]}: ${words.sendsAgain}.`;
      const last =
        unit.lastEventMs === null
          ? strings.never
          : strings.ago(formatAge(data.nowMs - unit.lastEventMs, strings));
      const noData = ABSENCE_LABELS.noData[language].toLowerCase();
      return `${unit.name[language]}: ${noData}, ${strings.lastLog} ${last}.`;
    },
    dropped: (lines) => `${words.dropped(count(lines))}.`,
    problem: (text) => `${strings.problems}: ${text}`,
  };
}
