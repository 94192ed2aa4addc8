// Numbers of rules and events compared as decimal text, digit by digit: no integer loses digits over 2^53, and a
// string of a million digits costs one pass.

interface Decimal {
  readonly isNegative: boolean;
  /** Digits before the point, without leading zeros. */
  readonly whole: string;
  /** Digits after the point, without trailing zeros. */
  readonly fraction: string;
}

/** A double tells all decimals of up to 15 significant digits apart (IEEE 754). */
const EXACT_CHARS = 15;
const ZERO = 0x30;

/** Whether the text is a decimal number: an optional sign, digits, an optional fraction. No exponent, no spaces. */
export function isDecimal(text: string): boolean {
  return /^[+-]?\d+(?:\.\d+)?$/.test(text);
}

/** Compares two decimal texts by value: negative, zero or positive. Both must be `isDecimal`. */
export function compareDecimals(a: string, b: string): number {
  if (a.length <= EXACT_CHARS && b.length <= EXACT_CHARS) return Number(a) - Number(b);
  const [left, right] = [parseDecimal(a), parseDecimal(b)];
  if (left.isNegative !== right.isNegative) return left.isNegative ? -1 : 1;
  const order = compareMagnitudes(left, right);
  return left.isNegative ? -order : order;
}

function compareMagnitudes(a: Decimal, b: Decimal): number {
  if (a.whole.length !== b.whole.length) return a.whole.length - b.whole.length;
  if (a.whole !== b.whole) return a.whole < b.whole ? -1 : 1;
  if (a.fraction === b.fraction) return 0;
  return a.fraction < b.fraction ? -1 : 1;
}

/** By index, not by regex: `0*$` after a lazy group is quadratic in the zeros of a hostile value. */
function parseDecimal(text: string): Decimal {
  const signed = text.startsWith('-') || text.startsWith('+');
  const point = text.indexOf('.');
  const wholeEnd = point < 0 ? text.length : point;
  let start = signed ? 1 : 0;
  while (start < wholeEnd && text.charCodeAt(start) === ZERO) start += 1;
  let end = text.length;
  while (end > wholeEnd + 1 && text.charCodeAt(end - 1) === ZERO) end -= 1;
  const whole = text.slice(start, wholeEnd);
  const fraction = text.slice(wholeEnd + 1, end);
  return { isNegative: text.startsWith('-') && whole + fraction !== '', whole, fraction };
}
