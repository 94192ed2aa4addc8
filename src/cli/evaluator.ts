import { compileEngine } from '../detect/engine.ts';
import type { Matcher } from '../detect/match.ts';
import { createReferenceMatcher } from '../detect/reference.ts';
import type { SigmaRule } from '../sigma/rule.ts';
import { UsageError } from './context.ts';
import type { World } from './world.ts';

const EVALUATORS: ReadonlyMap<string, (rules: readonly SigmaRule[]) => Matcher> = new Map([
  ['compiled', compileEngine],
  ['reference', createReferenceMatcher],
]);

/**
 * What commands make of rules: the compiled engine, or the evaluator that `SOCLITE_EVALUATOR` names. The reference
 * gives the same answers slowly: whoever doubts a result asks it again, and the tests of commands run with both.
 *
 * @throws UsageError when rules are to run and the name is unknown
 */
export function chooseEvaluator(env: World['env']): World['compileRules'] {
  return (rules) => {
    const name = env['SOCLITE_EVALUATOR'] ?? '';
    const create = EVALUATORS.get(name === '' ? 'compiled' : name);
    if (create !== undefined) return create(rules);
    const names = [...EVALUATORS.keys()].join(', ');
    throw new UsageError(`SOCLITE_EVALUATOR: no evaluator "${name}"; there are ${names}`);
  };
}
