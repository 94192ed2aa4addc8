import type { Condition, Detection } from './detection.ts';
import type { Pattern } from './pattern.ts';
import type { RuleLogSource, RuleMetadata } from './rule.ts';

/**
 * A global filter (specification 2.1, "Filters"): its condition is added to those of the rules that it names, with
 * `and`. Its identifiers are its own: neither side's selectors see the other's.
 */
export interface SigmaFilter<Value = Pattern> extends RuleMetadata {
  readonly kind: 'filter';
  /** A rule is filtered only when every attribute that is given here is equal in the rule. */
  readonly logSource: RuleLogSource;
  /** Ids or names as written; `any` = all rules of the log source. */
  readonly ruleReferences: readonly string[] | 'any';
  readonly detections: ReadonlyMap<string, Detection<Value>>;
  readonly condition: Condition;
  readonly conditionText: string;
}
