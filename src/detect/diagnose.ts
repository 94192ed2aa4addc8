// Why a rule matches an event or does not, asked of the reference evaluator: the tree of its condition with the values
// that the event really has, and of a miss the fewest items that would have to turn out differently.
import type { Event, LogSource } from '../event/event.ts';
import { lookUpField } from '../event/field.ts';
import { listLeaves, scalarText, type Leaf } from '../event/scalar.ts';
import type { Condition, Detection, DetectionItem } from '../sigma/detection.ts';
import { formatValues } from '../sigma/pattern-text.ts';
import type { RuleLogSource, SigmaRule } from '../sigma/rule.ts';
import { nearestName } from '../util/nearest-name.ts';
import { appliesTo } from './matcher/log-source.ts';
import { matchesCondition, matchesDetection, matchesRule } from './reference.ts';

/** One node of the tree; `holds` is the reference evaluator's answer for it. */
export type DiagnosisNode =
  | {
      readonly kind: 'and' | 'or' | 'not';
      readonly holds: boolean;
      readonly parts: readonly DiagnosisNode[];
    }
  | {
      /** A search identifier with what it holds. */
      readonly kind: 'identifier';
      readonly name: string;
      readonly holds: boolean;
      readonly parts: readonly DiagnosisNode[];
    }
  | { readonly kind: 'constant'; readonly holds: boolean }
  | ItemDiagnosis;

export interface ItemDiagnosis {
  readonly kind: 'item';
  readonly holds: boolean;
  /** As written in the rule: `CommandLine|contains|all`. */
  readonly item: string;
  /** Null for a keyword. */
  readonly field: string | null;
  readonly isFieldPresent: boolean;
  /** The field's values in the event as text, at most `MAX_VALUES`; of a keyword none. */
  readonly actual: readonly string[];
  /** The rule's values and whether each is met, at most `MAX_VALUES`; those met come first. */
  readonly expected: readonly { readonly value: string; readonly holds: boolean }[];
  /** How many values the rule gives. */
  readonly expectedCount: number;
  /** For an absent field: the event's name that it was most likely meant to be. */
  readonly nearestField: string | null;
}

/** Why the rule does not match; the reasons together would have to change. */
export type MissReason =
  | {
      readonly kind: 'log-source';
      readonly rule: RuleLogSource;
      readonly event: readonly LogSource[];
    }
  | {
      /** An item that had to hold and does not (`wanted`), or must not and does. */
      readonly kind: 'item';
      readonly selection: string;
      readonly wanted: boolean;
      readonly item: ItemDiagnosis;
    }
  | { readonly kind: 'condition-constant' };

export interface Diagnosis {
  readonly rule: SigmaRule;
  readonly event: Event;
  readonly isMatch: boolean;
  readonly isLogSourceFitting: boolean;
  readonly tree: DiagnosisNode;
  /** Empty for a match. Of several ways to a match, the one with the fewest reasons. */
  readonly reasons: readonly MissReason[];
}

/** Most values shown of one item. */
const MAX_VALUES = 20;
/** Longest value shown, in UTF-16 code units. */
const MAX_VALUE_CHARS = 512;

/** Total on every rule and event. */
export function diagnose(rule: SigmaRule, event: Event): Diagnosis {
  const isLogSourceFitting = appliesTo(rule.logSource, event.logSources);
  const isMatch = matchesRule(rule, event);
  const logSourceReasons: readonly MissReason[] = isLogSourceFitting
    ? []
    : [{ kind: 'log-source', rule: rule.logSource, event: event.logSources }];
  return {
    rule,
    event,
    isMatch,
    isLogSourceFitting,
    tree: ofCondition(rule.condition, rule, event),
    reasons: isMatch
      ? []
      : [...logSourceReasons, ...reasonsOf(rule.condition, true, { rule, event })],
  };
}

function ofCondition(condition: Condition, rule: SigmaRule, event: Event): DiagnosisNode {
  const holds = matchesCondition(condition, rule, event);
  switch (condition.kind) {
    case 'identifier': {
      const detection = rule.detections.get(condition.name);
      const parts = detection === undefined ? [] : [ofDetection(detection, event)];
      return { kind: 'identifier', name: condition.name, holds, parts };
    }
    case 'not':
      return { kind: 'not', holds, parts: [ofCondition(condition.operand, rule, event)] };
    case 'constant':
      return { kind: 'constant', holds };
    default: {
      const parts = condition.operands.map((operand) => ofCondition(operand, rule, event));
      return { kind: condition.kind, holds, parts };
    }
  }
}

function ofDetection(detection: Detection, event: Event): DiagnosisNode {
  if (!('parts' in detection)) return ofItem(detection, event);
  return {
    kind: detection.kind === 'all' ? 'and' : 'or',
    holds: matchesDetection(detection, event),
    parts: detection.parts.map((part) => ofDetection(part, event)),
  };
}

function ofItem(item: DetectionItem, event: Event): ItemDiagnosis {
  const field = item.kind === 'field' ? item.field : null;
  const value = field === null ? undefined : lookUpField(event.fields, field);
  const texts = formatValues(item);
  const expected = item.patterns.map((pattern, i) => ({
    value: cut(texts[i] ?? ''),
    holds: matchesDetection(onePattern(item, pattern), event),
  }));
  return {
    kind: 'item',
    holds: matchesDetection(item, event),
    item: item.text,
    field,
    isFieldPresent: field !== null && value !== undefined,
    actual: value === undefined ? [] : listLeaves(value).slice(0, MAX_VALUES).map(leafText),
    expected: expected.toSorted((a, b) => Number(b.holds) - Number(a.holds)).slice(0, MAX_VALUES),
    expectedCount: item.patterns.length,
    nearestField: field === null || value !== undefined ? null : nearField(field, event),
  };
}

/** The item as if it had this value only, and no negation: whether the value itself is met. */
function onePattern(item: DetectionItem, pattern: DetectionItem['patterns'][number]): Detection {
  const patterns = [pattern];
  return item.kind === 'field' ? { ...item, isNegated: false, patterns } : { ...item, patterns };
}

/** An equal name in other letters wins over a similar one. */
function nearField(field: string, event: Event): string | null {
  const lower = field.toLowerCase();
  const names = [...event.fields.keys()];
  return names.find((name) => name.toLowerCase() === lower) ?? nearestName(field, names);
}

function leafText(leaf: Leaf): string {
  return cut(leaf === null ? 'null' : (scalarText(leaf) ?? JSON.stringify(leaf)));
}

function cut(text: string): string {
  if (text.length <= MAX_VALUE_CHARS) return text;
  return `${text.slice(0, MAX_VALUE_CHARS).replace(/[\ud800-\udbff]$/, '')}…`;
}

interface Asked {
  readonly rule: SigmaRule;
  readonly event: Event;
}

/** What prevents the condition from being `wanted`; empty when it is. */
function reasonsOf(condition: Condition, wanted: boolean, asked: Asked): readonly MissReason[] {
  const { rule, event } = asked;
  if (matchesCondition(condition, rule, event) === wanted) return [];
  switch (condition.kind) {
    case 'identifier': {
      const detection = rule.detections.get(condition.name);
      if (detection === undefined) return [{ kind: 'condition-constant' }];
      return reasonsInDetection(detection, wanted, { selection: condition.name, event });
    }
    case 'not':
      return reasonsOf(condition.operand, !wanted, asked);
    case 'constant':
      return [{ kind: 'condition-constant' }];
    default: {
      const ways = condition.operands.map((operand) => reasonsOf(operand, wanted, asked));
      return joinWays(ways, (condition.kind === 'and') === wanted);
    }
  }
}

function reasonsInDetection(
  detection: Detection,
  wanted: boolean,
  place: { readonly selection: string; readonly event: Event },
): readonly MissReason[] {
  if (matchesDetection(detection, place.event) === wanted) return [];
  if (!('parts' in detection)) {
    const item = ofItem(detection, place.event);
    return [{ kind: 'item', selection: place.selection, wanted, item }];
  }
  const ways = detection.parts.map((part) => reasonsInDetection(part, wanted, place));
  return joinWays(ways, (detection.kind === 'all') === wanted);
}

/** All parts must change, or one is enough: then the one with the fewest reasons. */
function joinWays(
  ways: readonly (readonly MissReason[])[],
  isAllNeeded: boolean,
): readonly MissReason[] {
  if (isAllNeeded) return ways.flat();
  const [first = []] = ways.toSorted((a, b) => a.length - b.length);
  return first;
}
