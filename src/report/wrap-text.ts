import { displayWidth, toCells, toDisplayText } from '../util/display-text.ts';

/** `text` as safe lines of at most `width` cells, broken between words, or inside a word that is longer. */
export function wrapText(text: string, width: number): readonly string[] {
  const lines: string[] = [];
  let line: string | null = null;
  for (const word of toDisplayText(text).split(' ')) {
    const joined: string = line === null ? word : `${line} ${word}`;
    if (displayWidth(joined) <= width) {
      line = joined;
      continue;
    }
    if (line !== null) lines.push(line);
    const parts = cutCells(word, width);
    lines.push(...parts.slice(0, -1));
    line = parts.at(-1) ?? '';
  }
  lines.push(line ?? '');
  return lines.map((each) => each.trimEnd());
}

/** `text` cut every `width` cells; a wide letter is never halved. */
function cutCells(text: string, width: number): readonly string[] {
  const cells = toCells(text, Infinity);
  const parts: string[] = [];
  for (let from = 0; from < cells.length;) {
    const isHalf = cells[from + width] === '';
    const to = from + Math.max(isHalf ? width - 1 : width, 1);
    parts.push(cells.slice(from, to).join(''));
    from = to;
  }
  return parts;
}
