// Unicode simple case folding, the same in every locale: two texts are equal but for case when their folds are equal.
// The fold of a character is the lower-case letter of its class (CaseFolding.txt, statuses C and S; the classes are
// those of the regex flags `iu`). `toLowerCase` alone is not enough: it leaves letters that share an upper case apart
// (ſ and s, ς and σ), looks at context (Σ at a word's end becomes ς) and lengthens İ. Folding keeps the length in
// UTF-16 code units, so an offset in the fold is an offset in the text.

/** Characters whose fold is not their own lower case, and Σ, whose lower case depends on what follows. */
const FOLDS: ReadonlyMap<string, string> = new Map([
  ['\u017f', 's'],
  ['\u00b5', '\u03bc'],
  ['\u0345', '\u03b9'],
  ['\u1fbe', '\u03b9'],
  ['\u1fd3', '\u0390'],
  ['\u1fe3', '\u03b0'],
  ['\u03d0', '\u03b2'],
  ['\u03f5', '\u03b5'],
  ['\u03d1', '\u03b8'],
  ['\u03f0', '\u03ba'],
  ['\u03d6', '\u03c0'],
  ['\u03f1', '\u03c1'],
  ['\u03a3', '\u03c3'],
  ['\u03c2', '\u03c3'],
  ['\u03d5', '\u03c6'],
  ['\u1c80', '\u0432'],
  ['\u1c81', '\u0434'],
  ['\u1c82', '\u043e'],
  ['\u1c83', '\u0441'],
  ['\u1c84', '\u0442'],
  ['\u1c85', '\u0442'],
  ['\u1c86', '\u044a'],
  ['\u1c87', '\u0463'],
  ['\u1c88', '\ua64b'],
  ['\u1e9b', '\u1e61'],
  ['\ufb05', '\ufb06'],
]);
/** İ folds to itself (simple folding), but its lower case is two characters. */
const DOTTED_I = '\u0130';
const SPECIAL = new RegExp(`[${[...FOLDS.keys()].join('')}${DOTTED_I}]`, 'g');

/** The case-insensitive form of `text`; as long as `text`. */
export function foldCase(text: string): string {
  // search ignores lastIndex, so one global regex serves both uses
  if (text.search(SPECIAL) < 0) return text.toLowerCase();
  const plain = text.replace(SPECIAL, (character) => FOLDS.get(character) ?? character);
  return plain
    .split(DOTTED_I)
    .map((part) => part.toLowerCase())
    .join(DOTTED_I);
}
