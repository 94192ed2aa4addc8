// The one way by which text from outside reaches a terminal or a plain-text report. What can act there or break
// the alignment is shown instead of sent: controls, bidi and other format characters, unassigned and private code
// points, line separators and pictographs as `<9B>`; bytes that were not UTF-8 (util/utf8) as `<80>`. Letters are
// composed (NFC), marks stay on their letter, variation selectors are dropped, East-Asian wide letters take two
// cells. Why: one raw C1 control in a log line set the window title and made a terminal type its answer into the
// program; decomposed Vietnamese lost its tones, which makes other words.
import { classify } from './character-class.ts';

/** Clusters of a row that are ever looked at; no terminal row is longer. */
const ROW_CLUSTERS = 400;
/** Marks kept on one letter; more are dropped: stacked marks overprint the rows around them. */
const MARKS_PER_CELL = 8;
/** Code units looked at for one cell: a base, its marks, and room for what is dropped; bounds work on giant lines. */
const UNITS_PER_CELL = 32;
/** Latin with Vietnamese, as nearly all logs are: one cell a character, composed, nothing to hide. */
const FAST = /^[\u0020-\u007e\u00a1-\u00ac\u00ae-\u024f\u1e00-\u1eff]*$/u;
const FAST_RUN = /[\u0020-\u007e\u00a1-\u00ac\u00ae-\u024f\u1e00-\u1eff]+/uy;

/** One letter with its marks, or one character of a `<9B>` marker. */
export interface Cluster {
  readonly text: string;
  /** Terminal cells: 1, or 2 for East-Asian wide. */
  readonly width: 1 | 2;
}

/** The safe clusters of `text`, at most `max`. */
export function clusters(text: string, max: number = ROW_CLUSTERS): readonly Cluster[] {
  const found: Cluster[] = [];
  const cells = toCells(text, max * 2);
  for (let i = 0; i < cells.length && found.length < max; i += 1) {
    const isWide = cells[i + 1] === '';
    found.push({ text: cells[i] ?? '', width: isWide ? 2 : 1 });
    if (isWide) i += 1;
  }
  return found;
}

/**
 * One string a terminal cell; `''` is the right half of the wide cell before it. At most `max` cells: a wide
 * cluster that would straddle the end is left out.
 */
export function toCells(text: string, max: number = ROW_CLUSTERS): readonly string[] {
  const head = text.length > max * UNITS_PER_CELL ? text.slice(0, max * UNITS_PER_CELL) : text;
  if (FAST.test(head)) return head.slice(0, max).split('');
  return new CellReader(max).read(head);
}

/** Cells that `text` takes when shown in full. */
export function displayWidth(text: string): number {
  return FAST.test(text) ? text.length : new CellReader(Infinity).read(text).length;
}

/** `text` as shown, cut to `width` cells with `…` when it is longer. */
export function truncate(text: string, width: number): string {
  if (width <= 0) return '';
  const cells = toCells(text, width + 2);
  if (cells.length <= width) return cells.join('');
  const isHalf = cells[width - 1] === '';
  return `${cells.slice(0, isHalf ? width - 2 : width - 1).join('')}${isHalf ? ' ' : ''}…`;
}

/** The whole of `text`, safe to print: one line, whatever it held. */
export function toDisplayText(text: string): string {
  return FAST.test(text) ? text : new CellReader(Infinity).read(text).join('');
}

/** Reads one text into cells; `#base` is the cell being built, which later marks may still join. */
class CellReader {
  readonly #max: number;
  readonly #cells: string[] = [];
  #base = '';
  #width = 1;
  #marks = 0;
  #takesMarks = false;
  #isFull = false;

  constructor(max: number) {
    this.#max = max;
  }

  read(text: string): string[] {
    let at = 0;
    while (at < text.length && !this.#isFull) {
      at += this.#readFastRun(text, at) || this.#readCodePoint(text.codePointAt(at) ?? 0);
    }
    this.#finish();
    return this.#cells;
  }

  /** Plain letters at `at`, all but the last pushed at once; returns how many code units were read. */
  #readFastRun(text: string, at: number): number {
    FAST_RUN.lastIndex = at;
    const run = FAST_RUN.exec(text)?.[0];
    if (run === undefined) return 0;
    this.#finish();
    const free = this.#isFull ? 0 : this.#max - this.#cells.length;
    const last = Math.min(run.length, free) - 1;
    for (let i = 0; i < last; i += 1) this.#cells.push(run.charAt(i));
    if (last >= 0) this.#start(run.charAt(last), 1, true);
    this.#isFull = free <= 0;
    return run.length;
  }

  /** Reads one character; returns its code units. */
  #readCodePoint(code: number): number {
    const character = String.fromCodePoint(code);
    const kind = classify(code);
    const isHangul = kind === 'jamo' && HANGUL.test(this.#base);
    if (kind === 'mark' || isHangul) this.#join(character);
    else if (kind === 'hidden' || kind === 'jamo') this.#showMarker(code);
    else if (kind === 'wide-space') for (const half of '  ') this.#start(half, 1, true);
    else if (kind === 'space') this.#start(' ', 1, true);
    else if (kind !== 'dropped') this.#start(character, kind === 'wide' ? 2 : 1, true);
    return character.length;
  }

  #join(mark: string): void {
    if (!this.#takesMarks) this.#start('◌', 1, true);
    if (this.#marks < MARKS_PER_CELL) this.#base += mark;
    this.#marks += 1;
  }

  /** A marker's signs take no marks: `>` with U+0338 would compose to another sign. */
  #showMarker(code: number): void {
    const isByte = code >= 0xdc80 && code <= 0xdcff;
    const hex = (isByte ? code - 0xdc00 : code).toString(16).toUpperCase().padStart(2, '0');
    for (const sign of `<${hex}>`) this.#start(sign, 1, false);
  }

  #start(base: string, width: 1 | 2, takesMarks: boolean): void {
    this.#finish();
    this.#base = base;
    this.#width = width;
    this.#marks = 0;
    this.#takesMarks = takesMarks;
  }

  #finish(): void {
    if (this.#base !== '' && !this.#isFull) {
      if (this.#cells.length + this.#width > this.#max) this.#isFull = true;
      else {
        this.#cells.push(this.#base.normalize('NFC'));
        if (this.#width === 2) this.#cells.push('');
      }
    }
    this.#base = '';
    this.#takesMarks = false;
  }
}

/** A leading consonant or a syllable, maybe with vowels and finals, which more jamo may join. */
const HANGUL = /^[\u1100-\u115e\ua960-\ua97c\uac00-\ud7a3]/u;
