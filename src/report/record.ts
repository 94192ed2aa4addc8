// The stable machine-readable shapes (docs/output.md): snake_case keys, ISO 8601 times in UTC.
import type { Alert, AlertCorrelation, Evidence } from '../alert/alert.ts';
import type { Event } from '../event/event.ts';
import type { SigmaRule } from '../sigma/rule.ts';
import { formatUtc } from '../util/utc-time.ts';

/** One line of `scan -o ndjson` and `watch --headless`. */
export function toAlertRecord(alert: Alert): object {
  return {
    id: alert.id,
    rule_id: alert.ruleId,
    rule_title: alert.title,
    rule_title_vi: alert.titleVi,
    author: alert.author,
    tags: alert.tags,
    unit: alert.unit,
    units: alert.units,
    scope: alert.isProvince ? 'province' : 'unit',
    system: alert.system,
    layer: alert.layer,
    tier: alert.tier,
    severity: alert.severity,
    count: alert.count,
    first: formatUtc(alert.firstMs),
    last: formatUtc(alert.lastMs),
    window_start: formatUtc(alert.windowStartMs),
    group: alert.groupKey,
    correlation: alert.correlation === null ? null : toCorrelationRecord(alert.correlation),
    machines: alert.machines,
    evidence: alert.evidence.map(toEvidenceRecord),
    next_steps_vi: alert.nextStepsVi,
    next_steps_en: alert.nextStepsEn,
  };
}

function toCorrelationRecord(correlation: AlertCorrelation): object {
  return {
    type: correlation.type,
    field: correlation.field,
    group_by: correlation.groupBy,
    timespan_seconds: correlation.timespanMs / 1000,
    conditions: correlation.conditions,
    greatest_count: correlation.greatestCount,
  };
}

function toEvidenceRecord(evidence: Evidence): object {
  return {
    file: evidence.file,
    line: evidence.line,
    time: formatUtc(evidence.timeMs),
    rule_id: evidence.ruleId,
    fields: evidence.fields,
    raw: evidence.raw,
    raw_omitted: evidence.omittedChars,
  };
}

/** One line of `scan --matches -o ndjson`: rule × event, before grouping. */
export function toMatchRecord(rule: SigmaRule, event: Event): object {
  return {
    rule_id: rule.id,
    rule_title: rule.title,
    author: rule.author,
    level: rule.level,
    file: event.origin.file,
    line: event.origin.line,
    time: formatUtc(event.timeMs),
    unit: event.unit,
    system: event.system,
  };
}

/** One line of `parse -o ndjson`; `raw` only when asked for. */
export function toEventRecord(event: Event, withRaw: boolean): object {
  return {
    file: event.origin.file,
    line: event.origin.line,
    format: event.format,
    time: formatUtc(event.timeMs),
    time_origin: event.timeOrigin,
    host: event.host,
    unit: event.unit,
    system: event.system,
    logsource: event.logSources,
    fields: fieldsRecord(event.fields),
    ...(withRaw ? { raw: event.raw } : {}),
  };
}

/** `fromEntries` defines own properties: a field named `__proto__` stays a plain key. */
function fieldsRecord(fields: Event['fields']): object {
  return Object.fromEntries(fields);
}
