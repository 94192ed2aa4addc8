// Regular expressions of pipelines: they run on the short texts of rules while rules are loaded. They pass the same
// translation as those of rules, and further only such are taken as a backtracking engine is done with in bounded time,
// because replacing and extracting need groups, which the linear engine of detect/ does not have.
import { isComplaint } from '../modifier/modifier.ts';
import type { Complaint } from '../document/faults.ts';
import type { RegexPattern } from '../pattern.ts';
import { backtrackingCost, parseRegex } from '../regex-syntax.ts';
import { translateGroups, translateRegex } from '../regex/translate.ts';
import type { Params } from './params.ts';
import type { Run } from './run.ts';
import { quote } from '../yaml/yaml-value.ts';

const NO_FLAGS = { ignoreCase: false, multiline: false, dotAll: false } as const;
const MAX_SOURCE_CHARS = 2000;
/** Longer texts are no rule's; with the limits below it bounds the steps of one search to some ten millions. */
const MAX_TEXT_CHARS = 1000;
const MAX_DEGREE = 2;
const MAX_WAYS = 16;

export interface PipelineRegex {
  /** From the start of the text, as Python's `re.match`. */
  readonly atStart: RegExp;
  /** Every place, left to right. */
  readonly everywhere: RegExp;
  /** Numbers of the groups that have names, by name. */
  readonly groupNumbers: ReadonlyMap<string, number>;
  readonly groupCount: number;
}

/** Null after a report at `path` of the item. */
export function readRegex(
  source: string,
  params: Params,
  path: readonly (string | number)[],
): PipelineRegex | null {
  const regex = compile(source);
  if (!isComplaint(regex)) return regex;
  params.error(path, regex);
  return null;
}

function compile(source: string): PipelineRegex | Complaint {
  if (source.length > MAX_SOURCE_CHARS)
    return {
      code: 'regex-too-large',
      message: `the regular expression has more than ${MAX_SOURCE_CHARS} characters`,
    };
  const pattern = translateRegex(source, NO_FLAGS);
  if (isComplaint(pattern)) return pattern;
  const tree = parseRegex(pattern.source);
  const cost = tree === null ? null : backtrackingCost(tree);
  if (cost === null || cost.degree > MAX_DEGREE || cost.ways > MAX_WAYS ** MAX_DEGREE)
    return {
      code: 'pipeline-regex-cost',
      message: `the regular expression ${quote(source)} may take too long: it repeats what repeats or chooses`,
      hint: 'at most two of * and + in a row, none inside another, no choices inside one',
    };
  try {
    return build(translateGroups(source, NO_FLAGS), pattern);
  } catch (error) {
    // a name that two groups have
    if (!(error instanceof SyntaxError)) throw error;
    return { code: 'regex-invalid', message: 'not a regular expression: two groups have one name' };
  }
}

function build(withGroups: string, pattern: RegexPattern): PipelineRegex {
  const flags = `u${pattern.ignoreCase ? 'i' : ''}${pattern.multiline ? 'm' : ''}${pattern.dotAll ? 's' : ''}`;
  const { groupNumbers, groupCount } = numberGroups(withGroups);
  return {
    atStart: new RegExp(withGroups, `${flags}y`),
    everywhere: new RegExp(withGroups, `${flags}g`),
    groupNumbers,
    groupCount,
  };
}

const GROUP = /\\[^]|\[(?:[^\]\\]|\\[^])*\]|\((?:\?<([A-Za-z_]\w*)>|(?!\?))/g;

function numberGroups(source: string): Pick<PipelineRegex, 'groupNumbers' | 'groupCount'> {
  const groupNumbers = new Map<string, number>();
  let groupCount = 0;
  for (const [text, name] of source.matchAll(GROUP)) {
    if (!text.startsWith('(')) continue;
    groupCount += 1;
    if (name !== undefined) groupNumbers.set(name, groupCount);
  }
  return { groupNumbers, groupCount };
}

/** The match at the start of the text; the texts of rules are short, a rule with a longer one cannot go on. */
export function matchStart(
  { atStart }: PipelineRegex,
  text: string,
  run: Run,
): RegExpExecArray | null {
  if (isTooLong(text, run)) return null;
  atStart.lastIndex = 0;
  return atStart.exec(text);
}

/** Whether the text is longer than a search may take; then the rule is refused. */
export function isTooLong(text: string, run: Run): boolean {
  if (text.length <= MAX_TEXT_CHARS) return false;
  const message = `a text of more than ${MAX_TEXT_CHARS} characters is too long for the expressions of the pipeline`;
  run.fail({ code: 'pipeline-text-long', message });
  return true;
}
