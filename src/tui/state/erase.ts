import { toCells } from '../../util/display-text.ts';

/** `text` without its last letter, with all of its marks. */
export function eraseLetter(text: string): string {
  const cells = toCells(text, Infinity).filter((cell) => cell !== '');
  return cells.slice(0, -1).join('');
}
