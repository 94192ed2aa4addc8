// Which rules of a bucket a value of one field (or a text, for keywords) leaves possible. Each distinct value is looked
// through once: literals by one pass over the text, whole values by one look-up, the rest by their own tests.
import type { FieldValue } from '../../event/event.ts';
import { isArray } from '../../event/field.ts';
import { scalarText } from '../../event/scalar.ts';
import type { Leaf } from '../../event/scalar.ts';
import { foldCase } from '../../util/case-fold.ts';
import { LeafView } from '../matcher/event-view.ts';
import type { LeafTest } from '../matcher/leaf-test.ts';
import type { Atom } from './atom.ts';
import { IndexSet } from './index-set.ts';
import type { Literal, LiteralScanner } from './literal-scan.ts';
import { createLiteralScanner } from './literal-scan.ts';
import { createPrefilter } from './prefilter.ts';
import type { MemoBudget, Verdict, VerdictMemo } from './verdict-memo.ts';

/** An atom and the position of the rule that needs it. */
export interface IndexEntry {
  readonly atom: Atom;
  readonly position: number;
}

/** Verdicts repeat: nearly all values leave no rule, the others one of few lists. */
const MAX_INTERNED = 4096;
const NOTHING: Verdict = new Int32Array(0);

/** A literal and the rules that need it. */
interface Needing {
  readonly literal: Literal;
  readonly positions: number[];
}

export class ValueIndex {
  readonly #wholes = new Map<string, number[]>();
  readonly #tests: { readonly test: LeafTest; readonly position: number }[] = [];
  readonly #scanner: LiteralScanner | null;
  /** A shorter text leaves no rule. */
  readonly #minLength: number;
  /** Where it finds nothing, no rule is left. */
  readonly #prefilter: RegExp | null;
  /** By literal of the scanner: the rules that need it. */
  readonly #needing: (readonly number[])[];
  readonly #literals: IndexSet;
  readonly #positions: IndexSet;
  readonly #memo: VerdictMemo | null;
  readonly #interned = new Map<string, Verdict>();

  /**
   * @param positions for positions of the bucket's rules; the index uses it while it judges a value
   * @param budget null: values seldom repeat or are quickly looked through, so none is remembered
   */
  constructor(entries: readonly IndexEntry[], positions: IndexSet, budget: MemoBudget | null) {
    const needing: Needing[] = [];
    const byText: Readonly<Record<Literal['anchor'], Map<string, Needing>>> = {
      start: new Map(),
      end: new Map(),
      inside: new Map(),
    };
    for (const { atom, position } of entries) {
      if (atom.kind === 'test') this.#tests.push({ test: atom.test, position });
      else if (atom.anchor === 'whole') append(this.#wholes, atom.text, position);
      else {
        const { text, anchor } = atom;
        const texts = byText[anchor];
        const known = texts.get(text);
        if (known !== undefined) known.positions.push(position);
        else {
          const added = { literal: { text, anchor }, positions: [position] };
          texts.set(text, added);
          needing.push(added);
        }
      }
    }
    const literals = needing.map(({ literal }) => literal);
    this.#scanner = literals.length === 0 ? null : createLiteralScanner(literals);
    const hasOthers = this.#wholes.size > 0 || this.#tests.length > 0;
    // without a memo every text is looked through
    const needsPrefilter = !hasOthers && budget === null;
    this.#prefilter = needsPrefilter ? createPrefilter(literals) : null;
    this.#needing = needing.map(({ positions: needed }) => needed);
    this.#literals = new IndexSet(literals.length);
    this.#positions = positions;
    this.#minLength = hasOthers ? 0 : (this.#scanner?.minLength ?? 0);
    this.#memo = budget?.createMemo() ?? null;
  }

  /** Adds the rules that the value leaves possible: of an array those of its elements. */
  collect(value: FieldValue, candidates: IndexSet): void {
    if (value === null) return this.#collectOther(value, candidates);
    if (typeof value !== 'object') {
      const verdict = this.#memo?.find(value) ?? this.#judge(value);
      if (verdict.length > 0) candidates.addAll(verdict);
    } else if (isArray(value)) for (const element of value) this.collect(element, candidates);
    else this.#collectOther(value, candidates);
  }

  #judge(value: string | number | boolean): Verdict {
    const text = scalarText(value) ?? '';
    const positions = this.#positions;
    positions.clear();
    if (this.#wholes.size > 0)
      for (const position of this.#wholes.get(foldCase(text)) ?? []) positions.add(position);
    if (this.#scanner !== null) this.#scan(this.#scanner, text);
    if (this.#tests.length > 0) this.#ask(value, positions);
    const verdict = this.#intern(positions);
    this.#memo?.remember(value, verdict);
    return verdict;
  }

  #scan(scanner: LiteralScanner, text: string): void {
    const literals = this.#literals;
    literals.clear();
    scanner.scan(text, literals);
    for (let at = 0; at < literals.size; at += 1)
      for (const position of this.#needing[literals.at(at)] ?? []) this.#positions.add(position);
  }

  /** The same for a text of which the index remembers nothing, without the detour. */
  collectText(text: string, candidates: IndexSet): void {
    if (text.length < this.#minLength) return;
    if (this.#prefilter?.test(text) === false) return;
    const verdict = this.#judge(text);
    if (verdict.length > 0) candidates.addAll(verdict);
  }

  /** Null and nested objects have no text, but a lone `*` takes objects. */
  #collectOther(value: Leaf, candidates: IndexSet): void {
    if (this.#tests.length > 0) this.#ask(value, candidates);
  }

  #ask(value: Leaf, positions: IndexSet): void {
    const leaf = new LeafView(value);
    for (const { test, position } of this.#tests) if (test(leaf)) positions.add(position);
  }

  #intern(positions: IndexSet): Verdict {
    if (positions.size === 0) return NOTHING;
    positions.sort();
    const verdict = positions.toArray();
    const key = verdict.join();
    const known = this.#interned.get(key);
    if (known !== undefined) return known;
    if (this.#interned.size < MAX_INTERNED) this.#interned.set(key, verdict);
    return verdict;
  }
}

function append(lists: Map<string, number[]>, key: string, item: number): void {
  const list = lists.get(key);
  if (list === undefined) lists.set(key, [item]);
  else list.push(item);
}
