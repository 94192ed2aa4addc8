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
  /** The changed value, or why it cannot be changed. Never mutates. */
  readonly apply: (value: Draft) => Draft | Complaint;
}

export function isComplaint(result: Draft | Complaint): result is Complaint {
  return 'code' in result;
}
