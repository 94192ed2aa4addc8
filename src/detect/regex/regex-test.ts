// Regexes on attacker's text. The native engine is fast and backtracks: it gets a value only where the pattern's shape
// bounds its work. Every longer value goes to an automaton, in time linear in its length.
import type { RegexPattern } from '../../sigma/pattern.ts';
import { createAutomaton } from './automaton.ts';
import { compileProgram } from './program.ts';
import type { RegexNode } from './syntax.ts';
import { backtrackingCost, parseRegex } from './syntax.ts';

export type TextTest = (text: string) => boolean;

/** Steps that one native test may take at worst, a few milliseconds. */
const MAX_STEPS = 1_000_000;
/**
 * Patterns with look-around or back-references cannot be automata: they see this much of a value, and the rest is not
 * searched. (No SigmaHQ rule has one.) Likewise repetitions that are too large to write out, up to their own limit.
 */
export const MAX_UNKNOWN_CHARS = 256;

const compiled = new WeakMap<RegexPattern, TextTest>();

/** The regex as a test of a text: unanchored, by code points. Compiled once for each pattern. */
export function compileRegex(pattern: RegexPattern): TextTest {
  const test = compiled.get(pattern) ?? compile(pattern);
  compiled.set(pattern, test);
  return test;
}

function compile({ source, ignoreCase, multiline, dotAll }: RegexPattern): TextTest {
  const flags = `u${ignoreCase ? 'i' : ''}${multiline ? 'm' : ''}${dotAll ? 's' : ''}`;
  // the loader has checked that it compiles
  const native = new RegExp(source, flags);
  const tree = parseRegex(source);
  const program = tree === null ? null : compileProgram(tree);
  if (tree === null || program === null) {
    const limit = tree === null ? MAX_UNKNOWN_CHARS : findNativeLimit(tree);
    return (text) => native.test(text.length > limit ? text.slice(0, limit) : text);
  }
  const maxNative = findNativeLimit(tree);
  // made when first needed: most values are short
  let automaton: TextTest | null = null;
  return (text) => {
    if (text.length <= maxNative) return native.test(text);
    automaton ??= createAutomaton(program, flags);
    return automaton(text);
  };
}

/** Longest text that the native engine tests from every starting point within `MAX_STEPS`. */
function findNativeLimit(tree: RegexNode): number {
  const { ways, degree } = backtrackingCost(tree);
  return ways > MAX_STEPS ? 0 : Math.floor((MAX_STEPS / ways) ** (1 / (degree + 1)));
}
