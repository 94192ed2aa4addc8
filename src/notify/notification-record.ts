// The JSON that webhooks and commands are given (docs/schemas/notification.schema.json): snake_case keys, ISO 8601 in UTC.
import type { Alert, Evidence } from '../alert/alert.ts';
import { toDisplayText } from '../util/display-text.ts';
import { formatUtc } from '../util/utc-time.ts';
import { unitName, type Entry, type Notice, type NoticeLook } from './notice.ts';
import type { Tally } from './digest.ts';
import { headline } from './words.ts';

const MAX_EVIDENCE = 3;
const MAX_RAW_CHARS = 2000;
const MAX_MACHINES = 100;
/** A digest says little of each alert: fifty with their evidence would be more than receivers take. */
const MAX_WITH_EVIDENCE = 1;

/** `text` is the headline, which chat programs show as it is. */
export function toNotificationRecord(notice: Notice, look: NoticeLook): object {
  const { id, kind, nowMs, entries, tally } = notice;
  const isShort = entries.length > MAX_WITH_EVIDENCE;
  return {
    version: 1,
    id,
    kind,
    text: headline(notice, look),
    time: formatUtc(nowMs),
    host: look.host,
    program: look.program,
    total: tally?.total ?? entries.length,
    listed: entries.length,
    tally: tally === null ? null : toTallyRecord(tally, look),
    alerts: entries.map((entry) => toEntryRecord(entry, look, isShort)),
  };
}

function toTallyRecord(tally: Tally, look: NoticeLook): object {
  return {
    from: formatUtc(tally.fromMs),
    until: formatUtc(tally.untilMs),
    severities: tally.bySeverity.map(([severity, count]) => ({ severity, count })),
    units: tally.byUnit.map(([unit, count]) => ({ unit, name: unitName(unit, look), count })),
    rules: tally.byRule.map(([rule, title, count]) => ({
      rule_id: rule,
      title: safe(title),
      count,
    })),
  };
}

function toEntryRecord({ item, known }: Entry, look: NoticeLook, isShort: boolean): object {
  const unit = look.inventory.units.find(({ id }) => id === item.unit);
  return {
    id: item.id,
    reason: item.kind,
    found: formatUtc(item.timeMs),
    alert_id: item.alertId,
    rule_id: item.ruleId,
    title: safe(item.title),
    title_vi: item.titleVi === null ? null : safe(item.titleVi),
    severity: known?.alert.severity ?? item.severity,
    unit: item.unit,
    unit_name: unitName(item.unit, look),
    unit_contact: unit?.contact ?? null,
    alert: known === null ? null : toAlertPart(known.alert, isShort),
    state: known?.status.state ?? null,
    escalated_to: known?.status.escalatedTo ?? null,
    ticket: known?.status.ticket ?? null,
    recurrence_of: known?.recurrenceOf ?? null,
  };
}

function toAlertPart(alert: Alert, isShort: boolean): object {
  return {
    units: alert.units,
    system: alert.system,
    layer: alert.layer,
    tier: alert.tier,
    tags: alert.tags,
    count: alert.count,
    first: formatUtc(alert.firstMs),
    last: formatUtc(alert.lastMs),
    group: alert.groupKey.map(({ field, value }) => ({ field, value: safe(value) })),
    machines: alert.machines.slice(0, MAX_MACHINES).map(safe),
    evidence: isShort ? [] : alert.evidence.slice(0, MAX_EVIDENCE).map(toEvidencePart),
    next_steps_vi: isShort ? [] : alert.nextStepsVi,
    next_steps_en: isShort ? [] : alert.nextStepsEn,
  };
}

function toEvidencePart({ file, line, timeMs, raw, omittedChars }: Evidence): object {
  return {
    file: safe(file),
    line,
    time: formatUtc(timeMs),
    raw: safe(raw.slice(0, MAX_RAW_CHARS)),
    raw_omitted: Math.max(raw.length - MAX_RAW_CHARS, 0) + omittedChars,
  };
}

/** Receivers show it to people, in programs that we do not know: control and direction characters are written out. */
function safe(text: string): string {
  return toDisplayText(text);
}
