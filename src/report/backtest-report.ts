// `rules backtest` as a record and as text.
import { layerOfRule } from '../alert/rule-layer.ts';
import type { SigmaDocument } from '../sigma/rule.ts';
import { toDisplayText } from '../util/display-text.ts';
import type { Say } from '../util/language.ts';
import { textTable } from './text-table.ts';

export interface CountedValue {
  readonly value: string;
  readonly hits: number;
}

/** Values of one field in the events that matched, the most frequent first. */
export interface FieldTally {
  readonly field: string;
  readonly values: readonly CountedValue[];
  /** Hits of values that are not listed. */
  readonly others: number;
}

export interface RuleTally {
  readonly hits: number;
  /** `2026-11-20` in the zone of the configuration, in order. */
  readonly days: readonly { readonly day: string; readonly hits: number }[];
  /** The most frequent first; null = unknown. */
  readonly units: readonly { readonly unit: string | null; readonly hits: number }[];
  readonly fields: readonly FieldTally[];
}

/** A rule with what it did; of a correlation, which has no hits, `days`, `units` and `fields` count its alerts. */
export interface RuleResult extends RuleTally {
  readonly rule: SigmaDocument;
  readonly alerts: number;
}

/** Matches of a rule, or alerts of a correlation, before and after. */
export interface ChangeResult {
  readonly id: string;
  readonly kind: SigmaDocument['kind'];
  readonly title: string;
  readonly before: number;
  readonly after: number;
  readonly added: number;
  readonly removed: number;
  readonly samples: readonly {
    readonly change: 'added' | 'removed';
    readonly file: string;
    readonly line: number;
  }[];
}

export interface BacktestReport {
  readonly files: number;
  readonly events: number;
  readonly rules: readonly RuleResult[];
  readonly changes: readonly ChangeResult[] | null;
}

/** `rules backtest -o json`. */
export function toBacktestRecord({ files, events, rules, changes }: BacktestReport): object {
  return {
    files,
    events,
    rules: rules.map(({ rule, hits, alerts, days, units, fields }) => ({
      rule_id: rule.id,
      rule_title: rule.title,
      author: rule.author,
      kind: rule.kind,
      level: rule.level,
      layer: layerOfRule(rule),
      file: rule.at.file,
      hits,
      alerts,
      days,
      units,
      fields,
    })),
    changes,
  };
}

/** How many of the noisiest rules are shown with the values that would tune them. */
const TUNED_RULES = 5;
const SHOWN_VALUES = 5;
const SHOWN_UNITS = 3;

/** Lines, line ends included. */
export function* backtestText(report: BacktestReport, say: Say): Iterable<string> {
  const loud = report.rules.filter(({ hits, alerts }) => hits + alerts > 0);
  yield* ruleTable(loud, say);
  const silent = report.rules.length - loud.length;
  yield say(
    `${report.files} tệp, ${report.events} sự kiện; ${silent} luật không khớp gì\n`,
    `${report.files} files, ${report.events} events; ${silent} rules matched nothing\n`,
  );
  for (const kind of ['rule', 'correlation'])
    for (const result of loud.filter(({ rule }) => rule.kind === kind).slice(0, TUNED_RULES))
      yield* tuningLines(result, say);
  if (report.changes !== null) yield* changeLines(report.changes, say);
}

function ruleTable(results: readonly RuleResult[], say: Say): Iterable<string> {
  return textTable(
    [
      { title: say('KHỚP', 'HITS'), align: 'right' },
      { title: say('CẢNH BÁO', 'ALERTS'), align: 'right' },
      { title: say('SỐ NGÀY', 'DAYS'), align: 'right' },
      { title: say('NGÀY NHIỀU NHẤT', 'BUSIEST DAY') },
      { title: say('ĐƠN VỊ', 'UNITS'), maxWidth: 48 },
      { title: say('MỨC', 'LEVEL') },
      { title: say('LUẬT', 'RULE'), maxWidth: 60 },
    ],
    results.map(({ rule, hits, alerts, days, units }) => {
      const [busiest] = days.toSorted((a, b) => b.hits - a.hits);
      return [
        rule.kind === 'correlation' ? '' : String(hits),
        String(alerts),
        String(days.length),
        busiest === undefined ? '' : `${busiest.day} ${busiest.hits}`,
        unitText(units, say),
        rule.level,
        rule.title,
      ];
    }),
  );
}

function unitText(units: RuleResult['units'], say: Say): string {
  const shown = units
    .slice(0, SHOWN_UNITS)
    .map(({ unit, hits }) => `${unit ?? say('chưa rõ', 'unknown')} ${hits}`);
  const more = units.length - shown.length;
  return shown.join(', ') + (more > 0 ? ` +${more}` : '');
}

function* tuningLines(result: RuleResult, say: Say): Iterable<string> {
  const { rule, alerts, days, fields } = result;
  const hits = rule.kind === 'correlation' ? alerts : result.hits;
  if (hits === 0) return;
  yield '\n';
  yield toLine(`${rule.title} (${rule.id})`);
  const counted = days.map(({ day, hits: count }) => `${day} ${count}`).join(', ');
  yield toLine(`  ${say('theo ngày', 'by day')}: ${counted}`);
  for (const { field, values, others } of fields) {
    if (values.length === 0) continue;
    yield toLine(`  ${field}`);
    const shown = values.slice(0, SHOWN_VALUES);
    for (const { value, hits: count } of shown)
      yield toLine(`    ${percent(count, hits)}  ${count}  ${value}`);
    const rest = others + values.slice(SHOWN_VALUES).reduce((sum, each) => sum + each.hits, 0);
    if (rest > 0) yield toLine(`    ${percent(rest, hits)}  ${rest}  ${say('còn lại', 'others')}`);
  }
}

function* changeLines(changes: readonly ChangeResult[], say: Say): Iterable<string> {
  yield '\n';
  if (changes.length === 0) {
    yield say('hai bộ luật khớp như nhau\n', 'both sets of rules match the same\n');
    return;
  }
  yield* textTable(
    [
      { title: say('TRƯỚC', 'BEFORE'), align: 'right' },
      { title: say('SAU', 'AFTER'), align: 'right' },
      { title: say('THÊM', 'ADDED'), align: 'right' },
      { title: say('MẤT', 'REMOVED'), align: 'right' },
      { title: say('SỐ', 'OF') },
      { title: say('LUẬT', 'RULE'), maxWidth: 60 },
      { title: say('VÍ DỤ', 'FOR EXAMPLE'), maxWidth: 60 },
    ],
    changes.map(({ kind, before, after, added, removed, title, samples }) => [
      String(before),
      String(after),
      `+${added}`,
      `-${removed}`,
      kind === 'rule' ? say('khớp', 'matches') : say('cảnh báo', 'alerts'),
      title,
      samples
        .map(({ change, file, line }) => `${change === 'added' ? '+' : '-'}${file}:${line}`)
        .join(' '),
    ]),
  );
}

function percent(part: number, whole: number): string {
  return `${Math.round((part / whole) * 100)}%`.padStart(4);
}

function toLine(text: string): string {
  return `${toDisplayText(text)}\n`;
}
