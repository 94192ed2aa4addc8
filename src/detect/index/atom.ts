// The smallest question that the index can answer: about one value of one field, alone.
import type { LeafTest } from '../matcher/leaf-test.ts';

/** Where in the value the literal stands; `whole`: it is the value. */
export type Anchor = 'whole' | 'start' | 'end' | 'inside';

/** A folded text that the value's fold holds. */
export interface LiteralAtom {
  readonly kind: 'literal';
  /** Null: any text that keywords are searched in. */
  readonly field: string | null;
  readonly text: string;
  readonly anchor: Anchor;
}

/** What has no literal: the pattern itself, asked once for each distinct value. */
export interface TestAtom {
  readonly kind: 'test';
  readonly field: string | null;
  readonly test: LeafTest;
}

export type Atom = LiteralAtom | TestAtom;

/** A necessary condition: one of the atoms holds on every event that the rule matches. No atoms: it matches none. */
export interface Clause {
  readonly atoms: readonly Atom[];
  /** Estimated share of events on which it holds, times what asking costs; only for choosing between clauses. */
  readonly cost: number;
}
