import { explainMatch } from '../../detect/explain.ts';
import type { Event } from '../../event/event.ts';
import type { SigmaRule } from '../../sigma/rule.ts';
import { decodeUtf8, encodeUtf8 } from '../../util/utf8.ts';
import type { Evidence } from '../alert.ts';

/** Longest raw record that an alert keeps, in UTF-16 code units; the whole record stays in its log file. */
export const MAX_RAW_CHARS = 8192;

/** The record behind a match, and why the rule matched it. */
export function toEvidence(rule: SigmaRule, event: Event): Evidence {
  return {
    file: event.origin.file,
    line: event.origin.line,
    timeMs: event.timeMs,
    ruleId: rule.id,
    raw: boundRaw(event.raw),
    fields: explainMatch(rule, event),
  };
}

function boundRaw(raw: string): string {
  if (raw.length <= MAX_RAW_CHARS) return raw;
  // a slice would keep the whole record alive: copied through bytes, which also drops half a character at the cut
  const cut = raw.slice(0, MAX_RAW_CHARS - 1).replace(/[\ud800-\udbff]$/, '');
  return `${decodeUtf8(encodeUtf8(cut))}…`;
}
