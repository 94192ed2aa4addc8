// A pipeline speaks the names of logs as they were decoded, rules those of Sigma's taxonomy. Where both use one name and
// normalising may have changed its value (an event 104 of Windows has the cleared log as its Channel), the pipeline's
// items look under a name of their own, and the rules' items see what they always saw.
import type { OpenValue } from '../detection/open-value.ts';
import type { Detection } from '../detection.ts';
import type { SigmaRule } from '../rule.ts';

/** Where a decoded field is found in events, by its name in the log. */
export type DecodedFields = ReadonlyMap<string, string>;

const PREFIX = 'soclite.decoded.';
/** The same number in both, and what events are indexed by. */
const NEVER_CHANGED = new Set(['EventID']);

/** @param introduced the names that pipelines brought into rules */
export function nameDecodedFields(
  rules: readonly SigmaRule<OpenValue>[],
  introduced: ReadonlySet<string>,
): DecodedFields {
  const own = new Set<string>();
  for (const { detections } of rules)
    for (const detection of detections.values()) collectOwn(detection, own);
  return new Map(
    [...introduced].map((name) => [
      name,
      own.has(name) && !NEVER_CHANGED.has(name) ? PREFIX + name : name,
    ]),
  );
}

function collectOwn(detection: Detection<OpenValue>, own: Set<string>): void {
  if (detection.kind === 'all' || detection.kind === 'any')
    for (const part of detection.parts) collectOwn(part, own);
  else if (detection.kind === 'field' && detection.isOfPipeline !== true) own.add(detection.field);
}

/** The rule with the pipeline's items looking where decoded fields are. */
export function useDecodedFields(
  rule: SigmaRule<OpenValue>,
  names: DecodedFields,
): SigmaRule<OpenValue> {
  const detections = new Map(
    [...rule.detections].map(([name, detection]) => [name, rename(detection, names)]),
  );
  return { ...rule, detections };
}

function rename(detection: Detection<OpenValue>, names: DecodedFields): Detection<OpenValue> {
  if (detection.kind === 'all' || detection.kind === 'any')
    return { kind: detection.kind, parts: detection.parts.map((part) => rename(part, names)) };
  if (detection.kind === 'keyword' || detection.isOfPipeline !== true) return detection;
  const { isOfPipeline: _, ...item } = detection;
  return { ...item, field: names.get(item.field) ?? item.field };
}
