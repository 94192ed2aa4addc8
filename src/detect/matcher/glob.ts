// Strings with wildcards, matched without backtracking: the parts between two `*` are searched for from left to right,
// the first place is always good enough, and the last ones are compared from the end. The cost is at most the text's
// length times the pattern's.
import type { StringPart } from '../../sigma/pattern.ts';
import type { TextTest } from '../regex/regex-test.ts';

/** A part of fixed length in code points. */
type FixedPart = Exclude<StringPart, { kind: 'many' }>;
type Segment = readonly FixedPart[];

/** The parts as a test of a text that is folded as the literals are. */
export function compileGlob(parts: readonly StringPart[]): TextTest {
  const segments = splitAtMany(parts);
  const head = segments[0] ?? [];
  if (segments.length === 1) return (text) => matchForward(head, text, 0) === text.length;
  const tail = segments.at(-1) ?? [];
  const middle = segments.slice(1, -1).filter((segment) => segment.length > 0);
  return (text) => {
    let at = matchForward(head, text, 0);
    if (at < 0) return false;
    const end = matchBackward(tail, text);
    if (end < at) return false;
    for (const segment of middle) {
      at = findSegment(segment, text, at);
      if (at < 0 || at > end) return false;
    }
    return true;
  };
}

/** n `*` make n+1 segments, of which the first and the last may be empty. */
function splitAtMany(parts: readonly StringPart[]): readonly Segment[] {
  const segments: FixedPart[][] = [[]];
  for (const part of parts) {
    if (part.kind === 'many') segments.push([]);
    else segments.at(-1)?.push(part);
  }
  return segments;
}

/** Where the segment that stands at `start` ends, or -1. */
function matchForward(segment: Segment, text: string, start: number): number {
  let at = start;
  for (const part of segment) {
    if (part.kind === 'literal') {
      if (!text.startsWith(part.text, at)) return -1;
      at += part.text.length;
    } else {
      if (at >= text.length) return -1;
      if (part.kind === 'dash' && !isDash(text.charCodeAt(at))) return -1;
      at += part.kind === 'one' && isPair(text, at) ? 2 : 1;
    }
  }
  return at;
}

/** Where the segment that ends with the text starts, or -1. */
function matchBackward(segment: Segment, text: string): number {
  let at = text.length;
  for (let index = segment.length - 1; index >= 0; index -= 1) {
    const part = segment[index];
    if (part === undefined) return -1;
    if (part.kind === 'literal') {
      if (!text.endsWith(part.text, at)) return -1;
      at -= part.text.length;
    } else {
      if (at <= 0) return -1;
      if (part.kind === 'dash' && !isDash(text.charCodeAt(at - 1))) return -1;
      at -= part.kind === 'one' && at >= 2 && isPair(text, at - 2) ? 2 : 1;
    }
  }
  return at;
}

/** The end of the segment's first occurrence at or after `from`, or -1. */
function findSegment(segment: Segment, text: string, from: number): number {
  const first = segment[0];
  const literal = first?.kind === 'literal' ? first.text : '';
  for (let start = from; start <= text.length; start += 1) {
    start = text.indexOf(literal, start);
    if (start < 0) return -1;
    const end = matchForward(segment, text, start);
    if (end >= 0) return end;
  }
  return -1;
}

function isPair(text: string, at: number): boolean {
  return (text.charCodeAt(at) & 0xfc00) === 0xd800 && (text.charCodeAt(at + 1) & 0xfc00) === 0xdc00;
}

/** The five characters of `windash`. */
function isDash(code: number): boolean {
  return code === 0x2d || code === 0x2f || (code >= 0x2013 && code <= 0x2015);
}
