// What an unquoted YAML scalar means in a rule. YAML 1.1 (PyYAML, which SigmaHQ tests with) and YAML 1.2 disagree on
// many: `yes`, `0777`, `1e3`, `12:30`, `1_000`. One principle decides: a scalar is a number, boolean or null only
// where both versions agree (and a number is plain decimal or hexadecimal); all others stay the text as written and
// are reported, so that no two readers see two rules.

export type PlainKind = 'number' | 'boolean' | 'unclear';

/** An unquoted scalar that some YAML version does not read as text; `text` is exactly as written. */
export class PlainScalar {
  readonly kind: PlainKind;
  readonly text: string;

  constructor(kind: PlainKind, text: string) {
    this.kind = kind;
    this.text = text;
  }

  /** js-yaml turns mapping keys into text with `String(key)`, but only for objects of a class of their own. */
  get [Symbol.toStringTag](): string {
    return 'PlainScalar';
  }

  toString(): string {
    return this.text;
  }
}

const NULLS = new Set(['null', 'Null', 'NULL', '~']);
const BOOLEANS = new Set(['true', 'True', 'TRUE', 'false', 'False', 'FALSE']);
const OTHER_BOOLEAN = /^(?:y|n|yes|no|on|off)$/i;
/** Whole and fractional numbers on which YAML 1.1 and 1.2 agree; leading zeros make text of a number. */
const NUMBER = /^[-+]?(?:(?:0|[1-9]\d*)(?:\.\d*)?|\.\d+)$/;
const HEXADECIMAL = /^0x[\da-fA-F]+$/;
/** Read as a number by one version only: octal, binary, underscores, sexagesimal, bare exponent, infinity. */
const OTHER_NUMBER =
  /^(?:[-+]?0[0-7_]+|0o[0-7]+|[-+]?0b[01_]+|[-+]0x[\da-fA-F_]+|0x[\da-fA-F_]+|[-+]?[\d][\d_]*|[-+]?[\d_]*\.?[\d_]*(?:[eE][-+]?\d+)?|[-+]?\d[\d_]*(?::[0-5]?\d)+(?:\.[\d_]*)?|[-+]?\.(?:inf|Inf|INF)|\.(?:nan|NaN|NAN))$/;
/** Longer digits are no number that any log holds; also bounds the work of the patterns. */
const MAX_CHARS = 64;
/** `00000429` has a digit that no octal number has: text for YAML 1.1, and never a number here. */
const NO_OCTAL = /^[-+]?0\d*[89]\d*$/;

/** The scalar's meaning: a `PlainScalar`, null, or undefined for ordinary text. */
export function readPlainScalar(text: string): PlainScalar | null | undefined {
  if (text.length > MAX_CHARS || !mayBeSpecial(text)) return undefined;
  if (NULLS.has(text)) return null;
  if (BOOLEANS.has(text)) return new PlainScalar('boolean', text);
  if (NUMBER.test(text) || HEXADECIMAL.test(text)) return new PlainScalar('number', text);
  if (NO_OCTAL.test(text)) return undefined;
  const isUnclear = OTHER_BOOLEAN.test(text) || (/\d|\./.test(text) && isOtherNumber(text));
  return isUnclear ? new PlainScalar('unclear', text) : undefined;
}

function isOtherNumber(text: string): boolean {
  return OTHER_NUMBER.test(text) && (/\d/.test(text) || /^[-+]?\.[in]/i.test(text));
}

/** Most scalars are words: one look at the first character spares them the patterns. */
function mayBeSpecial(text: string): boolean {
  const code = text.charCodeAt(0);
  return code < 0x41 ? code >= 0x2b && code <= 0x39 : 'tTfFyYnNoO~'.includes(text.charAt(0));
}
