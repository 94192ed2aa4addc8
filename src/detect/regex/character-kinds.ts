// Characters by what a regex can tell about them: two characters that the same atoms match are one kind. An automaton
// then needs one step for each kind, not for each of a million characters.

/** What lies before or behind a place in the text, as far as assertions ask. */
export interface Neighbour {
  readonly isWord: boolean;
  readonly isLineEnd: boolean;
  readonly isEdge: boolean;
}

export interface CharacterKind {
  readonly place: Neighbour;
  /** Small number, the same for all characters of the kind. */
  readonly index: number;
  /** By atom: whether it matches. */
  readonly matches: readonly boolean[];
}

/** Before the first and behind the last character. */
export const EDGE: Neighbour = { isWord: false, isLineEnd: false, isEdge: true };

const ASCII = 128;
/** Other characters remembered at a time: text may hold all of Unicode. */
const MAX_REMEMBERED = 1024;

/** Finds the kind of a code point for the atoms of one regex. */
export function createCharacterKinds(
  atoms: readonly string[],
  flags: string,
): (codePoint: number) => CharacterKind {
  // no `m`: here `$` must be the end
  const tests = atoms.map((atom) => new RegExp(`^(?:${atom})$`, flags.replace('m', '')));
  const word = new RegExp(String.raw`^\w$`, flags.replace('m', ''));
  const kinds = new Map<string, CharacterKind>();
  const ascii: (CharacterKind | undefined)[] = Array.from({ length: ASCII });
  const others = new Map<number, CharacterKind>();

  const classify = (codePoint: number): CharacterKind => {
    const character = String.fromCodePoint(codePoint);
    const matches = tests.map((test) => test.test(character));
    const isWord = word.test(character);
    const isLineEnd = /^[\n\r\u2028\u2029]$/.test(character);
    const key = [...matches, isWord, isLineEnd].map(Number).join('');
    const known = kinds.get(key);
    if (known !== undefined) return known;
    const place = { isWord, isLineEnd, isEdge: false };
    const kind = { index: kinds.size, matches, place };
    kinds.set(key, kind);
    return kind;
  };

  return (codePoint) => {
    const known = codePoint < ASCII ? ascii[codePoint] : others.get(codePoint);
    if (known !== undefined) return known;
    const kind = classify(codePoint);
    if (codePoint < ASCII) ascii[codePoint] = kind;
    else {
      if (others.size >= MAX_REMEMBERED) others.clear();
      others.set(codePoint, kind);
    }
    return kind;
  };
}
