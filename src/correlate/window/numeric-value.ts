import type { FieldValue } from '../../event/event.ts';

const DECIMAL = /^[-+]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][-+]?\d{1,3})?$/;
/** Beyond it a sum of many could overflow; no log holds such a number. */
const MAX_MAGNITUDE = 1e300;
const MAX_CHARS = 64;

/** A number, or text that is a decimal number and nothing else; null for all other values. */
export function readNumber(value: FieldValue): number | null {
  const number = typeof value === 'string' ? parseDecimal(value) : value;
  return typeof number === 'number' && Math.abs(number) <= MAX_MAGNITUDE ? number : null;
}

function parseDecimal(text: string): number | null {
  return text.length <= MAX_CHARS && DECIMAL.test(text) ? Number(text) : null;
}
