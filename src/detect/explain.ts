// Why a rule matched: the items of its detections that made the condition true, and the values that made the items
// true. Asked of the reference evaluator, and only for the few events that become evidence.
import type { Event } from '../event/event.ts';
import { lookUpField } from '../event/field.ts';
import type { Leaf } from '../event/scalar.ts';
import { listLeaves, scalarText } from '../event/scalar.ts';
import type { Condition, Detection, FieldItem, KeywordItem } from '../sigma/detection.ts';
import type { Pattern, StringPattern } from '../sigma/pattern.ts';
import type { SigmaRule } from '../sigma/rule.ts';
import { foldCase } from '../util/case-fold.ts';
import type { FieldEvidence } from './match.ts';
import { listKeywordTexts } from './matcher/keyword-texts.ts';
import { matchesCondition, matchesDetection, matchesLeaf, matchesRule } from './reference.ts';

/** Longest value in an evidence line, in UTF-16 code units; of a longer one, the part that matched. */
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
  const line = (leaf: Leaf, pattern?: Pattern): FieldEvidence => ({
    selection,
    field: item.field,
    value: excerpt(leafText(leaf), pattern),
    item: item.text,
  });
  const matched = item.isNegated
    ? []
    : leaves.flatMap((leaf) => {
        const pattern = item.patterns.find((candidate) => matchesLeaf(candidate, leaf, event));
        if (pattern === undefined) return [];
        return [line(leaf, pattern), ...ofReference(pattern, item.text, selection, event)];
      });
  if (matched.length > 0) return matched;
  // an item may hold by absence (`null`, `exists: false`, `neq`) or by mere presence (`exists: true`)
  return (leaves.length > 0 ? leaves : [null]).map((leaf) => line(leaf));
}

/** The values of the other field that the item compares with. */
function ofReference(
  pattern: Pattern,
  item: string,
  selection: string,
  event: Event,
): readonly FieldEvidence[] {
  if (pattern.kind !== 'field-reference') return [];
  const { field } = pattern;
  const leaves = listLeaves(lookUpField(event.fields, field) ?? []);
  return leaves.map((leaf) => ({ selection, field, value: excerpt(leafText(leaf)), item }));
}

function ofKeyword(item: KeywordItem, selection: string, event: Event): readonly FieldEvidence[] {
  const texts = listKeywordTexts(event);
  return item.patterns.flatMap((pattern) => {
    const text = texts.find((candidate) => matchesLeaf(pattern, candidate, event));
    return text === undefined
      ? []
      : [{ selection, field: null, value: excerpt(text, pattern), item: item.text }];
  });
}

/** Absence and null have no text; a nested object is shown as JSON. */
function leafText(leaf: Leaf): string {
  if (leaf === null) return '';
  return scalarText(leaf) ?? JSON.stringify(leaf);
}

/** Of a long text the part around what the pattern looks for, an ellipsis at each cut. */
function excerpt(text: string, pattern?: Pattern): string {
  if (text.length <= MAX_EVIDENCE_CHARS) return text;
  const literal = pattern === undefined ? null : findMatching(pattern, text);
  const at = literal === null ? 0 : findLongestLiteral(text, literal);
  const start = at < MAX_EVIDENCE_CHARS / 2 ? 0 : at - MAX_EVIDENCE_CHARS / 4;
  const room = MAX_EVIDENCE_CHARS - (start > 0 ? 2 : 1);
  const part = text.slice(start, start + room);
  // no cut between the two halves of a character
  const whole = part.replace(/[\ud800-\udbff]$/, '').replace(/^[\udc00-\udfff]/, '');
  return `${start > 0 ? '…' : ''}${whole}${start + room < text.length ? '…' : ''}`;
}

/** The text pattern that is to be shown: of variants the first whose literal stands in the text. */
function findMatching(pattern: Pattern, text: string): StringPattern | null {
  if (pattern.kind === 'string') return pattern;
  if (pattern.kind !== 'any-of') return null;
  const variants = pattern.patterns.filter((variant) => variant.kind === 'string');
  return variants.find((variant) => findLongestLiteral(text, variant) > 0) ?? null;
}

/** Where the pattern's longest literal stands first, else 0. Folding keeps offsets. */
function findLongestLiteral(text: string, { parts, isCased }: StringPattern): number {
  const literals = parts.map((part) => (part.kind === 'literal' ? part.text : ''));
  const longest = literals.reduce((a, b) => (b.length > a.length ? b : a), '');
  const at = isCased ? text.indexOf(longest) : foldCase(text).indexOf(foldCase(longest));
  return Math.max(0, at);
}
