// A message as an e-mail of plain text, in the language of the channel: what happened, who must act, what to do, what shows it.
import type { Alert, Evidence } from '../alert/alert.ts';
import { LAYER_LABELS, SEVERITY_LABELS } from '../layers/labels.ts';
import { STATE_LABELS, TARGET_LABELS } from '../lifecycle/labels.ts';
import { toCells, toDisplayText, truncate } from '../util/display-text.ts';
import { createSay, type Say } from '../util/language.ts';
import { formatLocal } from '../util/local-time.ts';
import type { Tally } from './digest.ts';
import { titleOf, unitName, type Entry, type Notice, type NoticeLook } from './notice.ts';
import { headline, NEWS_WORDS } from './words.ts';

export interface Mail {
  /** One line. */
  readonly subject: string;
  readonly text: string;
}

const MAX_EVIDENCE = 3;
const MAX_RAW_CELLS = 600;
const MAX_MACHINES = 10;
const MAX_VALUE_CELLS = 200;
const MAX_TALLIED = 10;
const WIDTH = 76;

interface Writer {
  readonly look: NoticeLook;
  readonly say: Say;
}

export function mailText(notice: Notice, look: NoticeLook): Mail {
  const writer = { look, say: createSay(look.language) };
  const [entry] = notice.entries;
  const isSingle = notice.tally === null && entry !== undefined;
  const body = isSingle ? alertLines(entry, writer) : digestLines(notice, writer);
  return {
    subject: `[soclite] ${headline(notice, look)}`,
    text: [...body, '', ...footer(notice, writer)].join('\n') + '\n',
  };
}

function alertLines({ item, known }: Entry, writer: Writer): readonly string[] {
  const { look, say } = writer;
  const { language } = look;
  const alert = known?.alert ?? null;
  const unit = look.inventory.units.find(({ id }) => id === item.unit);
  const head = [
    shown(titleOf(item, language)),
    '',
    pair(say('Mức độ', 'Severity'), SEVERITY_LABELS[alert?.severity ?? item.severity][language]),
    pair(say('Lý do gửi', 'Why now'), NEWS_WORDS[item.kind][language]),
    pair(say('Đơn vị', 'Unit'), unitName(item.unit, look)),
    pair(say('Liên hệ', 'Contact'), unit?.contact ?? ''),
  ];
  if (known === null || alert === null)
    return [
      ...head.filter((line) => line !== null),
      say('Cảnh báo này đã bị xóa khỏi hàng đợi.', 'The alert was deleted from the queue since.'),
    ];
  const { status, recurrenceOf } = known;
  const target = status.escalatedTo;
  const facts = [
    pair(say('Ai xử lý', 'Who must act'), LAYER_LABELS[alert.layer][language]),
    pair(say('Trạng thái', 'State'), STATE_LABELS[status.state][language]),
    pair(say('Chuyển đến', 'Handed to'), target === null ? '' : TARGET_LABELS[target][language]),
    pair(say('Số văn bản', 'Ticket'), status.ticket ?? ''),
    pair(say('Hệ thống', 'System'), alert.system ?? ''),
    pair(say('Máy', 'Machines'), some(alert.machines, writer)),
    pair(say('Nhóm theo', 'Grouped by'), groupText(alert)),
    pair(say('Số lần', 'Count'), String(alert.count)),
    pair(say('Lần đầu', 'First'), formatLocal(alert.firstMs, look.zoneOffsetMinutes)),
    pair(say('Gần nhất', 'Last'), formatLocal(alert.lastMs, look.zoneOffsetMinutes)),
    pair(say('Tái diễn của', 'Repeats'), recurrenceOf ?? ''),
    pair(say('Luật', 'Rule'), alert.ruleId),
  ];
  return [
    ...[...head, ...facts].filter((line) => line !== null),
    ...nextSteps(alert, writer),
    ...evidenceLines(alert, writer),
    '',
    `soclite alerts show ${item.alertId}`,
  ];
}

function groupText({ groupKey }: Alert): string {
  return groupKey.map(({ field, value }) => `${field} = ${value}`).join(', ');
}

function some(values: readonly string[], { say }: Writer): string {
  const more = values.length - MAX_MACHINES;
  const rest = more > 0 ? [say(`và ${more} máy nữa`, `and ${more} more`)] : [];
  return [...values.slice(0, MAX_MACHINES), ...rest].join(', ');
}

function nextSteps(alert: Alert, { look, say }: Writer): readonly string[] {
  const steps = look.language === 'vi' ? alert.nextStepsVi : alert.nextStepsEn;
  if (steps.length === 0) return [];
  const lines = steps.map((step, i) => `  ${i + 1}. ${shown(step)}`);
  return ['', say('Việc cần làm:', 'What to do:'), ...lines];
}

function evidenceLines(alert: Alert, { look, say }: Writer): readonly string[] {
  const listed = alert.evidence.slice(0, MAX_EVIDENCE);
  if (listed.length === 0) return [];
  const place = ({ file, line, timeMs }: Evidence): string =>
    `${formatLocal(timeMs, look.zoneOffsetMinutes)}  ${shown(file)} ${say('dòng', 'line')} ${line}`;
  return [
    '',
    say(
      'Bằng chứng (nguyên văn từ nhật ký, liên kết đã được vô hiệu):',
      'Evidence (as logged; links are made harmless):',
    ),
    ...listed.flatMap((evidence) => [`  ${place(evidence)}`, ...fence(evidence, say)]),
  ];
}

/** Log text behind a bar on every line: it cannot pass for what we say. */
function fence({ raw, omittedChars }: Evidence, say: Say): readonly string[] {
  const cells = toCells(harmless(raw), MAX_RAW_CELLS);
  const lines: string[] = [];
  for (let at = 0; at < cells.length; at += WIDTH)
    lines.push(`  | ${cells.slice(at, at + WIDTH).join('')}`);
  const isCut = omittedChars > 0 || raw.length > MAX_RAW_CELLS;
  return isCut ? [...lines, `  | … ${say('còn nữa', 'more')}`] : lines;
}

function digestLines({ kind, tally, entries }: Notice, writer: Writer): readonly string[] {
  const { look, say } = writer;
  if (kind === 'test' || tally === null)
    return [
      say(
        'Đây là thư thử kênh thông báo của soclite. Không cần làm gì.',
        'This is a test of a notification channel of soclite. There is nothing to do.',
      ),
    ];
  const time = (ms: number): string => formatLocal(ms, look.zoneOffsetMinutes);
  const rest = tally.total - entries.length;
  return [
    introduction(kind, tally.total, say),
    `${time(tally.fromMs)} - ${time(tally.untilMs)}`,
    ...tallyLines(tally, writer),
    '',
    say('Các cảnh báo, nặng nhất trước:', 'The alerts, most severe first:'),
    ...entries.map((entry) => entryLine(entry, look)),
    ...(rest > 0 ? [say(`  … và ${rest} cảnh báo nữa`, `  … and ${rest} more alerts`)] : []),
    '',
    `soclite alerts list`,
  ];
}

function introduction(kind: Notice['kind'], total: number, say: Say): string {
  if (kind === 'held')
    return say(
      `${total} cảnh báo nữa đã được giữ lại vì vượt ngưỡng gửi; không cảnh báo nào bị mất.`,
      `${total} more alerts were held back by the ceiling; none is lost.`,
    );
  if (kind === 'quiet')
    return say(`${total} cảnh báo trong giờ yên lặng.`, `${total} alerts in quiet hours.`);
  return say(`${total} cảnh báo.`, `${total} alerts.`);
}

function tallyLines(tally: Tally, { look, say }: Writer): readonly string[] {
  const byCount = <E extends readonly unknown[]>(entries: readonly E[]): readonly E[] =>
    entries.toSorted((a, b) => Number(b.at(-1)) - Number(a.at(-1))).slice(0, MAX_TALLIED);
  const part = (title: string, lines: readonly string[]): readonly string[] => [
    '',
    `${title}:`,
    ...lines.map((line) => `  ${line}`),
  ];
  return [
    ...part(
      say('Theo mức độ', 'By severity'),
      tally.bySeverity.map(([level, n]) => `${SEVERITY_LABELS[level][look.language]}: ${n}`),
    ),
    ...part(
      say('Theo đơn vị', 'By unit'),
      byCount(tally.byUnit).map(([unit, n]) => `${shown(unitName(unit, look))}: ${n}`),
    ),
    ...part(
      say('Theo luật', 'By rule'),
      byCount(tally.byRule).map(([, title, n]) => `${shown(title)}: ${n}`),
    ),
  ];
}

function entryLine({ item, known }: Entry, look: NoticeLook): string {
  const severity = SEVERITY_LABELS[known?.alert.severity ?? item.severity][look.language];
  const reason = NEWS_WORDS[item.kind][look.language];
  const what = `${shown(titleOf(item, look.language))} - ${shown(unitName(item.unit, look))}`;
  return `  [${severity}] ${what} (${reason}) ${item.alertId}`;
}

function footer({ id }: Notice, { look, say }: Writer): readonly string[] {
  return [
    '--',
    `soclite ${look.program} ${say('trên', 'on')} ${toDisplayText(look.host)}`,
    `${say('Mã thông báo', 'Notification')}: ${toDisplayText(id)}`,
  ];
}

function pair(name: string, value: string): string | null {
  return value === '' ? null : `${name}: ${shown(value)}`;
}

function shown(text: string): string {
  return truncate(harmless(text), MAX_VALUE_CELLS);
}

/** Mail programs turn addresses into links by themselves: those of an attacker must not be one click away. */
function harmless(text: string): string {
  return toDisplayText(text)
    .replace(/:\/\//g, '[:]//')
    .replace(/\bwww\./gi, 'www[.]');
}
