import { toCells } from '../../util/display-text.ts';
import type { Span } from '../canvas.ts';

/** One line of a text that scrolls. */
export type Line = readonly Span[];

export const BLANK: Line = [];

/** `text` cut into lines of `width` cells, anywhere: for log lines, whose every character counts. */
export function wrapCells(text: string, width: number, maxCells: number): readonly string[] {
  const cells = toCells(text, maxCells);
  const lines: string[] = [];
  for (let at = 0; at < cells.length;) {
    const end = Math.min(at + Math.max(2, width), cells.length);
    // the two halves of a wide letter stay together
    const cut = cells[end] === '' ? end - 1 : end;
    lines.push(cells.slice(at, cut).join(''));
    at = cut;
  }
  return lines.length === 0 ? [''] : lines;
}

/** `text` in lines of at most `width` cells, between words where it can be: for sentences. */
export function wrapWords(text: string, width: number): readonly string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(' ')) {
    for (const part of wrapCells(word, width, 2000)) {
      const isFirst = line === '';
      const joined = isFirst ? part : `${line} ${part}`;
      if (isFirst || toCells(joined, width + 2).length <= width) line = joined;
      else {
        lines.push(line);
        line = part;
      }
    }
  }
  return [...lines, line];
}

/** A name in its column and a text beside it, wrapped under itself. */
export function labelled(
  label: Span,
  text: Span,
  place: { readonly indent: number; readonly width: number; readonly ellipsis: string },
): readonly Line[] {
  const { indent, width, ellipsis } = place;
  return wrapWords(text.text, Math.max(8, width - indent)).map((part, i) => [
    { text: pad(i === 0 ? label.text : '', indent, ellipsis), style: label.style },
    { text: part, style: text.style },
  ]);
}

/** `text` in a column of `width` cells with a blank at its end, cut if need be. */
export function pad(text: string, width: number, ellipsis: string): string {
  const cells = toCells(text, width + 2);
  if (cells.length < width) return `${cells.join('')}${' '.repeat(width - cells.length)}`;
  return `${cells.slice(0, width - 2).join('')}${ellipsis} `;
}
