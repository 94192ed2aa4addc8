import fc from 'fast-check';
import { expect, test } from 'vitest';

import { createKeyDecoder } from '../../../src/io/terminal/key-decoder.ts';
import type { TerminalInput } from '../../../src/ports.ts';

const ESC = '\u001b';

function decode(...chunks: readonly string[]): readonly TerminalInput[] {
  const decoder = createKeyDecoder();
  return chunks.flatMap((chunk) => decoder.push(Buffer.from(chunk)));
}

function key(name: string): TerminalInput {
  return { kind: 'key', key: name };
}

test.each([
  ['letters', 'jG', ['j', 'G']],
  ['Vietnamese letter', 'ở', ['ở']],
  ['letter outside the basic plane', '\u{20000}', ['\u{20000}']],
  ['space', ' ', ['space']],
  ['Enter', '\r', ['enter']],
  ['Tab and Shift-Tab', `\t${ESC}[Z`, ['tab', 'shift-tab']],
  ['both backspaces', '\u007f\b', ['backspace', 'backspace']],
  ['control letters', '\u0003\u000c\u001a', ['ctrl-c', 'ctrl-l', 'ctrl-z']],
  ['arrows', `${ESC}[A${ESC}[B${ESC}OC${ESC}OD`, ['up', 'down', 'right', 'left']],
  ['arrow with Ctrl', `${ESC}[1;5A`, ['ctrl-up']],
  [
    'Home and End, three ways',
    `${ESC}[H${ESC}OF${ESC}[1~${ESC}[8~`,
    ['home', 'end', 'home', 'end'],
  ],
  ['pages', `${ESC}[5~${ESC}[6~`, ['pageup', 'pagedown']],
  ['F1, three ways', `${ESC}OP${ESC}[11~${ESC}[[A`, ['f1', 'f1', 'f1']],
  ['Alt with a letter', `${ESC}j`, ['alt-j']],
  ['Escape, then an arrow', `${ESC}${ESC}[A`, ['escape', 'up']],
  ['mouse reports of all kinds', `${ESC}[<64;10;10M${ESC}[M !!${ESC}[35;1;1Mj`, ['j']],
  [
    'answers of the terminal',
    `${ESC}[?62;4c${ESC}[5;7R${ESC}]11;rgb:0/0/0\u0007${ESC}P>|x${ESC}\\j`,
    ['j'],
  ],
  ['focus reports', `${ESC}[I${ESC}[Oj`, ['j']],
  ['C1 controls and NUL', '\u009b\u0085\u0000j', ['j']],
  ['a sequence that breaks off', `${ESC}[1;\u0007j`, ['ctrl-g', 'j']],
])('%s', (_, bytes, names) => {
  expect(decode(bytes)).toEqual(names.map(key));
});

test('a paste is one text, keys in it are text', () => {
  expect(decode(`${ESC}[200~q\u0003${ESC}[A${ESC}[201~j`)).toEqual([
    { kind: 'paste', text: `q\u0003${ESC}[A` },
    key('j'),
  ]);
});

test('a paste without end is bounded', () => {
  const [paste] = decode(`${ESC}[200~`, 'x'.repeat(1_000_000), `${ESC}[201~`);
  expect(paste).toEqual({ kind: 'paste', text: 'x'.repeat(10_000) });
});

test('a lone Escape is known after a wait, a split arrow is an arrow', () => {
  const decoder = createKeyDecoder();
  expect(decoder.push(Buffer.from(ESC))).toEqual([]);
  expect(decoder.waitMs).toBe(40);
  expect(decoder.flush()).toEqual([key('escape')]);
  expect(decoder.waitMs).toBeNull();
  expect(decoder.push(Buffer.from(ESC))).toEqual([]);
  expect(decoder.push(Buffer.from('[A'))).toEqual([key('up')]);
});

test('the start of a sequence that never ends is dropped, not typed', () => {
  const decoder = createKeyDecoder();
  expect(decoder.push(Buffer.from(`${ESC}[1;`))).toEqual([]);
  expect(decoder.flush()).toEqual([]);
  expect(decoder.push(Buffer.from('j'))).toEqual([key('j')]);
});

const sample = `j ở\r${ESC}[A${ESC}[200~dán ${ESC}[B${ESC}[201~${ESC}[1;5C${ESC}OP${ESC}[<0;1;1M漢${ESC}]0;x\u0007q`;

test('keys do not depend on how the bytes arrive', () => {
  const whole = decode(sample);
  expect(whole.length).toBeGreaterThan(7);
  const bytes = Buffer.from(sample);
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 1, max: 5 }), { minLength: 1 }), (sizes) => {
      const decoder = createKeyDecoder();
      const found: TerminalInput[] = [];
      for (let at = 0, i = 0; at < bytes.length; i += 1) {
        const size = sizes[i % sizes.length] ?? 1;
        found.push(...decoder.push(bytes.subarray(at, at + size)));
        at += size;
      }
      expect(found).toEqual(whole);
    }),
  );
});

test('no bytes throw, and nothing but keys of one character or a name comes out', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 64 }), (bytes) => {
      const decoder = createKeyDecoder();
      for (const input of [...decoder.push(bytes), ...decoder.flush()]) {
        if (input.kind !== 'key') continue;
        expect(input.key).toMatch(/^(?:alt-)?(?:\P{Cc}|[a-z0-9-]+|ctrl-.)$/su);
      }
    }),
  );
});
