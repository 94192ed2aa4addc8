import type { Complaint } from '../document/faults.ts';
import { quote } from '../yaml/yaml-value.ts';

/** Tokens are whole words, so an identifier `notable` is never read as `not able`. */
export interface Token {
  readonly kind: 'word' | 'open' | 'close' | 'end';
  readonly text: string;
  /** Character within the condition. */
  readonly offset: number;
}

export interface ConditionFault extends Complaint {
  readonly severity: 'error' | 'warning';
  readonly offset: number;
}

const TOKEN = /\s*(?:(?<word>[\w*-]+)|(?<open>\()|(?<close>\)))/y;

/** The tokens of a condition with an `end` after the last, or the first thing that is none. */
export function tokenize(condition: string): readonly Token[] | ConditionFault {
  const tokens: Token[] = [];
  const end = condition.trimEnd().length;
  let at = 0;
  while (at < end) {
    TOKEN.lastIndex = at;
    const groups = TOKEN.exec(condition)?.groups;
    if (groups === undefined) return refuseCharacter(condition, at);
    at = TOKEN.lastIndex;
    const [kind, text] = readGroups(groups);
    tokens.push({ kind, text, offset: at - text.length });
  }
  tokens.push({ kind: 'end', text: '', offset: end });
  return tokens;
}

function readGroups(
  groups: Readonly<Record<string, string | undefined>>,
): readonly [Token['kind'], string] {
  const { word, open } = groups;
  if (word !== undefined) return ['word', word];
  return open === undefined ? ['close', ')'] : ['open', '('];
}

function refuseCharacter(condition: string, from: number): ConditionFault {
  const pipe = condition.indexOf('|');
  if (pipe >= 0)
    return {
      code: 'aggregation-unsupported',
      severity: 'error',
      message: 'a condition with "|" is an aggregation of Sigma version 1',
      hint: 'write a correlation rule (type event_count or value_count) instead',
      offset: pipe,
    };
  const offset = from + (/^\s*/.exec(condition.slice(from))?.[0].length ?? 0);
  const character = String.fromCodePoint(condition.codePointAt(offset) ?? 0);
  return {
    code: 'condition-syntax',
    severity: 'error',
    message: `${quote(character)} has no meaning in a condition`,
    hint: 'a condition has identifiers, and, or, not, 1 of, all of and parentheses',
    offset,
  };
}
