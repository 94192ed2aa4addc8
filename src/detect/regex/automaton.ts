// Runs a regex program over a text in one pass: the set of instructions that may come next is a state, and the step
// from a state by a kind of character is worked out once (a deterministic automaton made as needed). A hostile text
// can at worst make every step new, which costs the program's size; it can never make the run go back.
import type { CharacterKind, Neighbour } from './character-kinds.ts';
import { createCharacterKinds, EDGE } from './character-kinds.ts';
import type { RegexProgram } from './program.ts';
import type { Assertion } from '../../sigma/regex-syntax.ts';

/** Indexes of instructions; a program is short enough for 16 bits. */
type Threads = Uint16Array<ArrayBuffer>;

interface State {
  /** Instructions to go on from, ascending; the start is always among them: a match may begin anywhere. */
  readonly threads: Threads;
  readonly before: Neighbour;
  /** By kind of the next character: the next state, or null when the text so far holds a match. */
  readonly steps: (State | null | undefined)[];
}

/** Threads in all remembered states, some bytes each. */
const MAX_REMEMBERED_THREADS = 600_000;

/** Whether the program matches anywhere in a text. `flags` are the regex's own. */
export function createAutomaton(program: RegexProgram, flags: string): (text: string) => boolean {
  const kindOf = createCharacterKinds(program.atoms, flags);
  const follow = createFollower(program, flags.includes('m'));
  const states = new Map<string, State>();
  let remembered = 0;

  const toState = (threads: Threads, before: Neighbour): State => {
    threads.sort();
    const place = (before.isWord ? 1 : 0) + (before.isLineEnd ? 2 : 0) + (before.isEdge ? 4 : 0);
    const key = String.fromCharCode(place, ...threads);
    const known = states.get(key);
    if (known !== undefined) return known;
    const state: State = { threads, before, steps: [] };
    states.set(key, state);
    remembered += threads.length;
    return state;
  };

  const step = (state: State, kind: CharacterKind): State | null => {
    const known = state.steps[kind.index];
    if (known !== undefined) return known;
    const threads = follow(state.threads, state.before, kind);
    const next = threads === null ? null : toState(threads, kind.place);
    state.steps[kind.index] = next;
    return next;
  };

  /** The rest of a text that makes too many states to remember. */
  const runForgetful = (text: string, from: number, state: State): boolean => {
    states.clear();
    remembered = 0;
    let { threads, before } = state;
    for (let at = from; at < text.length;) {
      const codePoint = text.codePointAt(at) ?? 0;
      at += codePoint > 0xffff ? 2 : 1;
      const kind = kindOf(codePoint);
      const next = follow(threads, before, kind);
      if (next === null) return true;
      threads = next;
      before = kind.place;
    }
    return follow(threads, before, null) === null;
  };

  return (text) => {
    let state = toState(Uint16Array.of(program.start), EDGE);
    for (let at = 0; at < text.length;) {
      if (remembered > MAX_REMEMBERED_THREADS) return runForgetful(text, at, state);
      const codePoint = text.codePointAt(at) ?? 0;
      at += codePoint > 0xffff ? 2 : 1;
      const next = step(state, kindOf(codePoint));
      if (next === null) return true;
      state = next;
    }
    return follow(state.threads, state.before, null) === null;
  };
}

/** The threads behind the next character (null = the end), or null when they hold a match before it. */
type Follow = (threads: Threads, before: Neighbour, next: CharacterKind | null) => Threads | null;

/** Works on flat arrays: a state of a thousand threads may be stepped a million times. */
function createFollower({ instructions, start }: RegexProgram, isMultiline: boolean): Follow {
  const kinds = Uint8Array.from(instructions, ({ kind }) => KINDS[kind]);
  const nexts = Uint16Array.from(instructions, (one) => (one.kind === 'match' ? 0 : one.next));
  const others = Uint16Array.from(instructions, (one) => (one.kind === 'split' ? one.other : 0));
  const atoms = Uint16Array.from(instructions, (one) => (one.kind === 'character' ? one.atom : 0));
  const assertions = instructions.map((one) => (one.kind === 'assertion' ? one.assertion : '^'));
  const reached = new MarkedList(instructions.length);
  const taken = new MarkedList(instructions.length);
  return (threads, before, next) => {
    reached.clear();
    taken.clear();
    taken.add(start);
    for (const thread of threads) reached.add(thread);
    for (let index = 0; index < reached.length; index += 1) {
      const at = reached.values[index] ?? 0;
      const kind = kinds[at];
      if (kind === KINDS.character) {
        if (next?.matches[atoms[at] ?? 0] === true) taken.add(nexts[at] ?? 0);
      } else if (kind === KINDS.split) {
        reached.add(nexts[at] ?? 0);
        reached.add(others[at] ?? 0);
      } else if (kind === KINDS.match) return null;
      else if (holds(assertions[at] ?? '^', before, next?.place ?? EDGE, isMultiline))
        reached.add(nexts[at] ?? 0);
    }
    return taken.values.slice(0, taken.length);
  };
}

const KINDS = { match: 0, character: 1, split: 2, assertion: 3 } as const;

/** A list without duplicates of the numbers below `size`. */
class MarkedList {
  readonly values: Threads;
  /** The round in which a number was added last. */
  readonly #rounds: Uint32Array;
  #round = 0;
  length = 0;

  constructor(size: number) {
    this.values = new Uint16Array(size);
    this.#rounds = new Uint32Array(size);
  }

  add(value: number): void {
    if (this.#rounds[value] === this.#round) return;
    this.#rounds[value] = this.#round;
    this.values[this.length] = value;
    this.length += 1;
  }

  clear(): void {
    this.length = 0;
    this.#round += 1;
    if (this.#round <= 0xffffffff) return;
    this.#rounds.fill(0);
    this.#round = 1;
  }
}

function holds(
  assertion: Assertion,
  before: Neighbour,
  behind: Neighbour,
  isMultiline: boolean,
): boolean {
  switch (assertion) {
    case '^':
      return before.isEdge || (isMultiline && before.isLineEnd);
    case '$':
      return behind.isEdge || (isMultiline && behind.isLineEnd);
    case '\\A':
      return before.isEdge;
    case '\\z':
      return behind.isEdge;
    case '\\b':
      return before.isWord !== behind.isWord;
    case '\\B':
      return before.isWord === behind.isWord;
  }
}
