// How the wording of a message is written down: words of the manual with places in them.
import type { FieldValue } from '../../../event/event.ts';
import { readEndpoint } from './endpoint.ts';
import type { Side } from './endpoint.ts';

/** A wording, ready to be compared. */
export interface Template {
  readonly pattern: RegExp;
}

/** A word of the message: an address, a count, a name; the full stop or colon after it is not its own. */
const WORD = String.raw`[^\s,;"'()<>]*[^\s,;"'()<>.:]`;
/** Text up to what follows in the wording; bounded, so that no message costs more than its length. */
const TEXT = '.{0,512}?';
/** What may hold blanks, between quotation marks or brackets. */
const QUOTED = String.raw`[^"'\]]{0,256}`;
/** `inside:192.0.2.7/443` and what brackets follow: the mapped address, the user, the type of an ICMP message. */
const ENDPOINT = String.raw`[^\s(),]+(?: ?\([^()]{0,200}\)){0,3}`;

const PLACE = /\{([a-z@][\w.]*)([*+$]?)\}|\[\[|\]\]|[^{}[\]]+|[{}[\]]/gi;
const SIDES: Readonly<Record<string, Side>> = { src: 'src', dst: 'dst' };

/**
 * `{name}` is a word, `{name*}` text up to what follows, `{name+}` the rest of the message, `{name$}` text without
 * quotation marks, `{@src}` and `{@dst}` ends of a connection; what stands in `[[ ]]` may be missing. A dot in a name (ECS) is written so.
 */
export function compileTemplate(text: string): Template {
  const source = [...text.matchAll(PLACE)].map(([part, name, kind]) => {
    if (name !== undefined) return `(?<${encodeName(name)}>${placeOf(name, kind ?? '')})`;
    if (part === '[[') return '(?:';
    if (part === ']]') return ')?';
    return escapeLiteral(part);
  });
  return { pattern: new RegExp(source.join(''), 'iy') };
}

/** Names of messages, parted by blanks, and the wordings that they may have. */
export type Wordings = readonly (readonly [names: string, ...texts: string[]])[];

/** Wordings by the name of the message; of several the first that fits counts. */
export function compileTemplates(wordings: Wordings): ReadonlyMap<string, readonly Template[]> {
  const table = new Map<string, readonly Template[]>();
  for (const [names, ...texts] of wordings) {
    const templates = texts.map(compileTemplate);
    for (const name of names.split(' '))
      table.set(name, [...(table.get(name) ?? []), ...templates]);
  }
  return table;
}

function placeOf(name: string, kind: string): string {
  if (name.startsWith('@')) return ENDPOINT;
  if (kind === '+') return '.*';
  if (kind === '$') return QUOTED;
  return kind === '*' ? TEXT : WORD;
}

/** Some blanks (bounded: hostile text is all blanks), either kind of quotation mark or none, as releases differ. */
function escapeLiteral(text: string): string {
  return text
    .replace(/[.*+?^${}()|[\]\\/]/g, String.raw`\$&`)
    .replace(/["']/g, `["']?`)
    .replace(/ +/g, ' {1,8}');
}

/** Names of groups are words: `@src` is `at_src`, `source.nat.ip` is `source_dot_nat_dot_ip`. */
function encodeName(name: string): string {
  return name.replace('@', 'at_').replaceAll('.', '_dot_');
}

function decodeName(name: string): string {
  return name.replaceAll('_dot_', '.');
}

/** Longer wordings do not exist; what follows is the message's own text. */
const LONGEST = 4096;

/** Adds what the wording says; whether the message is of it. */
export function matchTemplate(
  { pattern }: Template,
  message: string,
  fields: Map<string, FieldValue>,
): boolean {
  pattern.lastIndex = 0;
  const match = pattern.exec(message.length > LONGEST ? message.slice(0, LONGEST) : message);
  if (match === null) return false;
  const groups: Readonly<Record<string, string | undefined>> = match.groups ?? {};
  for (const [name, value] of Object.entries(groups)) {
    if (value === undefined) continue;
    const side = SIDES[name.slice('at_'.length)];
    if (name.startsWith('at_') && side !== undefined) readEndpoint(value, side, fields);
    else put(decodeName(name), value, fields);
  }
  return true;
}

function put(name: string, value: string, fields: Map<string, FieldValue>): void {
  const text = name === 'command' ? value.trim().replace(/'\.?$/, '') : value.trim();
  if (text !== '' && !fields.has(name)) fields.set(name, text);
}
