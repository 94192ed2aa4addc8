import { explainMatch } from '../../detect/explain.ts';
import type { Event } from '../../event/event.ts';
import type { SigmaRule } from '../../sigma/rule.ts';
import type { Evidence } from '../alert.ts';
import { cutText } from './bounded-text.ts';

/**
 * Longest raw record that an alert keeps, in UTF-16 code units. The first one of an alert: as long as a Windows event
 * can be (64 KiB), so that none is cut; the others show that the same went on. `file` and `line` lead to the rest.
 */
export const MAX_FIRST_RAW_CHARS = 65_536;
export const MAX_RAW_CHARS = 8192;
/** When the alerts in memory hold too much already. */
export const MIN_RAW_CHARS = 512;

/** The record behind a match, and why the rule matched it. */
export function toEvidence(rule: SigmaRule, event: Event, maxChars: number): Evidence {
  const { raw, origin, timeMs } = event;
  const kept = raw.length <= maxChars ? raw : `${cutText(raw, maxChars - 1)}…`;
  return {
    file: origin.file,
    line: origin.line,
    timeMs,
    ruleId: rule.id,
    raw: kept,
    omittedChars: raw.length <= maxChars ? 0 : raw.length - (kept.length - 1),
    fields: explainMatch(rule, event),
  };
}
