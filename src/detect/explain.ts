// Why a rule matched: the items of its detections that made the condition true, and the values that made the items
// true. Asked of the reference evaluator, and only for the few events that become evidence.
import type { Event, FieldValue } from '../event/event.ts';
import { lookUpField } from '../event/field.ts';
import { listLeaves, scalarText } from '../event/scalar.ts';
import type { Condition, Detection, FieldItem, KeywordItem } from '../sigma/detection.ts';
import type { SigmaRule } from '../sigma/rule.ts';
import type { FieldEvidence } from './match.ts';
import { listKeywordTexts } from './matcher/keyword-texts.ts';
import { matchesCondition, matchesDetection, matchesLeaf, matchesRule } from './reference.ts';

/** Longest value in an evidence line, in UTF-16 code units; a longer one ends in an ellipsis. */
export const MAX_EVIDENCE_CHARS = 512;
/** Most lines of evidence for one event. */
export const MAX_EVIDENCE_LINES = 50;

/** The evidence for a match, in the order of the rule; empty when the rule does not match the event. */
export function explainMatch(rule: SigmaRule, event: Event): readonly FieldEvidence[] {
  if (!matchesRule(rule, event)) return [];
  const seen = new Set<string>();
  const evidence: FieldEvidence[] = [];
  for (const line of ofCondition(rule.condition, rule, event)) {
    const key = JSON.stringify([line.selection, line.item, line.value]);
    if (seen.has(key)) continue;
    seen.add(key);
    evidence.push(line);
    if (evidence.length === MAX_EVIDENCE_LINES) break;
  }
  return evidence;
}

/** Of a condition that holds. What a `not` holds by is the absence of a match: there is nothing to show. */
function ofCondition(
  condition: Condition,
  rule: SigmaRule,
  event: Event,
): readonly FieldEvidence[] {
  switch (condition.kind) {
    case 'identifier': {
      const detection = rule.detections.get(condition.name);
      return detection === undefined ? [] : ofDetection(detection, condition.name, event);
    }
    case 'and':
    case 'or':
      return condition.operands
        .filter((operand) => matchesCondition(operand, rule, event))
        .flatMap((operand) => ofCondition(operand, rule, event));
    case 'not':
    case 'constant':
      return [];
  }
}

/** Of a detection that holds. */
function ofDetection(
  detection: Detection,
  selection: string,
  event: Event,
): readonly FieldEvidence[] {
  switch (detection.kind) {
    case 'all':
    case 'any':
      return detection.parts
        .filter((part) => matchesDetection(part, event))
        .flatMap((part) => ofDetection(part, selection, event));
    case 'field':
      return ofField(detection, selection, event);
    case 'keyword':
      return ofKeyword(detection, selection, event);
  }
}

function ofField(item: FieldItem, selection: string, event: Event): readonly FieldEvidence[] {
  const value = lookUpField(event.fields, item.field);
  const leaves = value === undefined ? [] : listLeaves(value);
  const matched = item.isNegated
    ? leaves
    : leaves.filter((leaf) => item.patterns.some((pattern) => matchesLeaf(pattern, leaf)));
  // an item may hold by absence (`null`, `exists: false`, `neq`) or by mere presence (`exists: true`)
  const shown = matched.length > 0 ? matched : leaves.length > 0 ? leaves : [null];
  return shown.map((leaf) => ({
    selection,
    field: item.field,
    value: boundText(leafText(leaf)),
    item: item.text,
  }));
}

function ofKeyword(item: KeywordItem, selection: string, event: Event): readonly FieldEvidence[] {
  const texts = listKeywordTexts(event);
  return item.patterns.flatMap((pattern) => {
    const text = texts.find((candidate) => matchesLeaf(pattern, candidate));
    return text === undefined
      ? []
      : [{ selection, field: null, value: boundText(text), item: item.text }];
  });
}

/** Absence and null have no text; a nested object is shown as JSON. */
function leafText(leaf: FieldValue): string {
  if (leaf === null) return '';
  return scalarText(leaf) ?? JSON.stringify(leaf);
}

function boundText(text: string): string {
  if (text.length <= MAX_EVIDENCE_CHARS) return text;
  const cut = text.slice(0, MAX_EVIDENCE_CHARS - 1);
  // not between the two halves of a character
  return `${/[\ud800-\udbff]$/.test(cut) ? cut.slice(0, -1) : cut}…`;
}
