// What must be in an event before a rule can match it. Every answer is a necessary condition, and where nothing can be
// proved the answer is null: the rule is then tried on every event (fails open). Negations prove nothing, and neither
// does what an absent field satisfies.
import { numberText } from '../../event/scalar.ts';
import type { Condition, Detection, FieldItem } from '../../sigma/detection.ts';
import type { Pattern, RegexPattern, StringPattern } from '../../sigma/pattern.ts';
import type { SigmaRule } from '../../sigma/rule.ts';
import { foldCase } from '../../util/case-fold.ts';
import type { LeafPattern, LeafTest } from '../matcher/leaf-test.ts';
import { compileAnyLeaf } from '../matcher/leaf-test.ts';
import { findRequiredTexts } from '../regex/required-texts.ts';
import type { Anchor, Atom, Clause } from './atom.ts';
import { literalCost, testCost } from './cost.ts';

/** Null: the rule may match any event. */
export type Necessary = Clause | null;

/** A field whose text is known of every event that is asked about: the bucket's EventID. */
export interface KnownField {
  readonly name: string;
  /** Folded; null = absent, or a value that equals no text. */
  readonly text: string | null;
}

const NEVER: Clause = { atoms: [], cost: 0 };

/** The cheapest necessary condition of the rule, given what is known. */
export function findNecessary(rule: SigmaRule, known: KnownField | null): Necessary {
  return new Analysis(rule.detections, known).ofCondition(rule.condition);
}

class Analysis {
  readonly #detections: ReadonlyMap<string, Detection>;
  readonly #known: KnownField | null;

  constructor(detections: ReadonlyMap<string, Detection>, known: KnownField | null) {
    this.#detections = detections;
    this.#known = known;
  }

  ofCondition(condition: Condition): Necessary {
    switch (condition.kind) {
      case 'identifier': {
        const detection = this.#detections.get(condition.name);
        return detection === undefined ? NEVER : this.#ofDetection(detection);
      }
      case 'and':
        return cheapest(condition.operands.map((operand) => this.ofCondition(operand)));
      case 'or':
        return union(condition.operands.map((operand) => this.ofCondition(operand)));
      case 'not':
        return null;
      case 'constant':
        return condition.value ? null : NEVER;
    }
  }

  #ofDetection(detection: Detection): Necessary {
    switch (detection.kind) {
      case 'all':
        return cheapest(detection.parts.map((part) => this.#ofDetection(part)));
      case 'any':
        return union(detection.parts.map((part) => this.#ofDetection(part)));
      case 'field':
        return this.#ofField(detection);
      case 'keyword':
        return link(
          detection.link,
          detection.patterns.map((pattern) => ofPattern(pattern, null)),
        );
    }
  }

  #ofField(item: FieldItem): Necessary {
    if (item.isNegated) return null;
    const known = this.#known;
    return link(
      item.link,
      item.patterns.map((pattern) => {
        const found = ofPattern(pattern, item.field);
        return known?.name === item.field ? withKnown(found, known.text) : found;
      }),
    );
  }
}

/** Of a field that is known, a constant is settled: it is there (which says nothing more), or it never is. */
function withKnown(found: Necessary, text: string | null): Necessary {
  const isSettled = found?.atoms.every(
    (atom) => atom.kind === 'literal' && atom.anchor === 'whole',
  );
  if (found === null || isSettled !== true) return null;
  return found.atoms.some((atom) => atom.kind === 'literal' && atom.text === text) ? null : NEVER;
}

function link(kind: 'any' | 'all', parts: readonly Necessary[]): Necessary {
  return kind === 'all' ? cheapest(parts) : union(parts);
}

/** Any one of several necessary conditions is necessary by itself. */
function cheapest(all: readonly Necessary[]): Necessary {
  let best: Necessary = null;
  for (const clause of all)
    if (clause !== null && (best === null || clause.cost < best.cost)) best = clause;
  return best;
}

function union(all: readonly Necessary[]): Necessary {
  const [only] = all;
  if (all.length === 1 && only !== undefined) return only;
  const atoms: Atom[] = [];
  let cost = 0;
  for (const clause of all) {
    if (clause === null) return null;
    for (const atom of clause.atoms) atoms.push(atom);
    cost += clause.cost;
  }
  return { atoms, cost };
}

/**
 * Kinds that are not listed fail open: `null` and `exists` ask about the field and may hold by its absence, a reference
 * asks about two fields.
 */
function ofPattern(pattern: Pattern, field: string | null): Necessary {
  switch (pattern.kind) {
    case 'string':
      return ofString(pattern, field);
    case 'number':
      if (pattern.operator !== 'eq') return ofTest(pattern, field);
      return union([
        literal(field, pattern.text, 'whole'),
        literal(field, numberText(pattern.value), 'whole'),
      ]);
    case 'boolean':
      return literal(field, String(pattern.value), 'whole');
    case 'regex':
      return ofRegex(pattern, field);
    case 'cidr':
    case 'time':
      return ofTest(pattern, field);
    case 'any-of':
      return union(pattern.patterns.map((variant) => ofPattern(variant, field)));
    default:
      return null;
  }
}

function ofTest(pattern: LeafPattern, field: string | null): Necessary {
  const atom: Atom = { kind: 'test', field, test: compileWhenAsked(pattern) };
  return { atoms: [atom], cost: testCost(pattern, field) };
}

/** Most tests lose to a literal, and most that win are never asked. */
function compileWhenAsked(pattern: LeafPattern): LeafTest {
  let test: LeafTest | null = null;
  return (leaf) => {
    test ??= compileAnyLeaf([pattern]);
    return test(leaf);
  };
}

/** One of its literals, or the regex itself on the values that hold them all. */
function ofRegex(pattern: RegexPattern, field: string | null): Necessary {
  const required = findRequiredTexts(pattern).map((texts) => texts.map(foldCase));
  const test = compileWhenAsked(pattern);
  const guarded: Atom = {
    kind: 'test',
    field,
    test: (leaf) =>
      required.every((texts) => texts.some((text) => leaf.folded.includes(text))) && test(leaf),
  };
  const byLiteral = required.map((texts) =>
    union(texts.map((text) => literal(field, text, 'inside'))),
  );
  return cheapest([...byLiteral, { atoms: [guarded], cost: testCost(pattern, field) }]);
}

/** The cheapest of the pattern's literals, folded: what holds of a text holds of its fold. */
function ofString(pattern: StringPattern, field: string | null): Necessary {
  const { parts } = pattern;
  if (parts.length === 0) return literal(field, '', 'whole');
  const found = parts.map((part, index): Necessary => {
    if (part.kind !== 'literal' || !survivesFolding(part.text, pattern.isCased)) return null;
    return literal(field, part.text, anchorOf(index, parts.length));
  });
  return cheapest(found) ?? ofTest(pattern, field);
}

/** Half a surrogate pair of a cased pattern may stand in a text whose fold has another half there. */
function survivesFolding(text: string, isCased: boolean): boolean {
  return !isCased || text.isWellFormed();
}

function anchorOf(index: number, count: number): Anchor {
  if (count === 1) return 'whole';
  if (index === 0) return 'start';
  return index === count - 1 ? 'end' : 'inside';
}

function literal(field: string | null, text: string, anchor: Anchor): Clause {
  const atom: Atom = { kind: 'literal', field, text: foldCase(text), anchor };
  return { atoms: [atom], cost: literalCost(atom) };
}
