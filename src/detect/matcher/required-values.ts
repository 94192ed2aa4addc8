// Which constants a rule needs a field to equal before it can match at all: what buckets are built from. A necessary
// condition only: where nothing can be proved the answer is null, and the rule is evaluated for every event.
import { numberText } from '../../event/scalar.ts';
import type { Condition, Detection, FieldItem } from '../../sigma/detection.ts';
import type { Pattern } from '../../sigma/pattern.ts';
import type { SigmaRule } from '../../sigma/rule.ts';
import { foldedConstant } from './leaf-test.ts';

/** Folded texts, one of which the field must be; null = the rule does not say. */
export type RequiredValues = ReadonlySet<string> | null;

/** The values of `field` without which the rule's condition is false. */
export function findRequiredValues(rule: SigmaRule, field: string): RequiredValues {
  return ofCondition(rule.condition, rule.detections, field);
}

function ofCondition(
  condition: Condition,
  detections: ReadonlyMap<string, Detection>,
  field: string,
): RequiredValues {
  switch (condition.kind) {
    case 'identifier': {
      const detection = detections.get(condition.name);
      return detection === undefined ? new Set() : ofDetection(detection, field);
    }
    case 'and':
      return narrowest(condition.operands.map((part) => ofCondition(part, detections, field)));
    case 'or':
      return union(condition.operands.map((part) => ofCondition(part, detections, field)));
    case 'not':
      return null;
    case 'constant':
      return condition.value ? null : new Set();
  }
}

function ofDetection(detection: Detection, field: string): RequiredValues {
  switch (detection.kind) {
    case 'all':
      return narrowest(detection.parts.map((part) => ofDetection(part, field)));
    case 'any':
      return union(detection.parts.map((part) => ofDetection(part, field)));
    case 'field':
      return detection.field === field ? ofField(detection) : null;
    case 'keyword':
      return null;
  }
}

function ofField(item: FieldItem): RequiredValues {
  if (item.isNegated) return null;
  const values = item.patterns.map(ofPattern);
  return item.link === 'all' ? narrowest(values) : union(values);
}

function ofPattern(pattern: Pattern): RequiredValues {
  if (pattern.kind === 'any-of') return union(pattern.patterns.map(ofPattern));
  if (pattern.kind === 'number' && pattern.operator === 'eq')
    return new Set([pattern.text, numberText(pattern.value)]);
  const constant = pattern.kind === 'string' ? foldedConstant(pattern) : null;
  return constant === null ? null : new Set([constant]);
}

/** Any one of several requirements is necessary by itself; the smallest says most. */
function narrowest(all: readonly RequiredValues[]): RequiredValues {
  let best: RequiredValues = null;
  for (const values of all)
    if (values !== null && (best === null || values.size < best.size)) best = values;
  return best;
}

function union(all: readonly RequiredValues[]): RequiredValues {
  const values = new Set<string>();
  for (const part of all) {
    if (part === null) return null;
    for (const value of part) values.add(value);
  }
  return values;
}
