// Many literals in one text, without regard to case, in one pass that skips (Wu and Manber, "A fast algorithm for
// multi-pattern searching", 1994): of each literal a window of few characters is entered in a table by the hashes of
// its trigrams; where the text's trigram ends no window, the search goes on as far as none can end. The text is not
// folded first: ASCII folds by table on the way.
import { foldCase } from '../../util/case-fold.ts';
import type { Anchor } from './atom.ts';
import type { IndexSet } from './index-set.ts';

export interface Literal {
  /** Folded. */
  readonly text: string;
  readonly anchor: Exclude<Anchor, 'whole'>;
}

export interface LiteralScanner {
  /** No literal stands in a shorter text. */
  readonly minLength: number;
  /** Adds the index of each literal that stands in the text. May add more, never less. */
  scan(text: string, found: IndexSet): void;
}

/** ASCII literals this long are searched for with long skips, shorter ones step by step, the shortest one by one. */
const MIN_LONG_WINDOW = 6;
/** A window as long as the shortest literal skips furthest, but each of its trigrams takes room in the table. */
const MAX_LONG_WINDOW = 12;
const SHORT_WINDOW = 3;
/** Tables are a few times as large as what is entered: there may be thousands of scanners. */
const MIN_TABLE_BITS = 8;
const MAX_TABLE_BITS = 16;
const TABLE_FACTOR = 16;

export function createLiteralScanner(literals: readonly Literal[]): LiteralScanner {
  const lengths = literals.map(({ text }) => text.length);
  const size = Math.min(MAX_LONG_WINDOW, ...lengths.filter((length) => length >= MIN_LONG_WINDOW));
  const foreign = new ForeignLiterals();
  const long: Window[] = [];
  const short: Window[] = [];
  const rest: number[] = [];
  literals.forEach((literal, index) => {
    const { text, anchor } = literal;
    const foreignAt = findForeign(text);
    if (foreignAt >= 0) foreign.enter(literal, { index, at: foreignAt });
    else if (text.length >= MIN_LONG_WINDOW)
      long.push({ text, anchor, index, offset: anchor === 'start' ? 0 : text.length - size });
    else if (text.length >= SHORT_WINDOW) short.push({ text, anchor, index, offset: 0 });
    else rest.push(index);
  });
  const passes = [
    ...(long.length > 0 ? [new SkipSearch(long, size)] : []),
    ...(short.length > 0 ? [new SkipSearch(short, SHORT_WINDOW)] : []),
  ];
  return {
    minLength: Math.min(...lengths),
    scan(text, found) {
      for (const pass of passes) pass.scan(text, found);
      if (rest.length > 0) {
        const folded = foldCase(text);
        for (const index of rest) if (stands(literals[index], folded)) found.add(index);
      }
      foreign.scan(text, found);
    },
  };
}

/** Literals with a character outside ASCII: a text that has none cannot hold them, and few texts have any. */
class ForeignLiterals {
  /** By the first unit outside ASCII. */
  readonly #byUnit = new Map<number, { readonly literal: Literal; readonly index: number }[]>();

  /** @param place the literal's index, and where its first character outside ASCII is */
  enter(literal: Literal, { index, at }: { readonly index: number; readonly at: number }): void {
    const unit = literal.text.charCodeAt(at);
    const known = this.#byUnit.get(unit);
    if (known === undefined) this.#byUnit.set(unit, [{ literal, index }]);
    else known.push({ literal, index });
  }

  scan(text: string, found: IndexSet): void {
    if (this.#byUnit.size === 0 || findForeign(text) < 0) return;
    const folded = foldCase(text);
    const units = new Set<number>();
    for (let at = 0; at < folded.length; at += 1)
      if (folded.charCodeAt(at) >= 0x80) units.add(folded.charCodeAt(at));
    for (const unit of units)
      for (const { literal, index } of this.#byUnit.get(unit) ?? [])
        if (stands(literal, folded)) found.add(index);
  }
}

/** Where the first character outside ASCII is, or -1. */
function findForeign(text: string): number {
  return text.search(/[^\0-\x7f]/);
}

function stands(literal: Literal | undefined, folded: string): boolean {
  if (literal === undefined) return false;
  switch (literal.anchor) {
    case 'start':
      return folded.startsWith(literal.text);
    case 'end':
      return folded.endsWith(literal.text);
    case 'inside':
      return folded.includes(literal.text);
  }
}

/**
 * An ASCII literal with the offset of its window: at the end, because the beginnings of literals (`\\`, `-enc`) are what
 * they have in common.
 */
interface Window extends Literal {
  readonly index: number;
  readonly offset: number;
}

/**
 * What a UTF-16 unit is searched as: its ASCII fold. Of the characters outside ASCII only ſ and the Kelvin sign have
 * one; the others are one class (NUL's, which costs a look at worst).
 */
const CLASSES = ((): Uint8Array => {
  const classes = new Uint8Array(1 << 16);
  for (let code = 0; code < 0x80; code += 1)
    classes[code] = code >= 0x41 && code <= 0x5a ? code + 0x20 : code;
  classes[0x17f] = 0x73;
  classes[0x212a] = 0x6b;
  return classes;
})();

/** The same for both cases of an ASCII letter: the bit that tells them apart is set in all three. */
function hash(a: number, b: number, c: number): number {
  return ((a | 0x20) << 10) ^ ((b | 0x20) << 5) ^ (c | 0x20);
}

function tableBits(entries: number): number {
  const wanted = Math.ceil(Math.log2(entries * TABLE_FACTOR));
  return Math.min(MAX_TABLE_BITS, Math.max(MIN_TABLE_BITS, wanted));
}

const NO_WINDOWS: readonly Window[] = [];

class SkipSearch {
  readonly #size: number;
  /** Of the bits of a hash. */
  readonly #mask: number;
  /** By hash of a trigram: how far the search may go on; 0 = a window may end here. */
  readonly #skips: Uint8Array;
  /** By the key of such an end: the windows that end so. */
  readonly #ending = new Map<number, Window[]>();

  constructor(windows: readonly Window[], size: number) {
    this.#size = size;
    const tableSize = 1 << tableBits(windows.length * (size - 2));
    this.#mask = tableSize - 1;
    this.#skips = new Uint8Array(tableSize).fill(size - 2);
    for (const window of windows) this.#enter(window);
  }

  #enter(window: Window): void {
    const { text, offset } = window;
    for (let end = 2; end < this.#size; end += 1) {
      const at = offset + end;
      const key =
        hash(text.charCodeAt(at - 2), text.charCodeAt(at - 1), text.charCodeAt(at)) & this.#mask;
      const skip = this.#size - 1 - end;
      this.#skips[key] = Math.min(this.#skips[key] ?? 0, skip);
      if (skip > 0) continue;
      const endKey = this.#endKey(key, text, at);
      const ending = this.#ending.get(endKey);
      if (ending === undefined) this.#ending.set(endKey, [window]);
      else ending.push(window);
    }
  }

  scan(text: string, found: IndexSet): void {
    const skips = this.#skips;
    const mask = this.#mask;
    const { length } = text;
    let at = this.#size - 1;
    while (at < length) {
      let a = text.charCodeAt(at - 2);
      let b = text.charCodeAt(at - 1);
      let c = text.charCodeAt(at);
      if ((a | b | c) > 0x7f) {
        a = CLASSES[a] ?? 0;
        b = CLASSES[b] ?? 0;
        c = CLASSES[c] ?? 0;
      }
      const key = hash(a, b, c) & mask;
      const skip = skips[key] ?? 0;
      if (skip === 0) this.#verify(key, text, { at, found });
      at += skip === 0 ? 1 : skip;
    }
  }

  /**
   * A trigram and, where windows are longer, the two characters before it: hundreds of literals end in `.exe`, and
   * each of them would be compared wherever the text holds that.
   */
  #endKey(key: number, text: string, at: number): number {
    if (this.#size < MIN_LONG_WINDOW) return key;
    const nearer = CLASSES[text.charCodeAt(at - 3)] ?? 0;
    const farther = CLASSES[text.charCodeAt(at - 4)] ?? 0;
    return (key << 10) | ((nearer & 0x1f) << 5) | (farther & 0x1f);
  }

  /** Each literal whose window may end at `at`. */
  #verify(key: number, text: string, { at, found }: { at: number; found: IndexSet }): void {
    for (const window of this.#ending.get(this.#endKey(key, text, at)) ?? NO_WINDOWS) {
      if (found.has(window.index)) continue;
      if (standsAt(window, text, at + 1 - this.#size - window.offset)) found.add(window.index);
    }
  }
}

function standsAt({ text: literal, anchor }: Window, text: string, start: number): boolean {
  const end = start + literal.length;
  if (start < 0 || end > text.length) return false;
  if (anchor === 'start' && start > 0) return false;
  if (anchor === 'end' && end < text.length) return false;
  for (let at = 0; at < literal.length; at += 1)
    if (CLASSES[text.charCodeAt(start + at)] !== literal.charCodeAt(at)) return false;
  return true;
}
