// Times as a mapping file spells them (`dd/mm/yyyy HH:MM:SS`): consoles write them in the style of their language.
import { civilToMs } from '../../util/utc-time.ts';
import { parseOffset } from '../timestamp.ts';
import type { ClockReading } from '../timestamp.ts';
import { parseEpoch } from './epoch-time.ts';
import { parseIsoTime } from './iso-time.ts';

export type TimeParser = (text: string) => ClockReading | null;

type Part = keyof typeof PARTS;

/** What each token matches. `mm` is the month, `MM` the minute, as product.md writes dates. */
const PARTS = {
  yyyy: '(\\d{4})',
  yy: '(\\d{2})',
  mm: '(\\d{1,2})',
  dd: '(\\d{1,2})',
  HH: '(\\d{1,2})',
  hh: '(\\d{1,2})',
  MM: '(\\d{1,2})',
  SS: '(\\d{1,2})',
  fff: '(\\d{1,9})',
  tt: '(AM|PM|SA|CH|A\\.M\\.|P\\.M\\.)',
  zzz: '(Z|[+-]\\d{1,2}(?::?\\d{2})?)',
} as const;

export const TIME_TOKENS = ['iso', 'epoch', ...Object.keys(PARTS)].join(', ');

/**
 * A parser for times written like `pattern`: tokens `yyyy yy mm dd HH hh MM SS fff tt zzz`, anything else stands for
 * itself, one space for any run of spaces; or the whole pattern is `iso` or `epoch`. Null when the pattern lacks
 * year, month, day or hour, or names one twice.
 */
export function compileTimePattern(pattern: string): TimeParser | null {
  if (pattern === 'iso') return parseIsoTime;
  if (pattern === 'epoch') return parseEpochText;
  const parts: Part[] = [];
  const source = pattern
    .trim()
    .replace(/yyyy|yy|mm|dd|HH|hh|MM|SS|fff|tt|zzz|\s+|[^\w\s]|\w/g, (token) => {
      if (token.trim().length === 0) return '\\s+';
      if (!isPart(token)) return token.replace(/[^\w\s]/, '\\$&');
      parts.push(token);
      return PARTS[token];
    });
  if (new Set(parts).size !== parts.length || !isComplete(parts)) return null;
  // No token repeats without bound and literals are escaped: linear on any input
  const expression = new RegExp(`^\\s*${source}\\s*$`, 'i');
  return (text) => readParts(parts, expression.exec(text));
}

function isPart(token: string): token is Part {
  return Object.hasOwn(PARTS, token);
}

function isComplete(parts: readonly Part[]): boolean {
  const has = (part: Part): boolean => parts.includes(part);
  return (
    has('yyyy') !== has('yy') &&
    has('mm') &&
    has('dd') &&
    has('HH') !== has('hh') &&
    has('hh') === has('tt')
  );
}

function readParts(parts: readonly Part[], match: RegExpExecArray | null): ClockReading | null {
  if (match === null) return null;
  const text = (part: Part): string => {
    const index = parts.indexOf(part);
    return index < 0 ? '' : (match[index + 1] ?? '');
  };
  const shortYear = text('yy');
  const localMs = civilToMs({
    year: shortYear === '' ? Number(text('yyyy')) : 2000 + Number(shortYear),
    month: Number(text('mm')),
    day: Number(text('dd')),
    hour: text('hh') === '' ? Number(text('HH')) : toHour24(Number(text('hh')), text('tt')),
    minute: Number(text('MM')),
    second: Number(text('SS')),
    millisecond: Number(text('fff').slice(0, 3).padEnd(3, '0')),
  });
  if (localMs === null) return null;
  const zone = text('zzz').toUpperCase();
  return { localMs, offsetMinutes: zone === 'Z' ? 0 : parseOffset(zone) };
}

/** SA and CH (sáng, chiều) are how Windows in Vietnamese writes AM and PM. */
function toHour24(hour: number, half: string): number {
  if (hour < 1 || hour > 12) return 24;
  return (hour % 12) + (/^[pc]/i.test(half) ? 12 : 0);
}

function parseEpochText(text: string): ClockReading | null {
  const localMs = parseEpoch(text.trim());
  return localMs === null ? null : { localMs, offsetMinutes: 0 };
}
