// One alert as a person reads it in a shell: everything that it knows about itself (product.md, guarantee 6).
import type { Alert, Evidence } from '../alert/alert.ts';
import { ackClock } from '../lifecycle/ack-clock.ts';
import type { AlertStatus, Step, Suppression } from '../lifecycle/act.ts';
import { STATE_LABELS, TARGET_LABELS, VERDICT_LABELS } from '../lifecycle/labels.ts';
import { actText } from '../lifecycle/step-text.ts';
import { LAYER_LABELS, SEVERITY_LABELS, TIER_LABELS } from '../layers/labels.ts';
import { displayWidth } from '../util/display-text.ts';
import { createSay, type Say } from '../util/language.ts';
import { formatLocal } from '../util/local-time.ts';
import type { QueueAlert } from './queue-record.ts';
import { formatAge, suppressionText, titleOf, type QueueView } from './queue-table.ts';
import { PROVINCE, unitNames } from './unit-names.ts';
import { wrapText } from './wrap-text.ts';

export interface AlertStory {
  readonly stored: QueueAlert;
  /** Oldest first. */
  readonly steps: readonly Step[];
  readonly suppression: Suppression | null;
  readonly seenBefore: {
    readonly inUnit: readonly QueueAlert[];
    readonly inUnitCount: number;
    readonly elsewhere: readonly QueueAlert[];
    readonly elsewhereCount: number;
  };
}

/** Of a raw record, in UTF-16 code units; `-o json` has all that is kept. */
const MAX_RAW_CHARS = 2000;
const MAX_REASONS = 40;
const LABEL_CELLS = 14;

/** Lines of `alerts show`, line ends included; every text passes the sanitiser. */
export function* alertText(story: AlertStory, view: QueueView): Iterable<string> {
  const say = createSay(view.language);
  const { stored, steps, seenBefore } = story;
  const { alert } = stored;
  const severity = SEVERITY_LABELS[alert.severity][view.language].toLocaleUpperCase('vi');
  yield* block(`${severity} · ${titleOf(stored, view.language)}`, 0, view);
  for (const [name, value] of facts(story, view, say)) yield* pair(name, value, view);
  yield* section(say('VÌ SAO', 'WHY'), whyLines(alert, say), view);
  yield '\n';
  yield `${say('BẢN GHI GỐC', 'RAW RECORDS')} (${alert.evidence.length}/${alert.count})\n`;
  for (const evidence of alert.evidence) yield* evidenceLines(evidence, view, say);
  const nextSteps = view.language === 'vi' ? alert.nextStepsVi : alert.nextStepsEn;
  const numbered = nextSteps.map((step, i) => `${i + 1}. ${step}`);
  const none = say('luật này không ghi việc cần làm', 'this rule gives no next steps');
  yield* section(say('VIỆC CẦN LÀM', 'NEXT STEPS'), numbered.length > 0 ? numbered : [none], view);
  const history = steps.map((step) => historyLine(step, view));
  const untouched = say('chưa ai xử lý', 'nobody has touched it');
  yield* section(say('LỊCH SỬ', 'HISTORY'), history.length > 0 ? history : [untouched], view);
  yield* section(say('TRƯỚC ĐÂY', 'SEEN BEFORE'), seenLines(seenBefore, view, say), view);
}

function facts(
  { stored, suppression }: AlertStory,
  view: QueueView,
  say: Say,
): readonly (readonly [string, string])[] {
  const { alert, status, recurrenceOf } = stored;
  const { language, inventory } = view;
  const unit = inventory.units.find(({ id }) => id === alert.unit);
  return [
    [say('mã', 'id'), alert.id],
    [say('tình trạng', 'state'), stateLine(status, view)],
    [say('hạn nhận', 'take by'), clockLine(stored, view, say)],
    [say('tái diễn của', 'repeats'), recurrenceOf ?? ''],
    [say('đang giữ bởi', 'held by'), suppression === null ? '' : heldLine(suppression, language)],
    [say('đơn vị', 'unit'), unitLine(alert, view)],
    [say('liên hệ', 'contact'), unit?.contact ?? ''],
    [say('hệ thống', 'system'), alert.system ?? ''],
    [
      say('lớp', 'layer'),
      `${LAYER_LABELS[alert.layer][language]} · ${TIER_LABELS[alert.tier][language]}`,
    ],
    [say('thời gian', 'time'), timesLine(alert, view)],
    [say('số lần', 'count'), String(alert.count)],
    [say('máy', 'machines'), alert.machines.join(', ')],
    [
      say('gom theo', 'grouped by'),
      alert.groupKey.map(({ field, value }) => `${field} = ${value}`).join(' · '),
    ],
    [say('luật', 'rule'), alert.ruleId],
    [say('tác giả', 'author'), alert.author ?? ''],
    [say('nhãn', 'tags'), alert.tags.join(', ')],
  ];
}

function stateLine(status: AlertStatus, { language, zoneOffsetMinutes }: QueueView): string {
  const say = createSay(language);
  const parts = [
    STATE_LABELS[status.state][language],
    status.owner === null ? '' : `${say('của', 'by')} ${status.owner}`,
    status.escalatedTo === null ? '' : `→ ${TARGET_LABELS[status.escalatedTo][language]}`,
    status.ticket === null ? '' : `${say('vé', 'ticket')} ${status.ticket}`,
    status.verdict === null ? '' : `· ${VERDICT_LABELS[status.verdict][language]}`,
    status.reason === null ? '' : `(${status.reason})`,
    status.sinceMs === null
      ? ''
      : `· ${say('từ', 'since')} ${formatLocal(status.sinceMs, zoneOffsetMinutes)}`,
  ];
  return parts.filter((part) => part !== '').join(' ');
}

function clockLine({ alert, status }: QueueAlert, view: QueueView, say: Say): string {
  const clock = ackClock(alert, status, { nowMs: view.nowMs, limits: view.acknowledge });
  if (clock === null) return '';
  const age = (ms: number): string => formatAge(ms, view.language);
  const late = clock.elapsedMs - clock.limitMs;
  const over = late > 0 ? ` · ${say('QUÁ HẠN', 'OVERDUE')} ${age(late)} !` : '';
  return `${age(clock.elapsedMs)} / ${age(clock.limitMs)}${over}`;
}

function heldLine(suppression: Suppression, language: QueueView['language']): string {
  const { id, owner, reason } = suppression;
  return `${id} (${suppressionText(suppression, language)}; ${owner}: ${reason})`;
}

function unitLine(alert: Alert, { inventory, language }: QueueView): string {
  const names = unitNames(inventory, language);
  if (!alert.isProvince) return names(alert.unit ?? '');
  return `${names(PROVINCE)}: ${alert.units.map(names).join(', ')}`;
}

function timesLine({ firstMs, lastMs }: Alert, { zoneOffsetMinutes }: QueueView): string {
  const first = formatLocal(firstMs, zoneOffsetMinutes);
  return firstMs === lastMs ? first : `${first} → ${formatLocal(lastMs, zoneOffsetMinutes)}`;
}

function whyLines(alert: Alert, say: Say): readonly string[] {
  const { correlation } = alert;
  const reasons = new Set(
    alert.evidence.flatMap(({ fields }) =>
      fields.map(
        ({ selection, field, value, item }) =>
          `${selection}: ${field ?? say('từ khóa', 'keyword')} = ${value}   [${item}]`,
      ),
    ),
  );
  const shown = [...reasons].slice(0, MAX_REASONS);
  const more = reasons.size - shown.length;
  const rest = more > 0 ? [say(`còn ${more} điều nữa (-o json)`, `${more} more (-o json)`)] : [];
  if (correlation === null) return [...shown, ...rest];
  const { type, field, groupBy, timespanMs, conditions, greatestCount } = correlation;
  const limits = conditions.map(({ operator, value }) => `${operator} ${value}`).join(', ');
  const by =
    groupBy.length === 0 ? '' : say(`, cùng ${groupBy.join(', ')}`, `, same ${groupBy.join(', ')}`);
  const counted =
    conditions.length === 0 ? '' : say(`; đếm được ${greatestCount}`, `; counted ${greatestCount}`);
  const seconds = timespanMs / 1000;
  const what = [type, field ?? '', limits].filter((part) => part !== '').join(' ');
  return [
    `${what} ${say(`trong ${seconds} giây`, `within ${seconds} s`)}${by}${counted}`,
    ...shown,
    ...rest,
  ];
}

function* evidenceLines(evidence: Evidence, view: QueueView, say: Say): Iterable<string> {
  const { file, line, timeMs, raw } = evidence;
  const place = `${formatLocal(timeMs, view.zoneOffsetMinutes)}  ${file} ${say('dòng', 'line')} ${line}`;
  yield* block(place, 2, view);
  yield* block(raw.slice(0, MAX_RAW_CHARS), 4, view);
  const left = Math.max(raw.length - MAX_RAW_CHARS, 0) + evidence.omittedChars;
  if (left > 0) yield* block(say(`… còn ${left} ký tự`, `… ${left} more characters`), 4, view);
}

function historyLine(step: Step, { language, zoneOffsetMinutes }: QueueView): string {
  const time = formatLocal(step.timeMs, zoneOffsetMinutes);
  return `#${step.sequence} ${time} ${step.actor}: ${actText(step, language)}`;
}

function seenLines(
  { inUnit, inUnitCount, elsewhere, elsewhereCount }: AlertStory['seenBefore'],
  view: QueueView,
  say: Say,
): readonly string[] {
  if (inUnitCount + elsewhereCount === 0) {
    return [say('chưa từng thấy luật này khớp', 'this rule has never matched before')];
  }
  const line = (stored: QueueAlert): string => {
    const { alert, status } = stored;
    const verdict =
      status.verdict === null ? '' : `: ${VERDICT_LABELS[status.verdict][view.language]}`;
    const state = `${STATE_LABELS[status.state][view.language]}${verdict}`;
    const time = formatLocal(alert.firstMs, view.zoneOffsetMinutes);
    return `  ${alert.id} ${time} ${unitLine(alert, view)} (${state})`;
  };
  return [
    say(`ở đơn vị này: ${inUnitCount}`, `in this unit: ${inUnitCount}`),
    ...inUnit.map(line),
    say(`ở nơi khác: ${elsewhereCount}`, `elsewhere: ${elsewhereCount}`),
    ...elsewhere.map(line),
  ];
}

function* section(title: string, lines: readonly string[], view: QueueView): Iterable<string> {
  if (lines.length === 0) return;
  yield `\n${title}\n`;
  for (const line of lines) yield* block(line, 2, view);
}

function* pair(name: string, value: string, view: QueueView): Iterable<string> {
  if (value === '') return;
  const label = `  ${name}`;
  const blanks = ' '.repeat(Math.max(LABEL_CELLS + 2 - displayWidth(label), 1));
  const [first = '', ...rest] = wrapText(value, bodyCells(view, LABEL_CELLS + 2));
  yield `${label}${blanks}${first}\n`;
  for (const line of rest) yield `${' '.repeat(LABEL_CELLS + 2)}${line}\n`;
}

function* block(text: string, indent: number, view: QueueView): Iterable<string> {
  const blanks = ' '.repeat(indent);
  for (const line of wrapText(text, bodyCells(view, indent))) yield `${blanks}${line}\n`;
}

function bodyCells({ columns }: QueueView, indent: number): number {
  return Math.max(columns - indent, 20);
}
