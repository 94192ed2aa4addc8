// The queue and what stands around it as tables for a terminal.
import { ackClock, type AckLimits } from '../lifecycle/ack-clock.ts';
import type { Suppression, SuppressionScope } from '../lifecycle/act.ts';
import { STATE_LABELS, SUPPRESSION_LABELS } from '../lifecycle/labels.ts';
import type { Inventory } from '../layers/inventory.ts';
import { displayWidth, toDisplayText, truncate } from '../util/display-text.ts';
import { createSay, type Language } from '../util/language.ts';
import { formatLocal } from '../util/local-time.ts';
import { suppressionState, type QueueAlert, type SuppressionState } from './queue-record.ts';
import { textTable } from './text-table.ts';

/** How tables and texts of the queue are shown. */
export interface QueueView {
  readonly inventory: Inventory;
  readonly language: Language;
  readonly zoneOffsetMinutes: number;
  readonly nowMs: number;
  /** Cells of a line. */
  readonly columns: number;
  readonly acknowledge: AckLimits;
}

/** Of an id, enough to name one of a million alerts. */
const ID_CHARS = 8;
const MIN_TITLE_CELLS = 16;
const GAP = 2;

/** One alert a line; the title takes what the others leave. */
export function queueTable(alerts: readonly QueueAlert[], view: QueueView): Iterable<string> {
  const say = createSay(view.language);
  const names = shortUnitNames(view);
  const rows = alerts.map((each) => [
    each.alert.id.slice(0, ID_CHARS),
    SEVERITY_WORDS[each.alert.severity][view.language],
    ageText(each, view),
    truncate(unitText(each, names, view), 14),
    titleOf(each, view.language),
    String(each.alert.count),
    truncate(stateText(each, view.language), 18),
  ]);
  const titles = [
    say('MÃ', 'ID'),
    say('MỨC', 'LEVEL'),
    say('TUỔI', 'AGE'),
    say('ĐƠN VỊ', 'UNIT'),
    say('CẢNH BÁO', 'ALERT'),
    say('SL', 'N'),
    say('TT', 'STATE'),
  ];
  const widths = titles.map((title, i) =>
    Math.max(
      displayWidth(title),
      ...rows.map((row) => (i === TITLE ? 0 : displayWidth(toDisplayText(row[i] ?? '')))),
    ),
  );
  const taken = widths.reduce((sum, width, i) => sum + GAP + (i === TITLE ? 0 : width), -GAP);
  const maxWidth = Math.max(view.columns - taken, MIN_TITLE_CELLS);
  return textTable(
    titles.map((title, i) => ({
      title,
      ...(i === TITLE ? { maxWidth } : {}),
      ...(i === COUNT ? { align: 'right' as const } : {}),
    })),
    rows,
  );
}

const TITLE = 4;
const COUNT = 5;

const SEVERITY_WORDS = {
  critical: { vi: 'N.TRỌNG', en: 'CRIT' },
  high: { vi: 'CAO', en: 'HIGH' },
  medium: { vi: 'VỪA', en: 'MED' },
  low: { vi: 'THẤP', en: 'LOW' },
  informational: { vi: 'TIN', en: 'INFO' },
} as const satisfies Record<QueueAlert['alert']['severity'], Readonly<Record<Language, string>>>;

export function titleOf({ alert }: QueueAlert, language: Language): string {
  return language === 'vi' ? (alert.titleVi ?? alert.title) : alert.title;
}

/** `18p`, and `!` behind it when nobody took it in time. */
function ageText(
  { alert, status }: QueueAlert,
  { nowMs, language, acknowledge }: QueueView,
): string {
  const clock = ackClock(alert, status, { nowMs, limits: acknowledge });
  const age = formatAge(
    nowMs - (clock === null ? alert.firstMs : nowMs - clock.elapsedMs),
    language,
  );
  return clock?.stage === 'overdue' ? `${age}!` : age;
}

/** In at most 4 cells: `45s`, `18p`, `3g`, `12n`. */
export function formatAge(ageMs: number, language: Language): string {
  const say = createSay(language);
  const minutes = Math.floor(Math.max(ageMs, 0) / 60_000);
  if (minutes < 1) return `${Math.floor(Math.max(ageMs, 0) / 1000)}s`;
  if (minutes < 100) return `${minutes}${say('p', 'm')}`;
  if (minutes < 2 * 1440) return `${Math.floor(minutes / 60)}${say('g', 'h')}`;
  return `${Math.min(Math.floor(minutes / 1440), 999)}${say('n', 'd')}`;
}

/** `mới`, `đã nhận n.v.an`, and what holds it back. */
function stateText({ status, suppressedBy, recurrenceOf }: QueueAlert, language: Language): string {
  if (suppressedBy !== null) return suppressedBy;
  const owner = status.owner === null ? '' : ` ${status.owner}`;
  const again = status.state === 'new' && recurrenceOf !== null;
  const recurring = again ? `, ${createSay(language)('tái diễn', 'again')}` : '';
  return `${STATE_LABELS[status.state][language]}${owner}${recurring}`;
}

function unitText(
  { alert }: QueueAlert,
  names: ReadonlyMap<string, string>,
  { language }: QueueView,
): string {
  const say = createSay(language);
  if (alert.isProvince) return say('Toàn tỉnh', 'Province');
  return alert.unit === null ? say('chưa rõ', 'unknown') : (names.get(alert.unit) ?? alert.unit);
}

function shortUnitNames({ inventory }: QueueView): ReadonlyMap<string, string> {
  return new Map(inventory.units.map(({ id, shortName }) => [id, shortName]));
}

type CountedSuppression = Suppression & {
  readonly isLifted: boolean;
  readonly alerts: number;
  readonly findings: number;
};

export function suppressionTable(
  suppressions: readonly CountedSuppression[],
  { language, zoneOffsetMinutes, nowMs }: QueueView,
): Iterable<string> {
  const say = createSay(language);
  return textTable(
    [
      { title: say('MÃ', 'ID') },
      { title: say('TÌNH TRẠNG', 'STATE') },
      { title: say('ĐẾN', 'UNTIL') },
      { title: say('PHẠM VI', 'SCOPE'), maxWidth: 60 },
      { title: say('ĐÃ GIỮ', 'HELD'), align: 'right' },
      { title: say('CHỊU TRÁCH NHIỆM', 'OWNER'), maxWidth: 20 },
      { title: say('LÝ DO', 'REASON'), maxWidth: 40 },
    ],
    suppressions.map((each) => [
      each.id,
      SUPPRESSION_STATES[suppressionState(each, nowMs)][language],
      formatLocal(each.untilMs, zoneOffsetMinutes),
      scopeText(each.scope, language),
      String(each.alerts),
      each.owner,
      each.reason,
    ]),
  );
}

/** `miễn trừ: luật rule-1, đơn vị so-y-te`. */
export function suppressionText(
  { kind, scope }: Pick<Suppression, 'kind' | 'scope'>,
  language: Language,
): string {
  return `${SUPPRESSION_LABELS[kind][language]}: ${scopeText(scope, language)}`;
}

function scopeText(scope: SuppressionScope, language: Language): string {
  const say = createSay(language);
  const { ruleId, unit, layer, maximumLevel, machine, groupKey = [] } = scope;
  const parts = [
    ruleId === undefined ? null : `${say('luật', 'rule')} ${ruleId}`,
    unit === undefined ? null : `${say('đơn vị', 'unit')} ${unit ?? say('chưa rõ', 'unknown')}`,
    layer === undefined ? null : `${say('lớp', 'layer')} ${layer}`,
    maximumLevel === undefined ? null : `${say('mức đến', 'level up to')} ${maximumLevel}`,
    machine === undefined ? null : `${say('máy', 'machine')} ${machine}`,
    ...groupKey.map(({ field, value }) => `${field}=${value}`),
  ];
  return parts.filter((part) => part !== null).join(', ');
}

const SUPPRESSION_STATES = {
  planned: { vi: 'sắp tới', en: 'planned' },
  active: { vi: 'đang giữ', en: 'active' },
  over: { vi: 'hết hạn', en: 'over' },
  lifted: { vi: 'đã bỏ', en: 'lifted' },
} as const satisfies Record<SuppressionState, Readonly<Record<Language, string>>>;
