import { expect, test } from 'vitest';
import { readPlainScalar } from '../../../src/sigma/yaml/plain-scalar.ts';

const kindOf = (text: string): string => {
  const scalar = readPlainScalar(text);
  return scalar === undefined ? 'text' : scalar === null ? 'null' : scalar.kind;
};

test.each([
  ['null', ['null', 'Null', 'NULL', '~']],
  ['boolean', ['true', 'True', 'TRUE', 'false', 'False', 'FALSE']],
  ['number', ['0', '7', '4688', '-1', '+5', '9007199254740993', '0x1F', '0xffffffff']],
  ['number', ['0.5', '.5', '-1.50', '1.', '10.0']],
  ['unclear', ['yes', 'No', 'on', 'OFF', 'y', 'N']],
  ['unclear', ['0777', '010', '0o17', '0b101', '1_000', '-0x1F', '0x1_F']],
  ['unclear', ['1e3', '1.5e+3', '1E-2', '12:30', '190:20:30', '12:30.5', '.inf', '-.INF', '.nan']],
  ['text', ['00000429', '08', '0x', '0xZZ', '1.2.3', '10.0.0.1', '2024-01-01', '2024/01/01']],
  [
    'text',
    ['nul', 'truee', 'yesterday', 'one', '-', '+', '.', '..', '_', '1 2', '0-9', '12:30:99x'],
  ],
  ['text', ['C:\\x', 'e3', '1e', '00:1A', 'infinity', 'nan', '4688-4689']],
])('is %s: %s', (kind, texts) => {
  expect(texts.map((text) => [text, kindOf(text)])).toEqual(texts.map((text) => [text, kind]));
});

test('what is longer than any number of a log stays text, in no time', () => {
  const hostile = ['9'.repeat(65), '1'.repeat(1e6) + 'x', '0'.repeat(1e6) + 'x', '1_'.repeat(1e6)];
  expect(hostile.map(kindOf)).toEqual(['text', 'text', 'text', 'text']);
});
