// The modifiers of the specification and the kinds of values that rules give them.
import { parseSigma } from '../../src/sigma/parse.ts';
import type { SigmaRule } from '../../src/sigma/rule.ts';

/** A modifier as it may stand alone; the flags of `re` need it before them. */
export const MODIFIERS: readonly string[] = (
  'contains startswith endswith all cased neq exists re re|i re|m re|s cidr base64 base64offset wide utf16 ' +
  'utf16le utf16be windash fieldref expand lt lte gt gte minute hour day week month year'
).split(' ');
export const KINDS: Readonly<Record<string, string>> = {
  text: 'ping',
  empty: "''",
  wildcards: "'p*n?'",
  dash: "'-ping'",
  placeholder: "'%x%'",
  network: '10.0.0.0/8',
  whole: '11',
  fraction: '1.5',
  boolean: 'true',
  null: 'null',
  list: '[ping, pong]',
};
const PLACEHOLDERS = new Map([['x', ['ping', 'po*']]]);

/** Null when the rule is refused. */
export function parseItem(item: string, condition: string): SigmaRule | null {
  const text = `title: ${JSON.stringify(`${item} ${condition}`)}\nlevel: low\nlogsource: {product: p}\ndetection:\n  sel:\n    ${item}\n  condition: ${condition}\n`;
  const [document] = parseSigma(text, 'rule.yml', { placeholders: PLACEHOLDERS }).documents;
  return document?.kind === 'rule' ? document.rule : null;
}
