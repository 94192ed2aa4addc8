// The four ways in which Check Point writes names and values. A name that comes twice (a rule of each layer) is a list.
import type { FieldValue } from '../../../event/event.ts';

type Fields = Map<string, FieldValue>;
type Values = Map<string, string[]>;

const NAME = /[\s;,[]*([A-Za-z_][\w /.-]{0,63})[:=] ?"/y;

/** `action:"Drop"; flags:"400644"; …]`, also with equals signs; a quotation mark in a value has a backslash before it. */
export function readQuotedPairs(text: string): Fields {
  const values: Values = new Map();
  let at = 0;
  for (;;) {
    NAME.lastIndex = at;
    const name = NAME.exec(text)?.[1];
    if (name === undefined) return finish(values);
    const start = NAME.lastIndex;
    const end = findQuote(text, start);
    add(values, name, unescape(text.slice(start, end)));
    at = end + 1;
  }
}

function findQuote(text: string, start: number): number {
  for (let at = start; at < text.length; at += 1) {
    if (text[at] === '"') return at;
    if (text[at] === '\\') at += 1;
  }
  return text.length;
}

/** `time=1795136523|hostname=…|action=Drop|`; a bar may stand in a value: what has no name belongs to the one before. */
export function readBarPairs(text: string): Fields {
  const values: Values = new Map();
  let open: readonly [name: string, value: string] | null = null;
  for (const part of text.split('|')) {
    const name = /^([A-Za-z_][\w./-]{0,63})=/.exec(part)?.[1];
    if (name !== undefined) {
      if (open !== null) add(values, open[0], unescape(open[1]));
      open = [name, part.slice(name.length + 1)];
    } else if (open !== null && part !== '') open = [open[0], `${open[1]}|${part}`];
  }
  if (open !== null) add(values, open[0], unescape(open[1]));
  return finish(values);
}

/** `src: 192.0.2.7; s_port: 51514; …`, as `fw log` prints it. */
export function readColonPairs(text: string): Fields {
  const values: Values = new Map();
  for (const part of text.split(';')) {
    const colon = part.indexOf(':');
    if (colon > 0) add(values, part.slice(0, colon).trim(), part.slice(colon + 1).trim());
  }
  return finish(values);
}

/** RFC 5424 structured data, `id.name` before; an id may have dots, a name has none. */
export function readDataPairs(data: ReadonlyMap<string, string>): Fields {
  const values: Values = new Map();
  for (const [name, value] of data) add(values, name.slice(name.lastIndexOf('.') + 1), value);
  return finish(values);
}

/** Lists that grow without end are an attack. */
const MOST_VALUES = 64;

function add(values: Values, name: string, value: string): void {
  if (value === '') return;
  const before = values.get(name);
  if (before === undefined) values.set(name, [value]);
  else if (before.length < MOST_VALUES && !before.includes(value)) before.push(value);
}

function finish(values: Values): Fields {
  const fields: Fields = new Map();
  for (const [name, list] of values) fields.set(name, list.length === 1 ? (list[0] ?? '') : list);
  return fields;
}

function unescape(value: string): string {
  return value.includes('\\') ? value.replace(/\\([\\"\]=|;])/g, '$1') : value;
}
