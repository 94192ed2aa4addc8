import type { FieldValue } from '../../event/event.ts';

type FieldMap = Map<string, FieldValue>;
type Handling = readonly [status: string, result: string | null];

/**
 * Defender's threat events as threat status and handling result (Microsoft, "Microsoft Defender Antivirus event IDs
 * and error codes"). Only detections have the category antivirus; the others tell how the threat was handled.
 */
const EVENTS: ReadonlyMap<number, Handling> = new Map<number, Handling>([
  [1006, ['infected', 'none']],
  [1007, ['infected', null]],
  [1008, ['infected', 'failed']],
  [1015, ['suspicious', 'none']],
  [1116, ['infected', 'none']],
  [1117, ['infected', null]],
  [1118, ['infected', 'failed']],
  [1119, ['infected', 'failed']],
]);

/** Action ids of 1007 and 1117. */
const ACTIONS: ReadonlyMap<string, string> = new Map([
  ['1', 'cleaned'],
  ['2', 'quarantined'],
  ['3', 'deleted'],
  ['6', 'ignored'],
  ['9', 'none'],
  ['10', 'blocked'],
]);

/** Adds `Signature`, `Filename`, and for threat events `ThreatStatus` and `HandlingResult`. */
export function addDefenderFields(fields: FieldMap, eventId: number): void {
  alias(fields, 'ThreatName', 'Signature');
  alias(fields, 'Path', 'Filename');
  const event = EVENTS.get(eventId);
  if (event === undefined) return;
  const [status, result] = event;
  const action = fields.get('ActionID');
  const handled = result ?? ACTIONS.get(typeof action === 'number' ? String(action) : text(action));
  fields.set('ThreatStatus', status);
  if (handled !== undefined) fields.set('HandlingResult', handled);
}

function alias(fields: FieldMap, from: string, to: string): void {
  const value = fields.get(from);
  if (value !== undefined && !fields.has(to)) fields.set(to, value);
}

function text(value: FieldValue | undefined): string {
  return typeof value === 'string' ? value : '';
}
