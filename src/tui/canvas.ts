import { toCells } from '../util/display-text.ts';
import { foldMarks } from '../util/text-fold.ts';
import type { Grid, Style } from './grid.ts';

/** A piece of a line: text of any origin, and how it is drawn. */
export interface Span {
  readonly text: string;
  readonly style: Style;
}

/** Part of the screen, in cells. */
export interface Rect {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/**
 * What views draw on. Every text passes util/display-text here, so nothing raw can get into a Grid; what does not
 * fit ends with an ellipsis; what lies outside is left out.
 */
export class Canvas {
  readonly columns: number;
  readonly rows: number;
  readonly #texts: string[];
  readonly #styles: Int32Array;
  readonly #ellipsis: string;

  constructor(columns: number, rows: number, options: { style: Style; ellipsis: string }) {
    this.columns = columns;
    this.rows = rows;
    this.#texts = Array.from({ length: columns * rows }, () => ' ');
    this.#styles = new Int32Array(columns * rows).fill(options.style);
    this.#ellipsis = options.ellipsis;
  }

  /** Writes at most `width` cells from (`x`, `y`); returns the column after the text. */
  put(x: number, y: number, span: Span, width: number = this.columns): number {
    const room = Math.min(width, this.columns - x);
    if (y < 0 || y >= this.rows || x < 0 || room <= 0) return x;
    const cells = toCells(span.text, room + 2);
    const isCut = cells.length > room;
    const shown = isCut ? room - 1 : cells.length;
    const at = y * this.columns + x;
    for (let i = 0; i < shown; i += 1) {
      this.#texts[at + i] = cells[i] ?? ' ';
      this.#styles[at + i] = span.style;
    }
    if (!isCut) return x + shown;
    // a wide letter that would be cut in half makes room for the ellipsis
    if (cells[shown] === '' && shown > 0) this.#texts[at + shown - 1] = ' ';
    this.#texts[at + shown] = this.#ellipsis;
    this.#styles[at + shown] = span.style;
    return x + room;
  }

  /** Spans one after the other within `width` cells; returns the column after them. */
  putSpans(x: number, y: number, spans: readonly Span[], width: number = this.columns): number {
    const end = Math.min(x + width, this.columns);
    return spans.reduce((column, span) => this.put(column, y, span, end - column), x);
  }

  /** Writes `text` so that it ends before column `end`. */
  putRight(end: number, y: number, span: Span): void {
    this.put(Math.max(0, end - toCells(span.text).length), y, span, end);
  }

  /** Changes the style of what is drawn: `change` gets the present style. */
  restyle(area: Rect, change: (style: Style) => Style): void {
    for (let y = Math.max(0, area.y); y < Math.min(area.y + area.height, this.rows); y += 1) {
      const end = Math.min(area.x + area.width, this.columns);
      for (let x = Math.max(0, area.x); x < end; x += 1) {
        const at = y * this.columns + x;
        this.#styles[at] = change(this.#styles[at] ?? 0);
      }
    }
  }

  clear(area: Rect, style: Style): void {
    for (let y = area.y; y < area.y + area.height; y += 1) {
      this.put(area.x, y, { text: ' '.repeat(Math.max(0, area.width)), style }, area.width);
    }
  }

  /** The picture; with `isAscii` letters lose their marks and any other sign becomes `?`. */
  toGrid(isAscii: boolean): Grid {
    const texts = isAscii ? this.#texts.map(toAscii) : this.#texts;
    return { columns: this.columns, rows: this.rows, texts, styles: this.#styles };
  }
}

function toAscii(text: string, index: number, all: readonly string[]): string {
  if (text === '') return '?';
  if (text <= '~') return text;
  const plain = TYPOGRAPHY.get(text);
  if (plain !== undefined) return plain;
  // the two halves of a wide letter become two signs, so that columns stay
  const folded = all[index + 1] === '' ? '?' : foldMarks(text);
  return folded.length === 1 && folded <= '~' ? folded : '?';
}

/** Signs that people's texts are full of, where they have a near relation in ASCII. */
const TYPOGRAPHY: ReadonlyMap<string, string> = new Map([
  ['…', '~'],
  ['·', '-'],
  ['–', '-'],
  ['—', '-'],
  ['×', 'x'],
  ['→', '>'],
  ['‘', "'"],
  ['’', "'"],
  ['“', '"'],
  ['”', '"'],
]);
