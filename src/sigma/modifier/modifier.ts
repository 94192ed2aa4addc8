import type { Complaint } from '../document/faults.ts';
import type { Draft } from './draft.ts';

/** One modifier that changes values. Adding one: a file here and a line in registry.ts. */
export interface ValueModifier {
  readonly name: string;
  /** pySigma's long names. */
  readonly aliases?: readonly string[];
  /** `first`: nothing but `all` and `neq` may stand before it; `flag`: directly after `re` or another flag. */
  readonly position: 'first' | 'flag' | 'any';
  /** Whether a keyword search may use it. */
  readonly isForKeywords: boolean;
  /** It leaves the text as it is, so that placeholders may stay in it until pipelines have had their say. */
  readonly keepsPlaceholders?: true;
  /** The changed value, its variants (any of which may match), or why it cannot be changed. Never mutates. */
  readonly apply: (value: Draft, context: ModifierContext) => Draft | readonly Draft[] | Complaint;
}

/** What modifiers may ask about the world around the rule. */
export interface ModifierContext {
  /** The values of `%name%` under `expand`, by name. */
  readonly placeholders: Placeholders;
}

export type Placeholders = ReadonlyMap<string, readonly string[]>;

export function isComplaint(result: object): result is Complaint {
  return 'code' in result;
}
