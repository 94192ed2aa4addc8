// What docs/sigma.md says of each modifier, once more and without any code of src/: for values of which the truth is easy
// to see. An evaluator that is wrong where the other is wrong too is found here.
import type { FieldValue } from '../../src/event/event.ts';

export type Scalar = string | number | boolean | null;

/** A rule's item: `field|modifier: values`. */
export interface Item {
  readonly modifier: string;
  readonly values: readonly Scalar[];
}

export type Fields = Readonly<Record<string, FieldValue>>;

/** Whether the item of field `f` holds. */
export function holds({ modifier, values }: Item, fields: Fields): boolean {
  if (modifier === 'neq') return !holds({ modifier: '', values }, fields);
  const one = (value: Scalar): boolean => holdsOne(modifier, value, fields);
  return modifier === 'all' ? values.every(one) : values.some(one);
}

function holdsOne(modifier: string, value: Scalar, fields: Fields): boolean {
  const isPresent = Object.hasOwn(fields, 'f');
  if (modifier === 'exists') return isPresent === value;
  const leaves = elements(fields['f']);
  if (value === null) return !isPresent || leaves.includes(null);
  if (modifier === 'fieldref')
    return elements(fields[String(value)]).some((other) =>
      leaves.some((leaf) => leaf !== null && other !== null && fold(leaf) === fold(other)),
    );
  return leaves.some((leaf) => leaf !== null && ofLeaf(modifier, value, leaf));
}

type Present = Exclude<Scalar, null>;

const COMPARED: Readonly<Record<string, (a: number, b: number) => boolean>> = {
  lt: (a, b) => a < b,
  lte: (a, b) => a <= b,
  gt: (a, b) => a > b,
  gte: (a, b) => a >= b,
};
/** Minute, hour, day, ISO week, month, year: read off a calendar. */
const DATES: Readonly<Record<string, readonly (number | null)[]>> = {
  '2011-11-11T11:11:11Z': [11, 11, 11, 45, 11, 2011],
  '2026-03-12 10:12:00': [12, 10, 12, 11, 3, 2026],
  '2024-12-30': [null, null, 30, 1, 12, 2024],
  '1700000000': [13, 22, 14, 46, 11, 2023],
};
const PARTS = ['minute', 'hour', 'day', 'week', 'month', 'year'];
const ENCODINGS: Readonly<Record<string, (text: string) => Buffer>> = {
  base64: (text) => Buffer.from(text),
  wide: (text) => Buffer.from(text, 'utf16le'),
  utf16le: (text) => Buffer.from(text, 'utf16le'),
  utf16: (text) => Buffer.from(`\uFEFF${text}`, 'utf16le'),
  utf16be: (text) => Buffer.from(text, 'utf16le').swap16(),
};

function ofLeaf(modifier: string, value: Present, leaf: Present): boolean {
  const text = String(leaf);
  const encode = ENCODINGS[modifier.replace('|base64', '')];
  if (encode !== undefined) return fold(encode(String(value)).toString('base64')) === fold(leaf);
  const compare = COMPARED[modifier];
  if (compare !== undefined) return /^-?\d+(\.\d+)?$/.test(text) && compare(+text, Number(value));
  if (PARTS.includes(modifier)) return DATES[text]?.[PARTS.indexOf(modifier)] === value;
  if (modifier.startsWith('re')) return new RegExp(String(value), modifier.slice(3)).test(text);
  switch (modifier) {
    case 'cidr':
      return /^(::ffff:)?10(\.\d{1,3}){3}$/.test(text);
    case 'base64offset':
      return shownAtOffsets(String(value)).some((shown) => fold(shown) === fold(leaf));
    case 'expand':
      if (value === '%x%') return isLike('ping', text) || isLike('po*', text);
      break;
    case 'windash':
      if (value === '-ping') return /^[-/–—―]ping$/i.test(text);
      break;
    case 'contains':
      return isLike(`*${String(value)}*`, text);
    case 'startswith':
      return isLike(`${String(value)}*`, text);
    case 'endswith':
      return isLike(`*${String(value)}`, text);
    case 'cased':
      return isLike(String(value), text, '');
  }
  return isLike(String(value), text);
}

/** What stays the same of the value's base64 whatever stands around it: bytes of all zeros, of all ones. */
function shownAtOffsets(value: string): readonly string[] {
  return [0, 1, 2].map((offset) => {
    const [zeros = '', ones = ''] = [0x00, 0xff].map((fill) => {
      const around = Buffer.alloc(offset, fill);
      return Buffer.concat([around, Buffer.from(value), Buffer.alloc(3, fill)]).toString('base64');
    });
    const shared = zeros
      .split('')
      .map((character, at) => (character === ones[at] ? character : ' '));
    return shared.join('').replace(/=+$/, '').trim();
  });
}

function isLike(glob: string, text: string, flags = 'i'): boolean {
  const source = glob
    .replace(/[\\^$.|+()[\]{}]/g, '\\$&')
    .replaceAll('*', '[^]*')
    .replaceAll('?', '[^]');
  return new RegExp(`^${source}$`, flags).test(text);
}

function fold(value: Present): string {
  return String(value).toLowerCase();
}

/** The test's arrays hold scalars only. */
function elements(value: FieldValue | undefined): readonly Scalar[] {
  if (value === undefined) return [];
  return (Array.isArray(value) ? value : [value]) as readonly Scalar[];
}
