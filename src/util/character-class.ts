// What a terminal does with a code point, as display-text needs to know it. Classes follow the Unicode Character
// Database: general categories and emoji properties from the engine's own tables, widths from EastAsianWidth.txt
// (version 15.1, values W and F).

/**
 * `hidden` must be shown as a marker; `mark` joins the letter before it; `jamo` is a Hangul vowel or final, which
 * joins a syllable and is hidden elsewhere; `dropped` only chooses a glyph variant.
 */
export type CharacterClass =
  'narrow' | 'wide' | 'mark' | 'jamo' | 'space' | 'wide-space' | 'hidden' | 'dropped';

const CLASSES = [
  'narrow',
  'wide',
  'mark',
  'jamo',
  'space',
  'wide-space',
  'hidden',
  'dropped',
] as const satisfies readonly CharacterClass[];

const VARIATION_SELECTOR = /\p{Variation_Selector}/u;
/** Acts, cannot be seen, or is not a character: Other, separators of lines, and ignorables such as U+034F. */
const INVISIBLE = /[\p{C}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}]/u;
const PICTOGRAPH = /[\p{Extended_Pictographic}\p{Regional_Indicator}\p{Emoji_Modifier}]/u;
const MARK = /\p{M}/u;
const SPACE = /\p{Zs}/u;

/** First and last code points, ascending. */
type Ranges = readonly (readonly [number, number])[];

/** Hangul vowels and finals that compose with a leading consonant (Unicode 15.1, section 3.12). */
const JAMO: Ranges = [
  [0x1161, 0x11ff],
  [0xd7b0, 0xd7fb],
];

/** Pictographs by property that every terminal draws as one plain cell: (c), (r), arrows, TM. */
const LAST_PLAIN_PICTOGRAPH = 0x22ff;

/** Became wide in Unicode 16: terminals disagree, so they are shown by code. */
const UNSTABLE: Ranges = [
  [0x2630, 0x2637],
  [0x268a, 0x268f],
  [0x4dc0, 0x4dff],
  [0x1d300, 0x1d376],
];

const WIDE: Ranges = [
  [0x1100, 0x115f],
  [0x2329, 0x232a],
  [0x2e80, 0x303e],
  [0x3041, 0x4dbf],
  [0x4e00, 0xa4c6],
  [0xa960, 0xa97c],
  [0xac00, 0xd7a3],
  [0xf900, 0xfaff],
  [0xfe10, 0xfe19],
  [0xfe30, 0xfe6b],
  [0xff01, 0xff60],
  [0xffe0, 0xffe6],
  [0x16fe0, 0x18d08],
  [0x1aff0, 0x1b2fb],
  [0x1f200, 0x1f265],
  [0x20000, 0x3fffd],
];

/** Classes of the basic plane as indexes into CLASSES plus one, filled as they are asked for. */
const cache = new Uint8Array(0x10000);

export function classify(code: number): CharacterClass {
  if (code >= 0x10000) return find(code);
  const known = cache[code] ?? 0;
  if (known > 0) return CLASSES[known - 1] ?? 'hidden';
  const found = find(code);
  cache[code] = CLASSES.indexOf(found) + 1;
  return found;
}

function find(code: number): CharacterClass {
  const character = String.fromCodePoint(code);
  if (VARIATION_SELECTOR.test(character)) return 'dropped';
  if (INVISIBLE.test(character) || isIn(UNSTABLE, code)) return 'hidden';
  if (code > LAST_PLAIN_PICTOGRAPH && PICTOGRAPH.test(character)) return 'hidden';
  if (MARK.test(character)) return 'mark';
  if (isIn(JAMO, code)) return 'jamo';
  if (code === 0x3000) return 'wide-space';
  if (SPACE.test(character)) return 'space';
  return isIn(WIDE, code) ? 'wide' : 'narrow';
}

function isIn(ranges: Ranges, code: number): boolean {
  let low = 0;
  let high = ranges.length - 1;
  while (low <= high) {
    const middle = (low + high) >> 1;
    const [first, last] = ranges[middle] ?? [0, 0];
    if (code < first) high = middle - 1;
    else if (code > last) low = middle + 1;
    else return true;
  }
  return false;
}
