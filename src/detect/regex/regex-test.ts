// Regexes on attacker's text. The native engine is fast and backtracks: it gets a value only where the pattern's shape
// bounds its work. Every longer value goes to an automaton, in time linear in its length.
import type { RegexPattern } from '../../sigma/pattern.ts';
import { invariant } from '../../util/invariant.ts';
import { createAutomaton } from './automaton.ts';
import { compileProgram } from './program.ts';
import type { RegexNode } from '../../sigma/regex-syntax.ts';
import {
  backtrackingCost,
  END,
  MAX_REGEX_SIZE,
  parseRegex,
  regexSize,
  START,
} from '../../sigma/regex-syntax.ts';

export type TextTest = (text: string) => boolean;

/** Steps that one native test may take at worst, a few milliseconds. */
const MAX_STEPS = 1_000_000;
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
  invariant(
    tree !== null && regexSize(tree) <= MAX_REGEX_SIZE,
    `the loader has checked that the regex can be an automaton: ${source}`,
  );
  const run = findRun(tree);
  if (run !== null) return compileRun(run, flags);
  const program = compileProgram(tree);
  // V8 takes the middle of a surrogate pair for both ends of the text
  const hasEnds = source.includes(START) || source.includes(END);
  const maxNative = hasEnds ? -1 : findNativeLimit(tree);
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

/** `.{1000,}`: nothing but a run of one kind of character, at least `min` of them. */
interface Run {
  readonly atom: string;
  readonly min: number;
}

function findRun(node: RegexNode): Run | null {
  if (node.kind === 'sequence' && node.parts.length === 1 && node.parts[0] !== undefined)
    return findRun(node.parts[0]);
  if (node.kind !== 'repeat' || node.min < 2) return null;
  const { body } = node;
  const inner = body.kind === 'sequence' && body.parts.length === 1 ? body.parts[0] : body;
  return inner?.kind === 'character' ? { atom: inner.atom, min: node.min } : null;
}

/** As an automaton it would be in as many states at once as the run is long; the longest runs are found in one pass. */
function compileRun({ atom, min }: Run, flags: string): TextTest {
  const runs = new RegExp(`(?:${atom})+`, `${flags}g`);
  return (text) => {
    if (text.length < min) return false;
    for (const [found] of text.matchAll(runs))
      if (found.length >= min && countCodePoints(found) >= min) return true;
    return false;
  };
}

function countCodePoints(text: string): number {
  let count = 0;
  for (const _ of text) count += 1;
  return count;
}
