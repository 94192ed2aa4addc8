// ArcSight Common Event Format, version 0 ("Implementing ArcSight Common Event Format", header and extension dictionary).
import { LAYER_LABELS } from '../layers/labels.ts';
import type { Alert } from '../alert/alert.ts';
import { toDisplayText } from '../util/display-text.ts';
import { unitName, type Entry, type Notice, type NoticeLook } from './notice.ts';
import { headline } from './words.ts';

/** 0 to 3 low, 4 to 6 medium, 7 and 8 high, 9 and 10 very high. */
const SEVERITY = {
  informational: 1,
  low: 3,
  medium: 5,
  high: 8,
  critical: 10,
} as const satisfies Record<Alert['severity'], number>;

/** Key, value, and the most characters that the dictionary allows. */
type Pair = readonly [key: string, value: string, max: number];

/** Limits of the dictionary. */
const MAX_STRING = 1023;
const MAX_CUSTOM = 4000;
const MAX_NAME = 512;

/** One event for each alert that is listed, and one for the digest that tells how many there were. */
export function cefEvents(notice: Notice, look: NoticeLook): readonly string[] {
  const alerts = notice.entries.map((entry) => alertEvent(entry, notice, look));
  return notice.tally === null && notice.kind !== 'test'
    ? alerts
    : [...alerts, summaryEvent(notice, look)];
}

function alertEvent({ item, known }: Entry, notice: Notice, look: NoticeLook): string {
  const alert = known?.alert ?? null;
  const head = header(look, item.ruleId, item.title, SEVERITY[alert?.severity ?? item.severity]);
  return (
    head +
    extension([
      ['rt', String(notice.nowMs), 20],
      ['externalId', item.alertId, 40],
      ['reason', item.kind, MAX_STRING],
      ['dvchost', look.host, 100],
      ...custom(1, 'unit', item.unit ?? 'unknown'),
      ...custom(2, 'unitName', unitName(item.unit, look)),
      ...custom(6, 'notificationId', item.id),
      ...(alert === null ? [] : alertPairs(alert, look)),
    ])
  );
}

function alertPairs(alert: Alert, { language }: NoticeLook): readonly Pair[] {
  const { layer, tier, firstMs, lastMs, count, machines, evidence, groupKey } = alert;
  return [
    ['cat', `layer-${layer}/${tier}`, MAX_STRING],
    ['start', String(firstMs), 20],
    ['end', String(lastMs), 20],
    ['cnt', String(count), 12],
    ['dhost', machines[0] ?? '', MAX_STRING],
    ['msg', evidence[0]?.raw ?? '', MAX_STRING],
    ...custom(3, 'layer', LAYER_LABELS[layer][language]),
    ...custom(4, 'group', groupKey.map(({ field, value }) => `${field}=${value}`).join(', ')),
    ...custom(5, 'machines', machines.slice(0, 20).join(', ')),
  ];
}

function summaryEvent(notice: Notice, look: NoticeLook): string {
  const { kind, tally, id, nowMs, entries } = notice;
  const worst = entries[0]?.item.severity ?? 'informational';
  return (
    header(look, `soclite-${kind}`, headline(notice, look), SEVERITY[worst]) +
    extension([
      ['rt', String(nowMs), 20],
      ['start', tally === null ? '' : String(tally.fromMs), 20],
      ['end', tally === null ? '' : String(tally.untilMs), 20],
      ['cnt', tally === null ? '' : String(tally.total), 12],
      ['dvchost', look.host, 100],
      ...custom(6, 'notificationId', id),
    ])
  );
}

function custom(number: number, label: string, value: string): readonly Pair[] {
  if (value === '') return [];
  return [
    [`cs${number}Label`, label, MAX_STRING],
    [`cs${number}`, value, MAX_CUSTOM],
  ];
}

function header(look: NoticeLook, signature: string, name: string, severity: number): string {
  const parts = [
    'soclite',
    'soclite',
    look.program,
    cut(signature, MAX_STRING),
    cut(name, MAX_NAME),
  ];
  return `CEF:0|${parts.map(escapeHeader).join('|')}|${severity}|`;
}

function extension(pairs: readonly Pair[]): string {
  return pairs
    .filter(([, value]) => value !== '')
    .map(([key, value, max]) => `${key}=${escapeExtension(cut(value, max))}`)
    .join(' ');
}

/** Shown as a terminal would be given it, so that nothing of a log acts in what reads the event; then cut. */
function cut(text: string, max: number): string {
  const shown = toDisplayText(text.slice(0, max * 2));
  return shown.length <= max ? shown : shown.slice(0, max).replace(/[\ud800-\udbff]$/u, '');
}

/** In the header pipes and backslashes are escaped; a line break cannot stand there at all. */
export function escapeHeader(text: string): string {
  return text.replace(/[\\|]/g, '\\$&').replace(/[\r\n]+/g, ' ');
}

/** In the extension equals signs and backslashes are escaped, line breaks written as `\n` and `\r`; pipes stand as they are. */
export function escapeExtension(text: string): string {
  return text.replace(/[\\=]/g, '\\$&').replace(/\n/g, '\\n').replace(/\r/g, '\\r');
}
