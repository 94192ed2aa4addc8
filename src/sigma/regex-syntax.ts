// The part of JavaScript's regex grammar (flag `u`) that can be matched in linear time, as a tree. The loader has
// translated the rule's own flavour into it (sigma/regex). What one character may be is never interpreted here: an
// atom's text is handed to a native regex that sees one character.

export type RegexNode =
  /** One character; `atom` is its source: `a`, `\d`, `[^\n]`. */
  | { readonly kind: 'character'; readonly atom: string }
  | { readonly kind: 'assertion'; readonly assertion: Assertion }
  | { readonly kind: 'sequence'; readonly parts: readonly RegexNode[] }
  | { readonly kind: 'choice'; readonly options: readonly RegexNode[] }
  /** Greedy or lazy: whether there is a match does not depend on it. `max` may be Infinity. */
  | {
      readonly kind: 'repeat';
      readonly min: number;
      readonly max: number;
      readonly body: RegexNode;
    };

/** `\\A` and `\\z` are the ends of the text whatever the flags; in JavaScript they are spelled `START` and `END`. */
export type Assertion = '^' | '$' | '\\b' | '\\B' | '\\A' | '\\z';

export const START = '(?<![^])';
export const END = '(?![^])';
const ASSERTIONS: readonly (readonly [string, Assertion])[] = [
  ['^', '^'],
  ['$', '$'],
  ['\\b', '\\b'],
  ['\\B', '\\B'],
  [START, '\\A'],
  [END, '\\z'],
];

/** The tree of a source that compiles with the flag `u`, or null when it uses look-around or back-references. */
export function parseRegex(source: string): RegexNode | null {
  const parser = new Parser(source);
  const tree = parser.readChoice();
  return parser.isRefused || !parser.isAtEnd ? null : tree;
}

const ATOM =
  /\[(?:[^\]\\]|\\[^])*\]|\\(?:u\{[\da-fA-F]+\}|u[\da-fA-F]{4}|x[\da-fA-F]{2}|c[A-Za-z]|[pP]\{[^}]*\}|[^1-9kbB])|[^\\()|^$*+?{]/uy;
const QUANTIFIER = /(?:[*+?]|\{(\d+)(,?)(\d*)\})\??/y;

class Parser {
  readonly #source: string;
  #at = 0;
  isRefused = false;

  constructor(source: string) {
    this.#source = source;
  }

  get isAtEnd(): boolean {
    return this.#at >= this.#source.length;
  }

  readChoice(): RegexNode {
    const options = [this.#readSequence()];
    while (this.#take('|')) options.push(this.#readSequence());
    const [only] = options;
    return options.length === 1 && only !== undefined ? only : { kind: 'choice', options };
  }

  #readSequence(): RegexNode {
    const parts: RegexNode[] = [];
    while (!this.isAtEnd && !this.isRefused && !/[|)]/.test(this.#source.charAt(this.#at)))
      parts.push(this.#readTerm());
    return { kind: 'sequence', parts };
  }

  #readTerm(): RegexNode {
    for (const [text, assertion] of ASSERTIONS)
      if (this.#take(text)) return { kind: 'assertion', assertion };
    return this.#readQuantifier(this.#readAtom());
  }

  #readAtom(): RegexNode {
    if (this.#take('(')) {
      if (!this.#take('?:') && this.#source.startsWith('?', this.#at)) return this.#refuse();
      const body = this.readChoice();
      return this.#take(')') ? body : this.#refuse();
    }
    ATOM.lastIndex = this.#at;
    const atom = ATOM.exec(this.#source)?.[0];
    if (atom === undefined) return this.#refuse();
    this.#at += atom.length;
    return { kind: 'character', atom };
  }

  #readQuantifier(body: RegexNode): RegexNode {
    QUANTIFIER.lastIndex = this.#at;
    const found = QUANTIFIER.exec(this.#source);
    if (found === null) return body;
    const [text, least, comma, most] = found;
    this.#at += text.length;
    if (least === undefined) {
      const [min, max] = { '*': [0, Infinity], '+': [1, Infinity], '?': [0, 1] }[
        text.charAt(0)
      ] ?? [1, 1];
      return { kind: 'repeat', min: min ?? 1, max: max ?? 1, body };
    }
    const min = Number(least);
    const max = comma === '' ? min : most === '' ? Infinity : Number(most);
    return { kind: 'repeat', min, max, body };
  }

  #take(text: string): boolean {
    if (!this.#source.startsWith(text, this.#at)) return false;
    this.#at += text.length;
    return true;
  }

  #refuse(): RegexNode {
    this.isRefused = true;
    return { kind: 'sequence', parts: [] };
  }
}

/** Largest size of a regex: bounds the work for each character of a hostile text. */
export const MAX_REGEX_SIZE = 5000;

/** How many characters, assertions and branches the regex has with its repetitions written out. */
export function regexSize(node: RegexNode): number {
  switch (node.kind) {
    case 'character':
    case 'assertion':
      return 1;
    case 'sequence':
      return node.parts.reduce((total, part) => total + regexSize(part), 0);
    case 'choice':
      return node.options.reduce((total, option) => total + regexSize(option) + 1, -1);
    case 'repeat': {
      const size = regexSize(node.body);
      return node.max === Infinity
        ? (node.min + 1) * size + 1
        : node.max * size + node.max - node.min;
    }
  }
}

/** What a backtracking engine may have to try from one starting point: at most `ways * length ** degree`. */
export interface BacktrackingCost {
  readonly ways: number;
  readonly degree: number;
}

/** A repetition this wide or wider counts as one over the whole text. */
const WIDE = 10;
const UNBOUNDED: BacktrackingCost = { ways: Infinity, degree: Infinity };

/** Repetitions and choices one after the other multiply; what has choices inside a wide repetition has no bound. */
export function backtrackingCost(node: RegexNode): BacktrackingCost {
  switch (node.kind) {
    case 'character':
    case 'assertion':
      return { ways: 1, degree: 0 };
    case 'sequence':
      return node.parts
        .map(backtrackingCost)
        .reduce(
          (total, part) => ({ ways: total.ways * part.ways, degree: total.degree + part.degree }),
          { ways: 1, degree: 0 },
        );
    case 'choice':
      return node.options.map(backtrackingCost).reduce((total, option) => ({
        ways: total.ways + option.ways,
        degree: Math.max(total.degree, option.degree),
      }));
    case 'repeat': {
      const { ways, degree } = backtrackingCost(node.body);
      const spread = node.max - node.min + 1;
      if (spread <= WIDE) return { ways: spread * ways ** node.max, degree: degree * node.max };
      return ways === 1 && degree === 0 ? { ways: 1, degree: 1 } : UNBOUNDED;
    }
  }
}
