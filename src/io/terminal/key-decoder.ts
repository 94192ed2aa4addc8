// Bytes from a terminal to named keys. Made here because the library's decoder loses keys: an arrow split over two
// reads became Escape, `[`, `A`; Enter fired twice; a paste pressed keys; answers of the terminal were typed.
import { StringDecoder } from 'node:string_decoder';

import type { TerminalInput } from '../../ports.ts';

export interface KeyDecoder {
  /** Takes bytes and emits what they complete. */
  push(bytes: Uint8Array): readonly TerminalInput[];
  /** How long to wait for more before `flush`, ms; null = nothing waits. */
  readonly waitMs: number | null;
  /** No more came: a lone Escape is the key; the start of any other sequence is dropped. */
  flush(): readonly TerminalInput[];
}

/** A lone Escape and the start of an arrow look alike for this long. */
const ESCAPE_MS = 40;
/** A sequence that began is waited for longer: over a slow line its tail would be typed as text. */
const SEQUENCE_MS = 500;
/** Longest paste, and longest answer of a terminal, in code units; more is dropped. */
const MAX_PASTE = 10_000;
const MAX_STRING = 100_000;

const ESC = '\u001b';
const PASTE_END = `${ESC}[201~`;

export function createKeyDecoder(): KeyDecoder {
  const decoder = new StringDecoder('utf8');
  let rest = '';
  let paste: string | null = null;

  function read(): readonly TerminalInput[] {
    const found: TerminalInput[] = [];
    for (;;) {
      if (paste !== null) {
        const end = rest.indexOf(PASTE_END);
        // the end mark itself may be split
        const upTo = end < 0 ? Math.max(0, rest.length - PASTE_END.length + 1) : end;
        paste = (paste + rest.slice(0, upTo)).slice(0, MAX_PASTE);
        rest = rest.slice(end < 0 ? upTo : end + PASTE_END.length);
        if (end < 0) return found;
        found.push({ kind: 'paste', text: paste });
        paste = null;
        continue;
      }
      const next = readOne(rest);
      if (next === null) return found;
      rest = rest.slice(next.length);
      if (next.key === PASTE_START) paste = '';
      else if (next.key !== null) found.push({ kind: 'key', key: next.key });
    }
  }

  return {
    push(bytes) {
      rest += decoder.write(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength));
      return read();
    },
    get waitMs() {
      if (rest === '' || paste !== null) return null;
      return rest === ESC ? ESCAPE_MS : SEQUENCE_MS;
    },
    flush() {
      const isEscape = rest === ESC;
      if (paste === null) rest = '';
      return isEscape ? [{ kind: 'key', key: 'escape' }] : [];
    },
  };
}

/** What the text begins with: its length and the key, null for what is no key; null when more is needed. */
interface Token {
  readonly length: number;
  readonly key: string | null;
}

const PASTE_START = 'paste-start';

function readOne(text: string): Token | null {
  if (text === '') return null;
  if (text.startsWith(ESC)) return readEscape(text);
  return readCharacter(text);
}

function readCharacter(text: string): Token {
  const code = text.codePointAt(0) ?? 0;
  const character = String.fromCodePoint(code);
  return { length: character.length, key: characterKey(character, code) };
}

function characterKey(character: string, code: number): string | null {
  const named = CONTROLS.get(character);
  if (named !== undefined) return named;
  if (code >= 1 && code <= 26) return `ctrl-${String.fromCharCode(code + 96)}`;
  return code < 0x20 || (code >= 0x80 && code < 0xa0) ? null : character;
}

const CONTROLS: ReadonlyMap<string, string> = new Map([
  ['\r', 'enter'],
  ['\n', 'enter'],
  ['\t', 'tab'],
  ['\b', 'backspace'],
  ['\u007f', 'backspace'],
  [' ', 'space'],
]);

function readEscape(text: string): Token | null {
  const kind = text.charAt(1);
  switch (kind) {
    case '':
      return null;
    case ESC:
      return { length: 1, key: 'escape' };
    case '[':
      return readControlSequence(text);
    case 'O': {
      const last = text.charAt(2);
      return last === '' ? null : { length: 3, key: SS3.get(last) ?? null };
    }
    case ']':
    case 'P':
    case '_':
    case '^':
    case 'X':
      return readString(text);
    default: {
      const { length, key } = readCharacter(text.slice(1, 3));
      return { length: 1 + length, key: key === null ? null : `alt-${key}` };
    }
  }
}

/** OSC, DCS and their kind: answers of the terminal, which are no keys. */
function readString(text: string): Token | null {
  const end = /\u0007|\u001b\\/.exec(text.slice(2));
  if (end !== null) return { length: 2 + end.index + end[0].length, key: null };
  return text.length > MAX_STRING ? { length: text.length, key: null } : null;
}

/** ECMA-48 5.4: parameters, intermediates, a final byte; `[[A` is a function key of the Linux console. */
const SEQUENCE = /^\u001b\[(\[[A-E]|[0-?]*[ -/]*[@-~])/;
const INCOMPLETE = /^\u001b\[(?:\[|[0-?]*[ -/]*)$/;
const BEGINNING = /^\u001b\[[0-?]*[ -/]*/;
/** A mouse report of the oldest kind carries three bytes after its final one. */
const OLD_MOUSE = `${ESC}[M`;

function readControlSequence(text: string): Token | null {
  if (text.startsWith(OLD_MOUSE)) return text.length < 6 ? null : { length: 6, key: null };
  const body = SEQUENCE.exec(text)?.[1];
  if (body !== undefined) return { length: body.length + 2, key: sequenceKey(body) };
  if (INCOMPLETE.test(text) && text.length < 64) return null;
  // something else broke the sequence off: what there is of it is dropped
  return { length: BEGINNING.exec(text)?.[0].length ?? 2, key: null };
}

function sequenceKey(body: string): string | null {
  const parts = /^(\d*)(?:;(\d+))?(\[[A-E]|[A-Za-z~])$/.exec(body);
  if (parts === null) return null;
  const [, first = '', modifier = '', final = ''] = parts;
  const key = final === '~' ? TILDE.get(first) : FINAL.get(final);
  if (key === undefined) return null;
  return `${MODIFIERS.get(modifier) ?? ''}${key}`;
}

const MODIFIERS: ReadonlyMap<string, string> = new Map([
  ['2', 'shift-'],
  ['3', 'alt-'],
  ['5', 'ctrl-'],
]);

const FINAL: ReadonlyMap<string, string> = new Map([
  ['A', 'up'],
  ['B', 'down'],
  ['C', 'right'],
  ['D', 'left'],
  ['F', 'end'],
  ['H', 'home'],
  ['P', 'f1'],
  ['Q', 'f2'],
  ['S', 'f4'],
  ['[A', 'f1'],
  ['Z', 'shift-tab'],
]);

const TILDE: ReadonlyMap<string, string> = new Map([
  ['1', 'home'],
  ['2', 'insert'],
  ['3', 'delete'],
  ['4', 'end'],
  ['5', 'pageup'],
  ['6', 'pagedown'],
  ['7', 'home'],
  ['8', 'end'],
  ['11', 'f1'],
  ['12', 'f2'],
  ['13', 'f3'],
  ['14', 'f4'],
  ['200', PASTE_START],
]);

const SS3: ReadonlyMap<string, string> = new Map([
  ['A', 'up'],
  ['B', 'down'],
  ['C', 'right'],
  ['D', 'left'],
  ['F', 'end'],
  ['H', 'home'],
  ['M', 'enter'],
  ['P', 'f1'],
  ['Q', 'f2'],
  ['R', 'f3'],
  ['S', 'f4'],
]);
