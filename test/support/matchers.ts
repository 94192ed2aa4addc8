import { compileEngine } from '../../src/detect/engine.ts';
import type { Matcher } from '../../src/detect/match.ts';
import { createReferenceMatcher } from '../../src/detect/reference.ts';
import type { SigmaRule } from '../../src/sigma/rule.ts';

/** Both evaluators: every test of meaning runs against each. */
export const MATCHERS: readonly [string, (rules: readonly SigmaRule[]) => Matcher][] = [
  ['reference', createReferenceMatcher],
  ['engine', compileEngine],
];
