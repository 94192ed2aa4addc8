import { expect, test } from 'vitest';
import { explainMatch, MAX_EVIDENCE_CHARS, MAX_EVIDENCE_LINES } from '../../src/detect/explain.ts';
import type { Condition } from '../../src/sigma/detection.ts';
import { event, field, glob, identifier, keyword, rule } from '../support/sigma-ast.ts';

const or = (...operands: Condition[]): Condition => ({ kind: 'or', operands });
const and = (...operands: Condition[]): Condition => ({ kind: 'and', operands });
const not = (operand: Condition): Condition => ({ kind: 'not', operand });

test('only what made the rule true is evidence, in the order of the rule', () => {
  const subject = event({
    Image: 'C:\\cmd.exe',
    CommandLine: ['/c', 'whoami'],
    User: null,
    Nested: { a: 1 },
  });
  const given = rule(
    'r',
    {
      image: field('Image', [glob('*\\cmd.exe'), glob('*\\pwsh.exe')], { text: 'Image|endswith' }),
      wrong: field('Image', [glob('*\\pwsh.exe')]),
      line: field('CommandLine', [glob('*whoami*')], { text: 'CommandLine|contains' }),
      filter: field('User', [glob('SYSTEM')]),
      absent: field('Missing', [{ kind: 'null' }], { text: 'Missing' }),
      empty: field('User', [{ kind: 'null' }], { text: 'User' }),
      there: field('Nested', [{ kind: 'exists', value: true }], { text: 'Nested|exists' }),
      different: field('Image', [glob('x')], { text: 'Image|neq', isNegated: true }),
    },
    {
      condition: and(
        or(identifier('wrong'), identifier('image')),
        identifier('line'),
        not(identifier('filter')),
        identifier('absent'),
        identifier('empty'),
        identifier('there'),
        identifier('different'),
      ),
    },
  );
  expect(explainMatch(given, subject)).toEqual([
    { selection: 'image', field: 'Image', value: 'C:\\cmd.exe', item: 'Image|endswith' },
    { selection: 'line', field: 'CommandLine', value: 'whoami', item: 'CommandLine|contains' },
    { selection: 'absent', field: 'Missing', value: '', item: 'Missing' },
    { selection: 'empty', field: 'User', value: '', item: 'User' },
    { selection: 'there', field: 'Nested', value: '{"a":1}', item: 'Nested|exists' },
    { selection: 'different', field: 'Image', value: 'C:\\cmd.exe', item: 'Image|neq' },
  ]);
});

test('keywords are shown with the text that holds them, each line once', () => {
  const subject = event({}, { raw: 'mimikatz and sekurlsa' });
  const given = rule('r', { k: keyword([glob('*mimikatz*'), glob('*sekurlsa*')]) });
  expect(explainMatch(given, subject)).toEqual([
    { selection: 'k', field: null, value: 'mimikatz and sekurlsa', item: '' },
  ]);
});

test('no match, no evidence', () => {
  expect(explainMatch(rule('r', { s: field('f', [glob('x')]) }), event({ f: 'y' }))).toEqual([]);
});

test('values and lines are bounded, and no character is cut in half', () => {
  const given = rule('r', { s: field('f', [glob('*')]) });
  const long = explainMatch(given, event({ f: `${'x'.repeat(MAX_EVIDENCE_CHARS - 2)}😀😀` }));
  expect(long.map(({ value }) => value)).toEqual([`${'x'.repeat(MAX_EVIDENCE_CHARS - 2)}…`]);
  const hidden = rule('r', { s: field('f', [glob('*NEEDLE*')]) });
  const far = `${'x'.repeat(10_000)}needle${'😀'.repeat(10_000)}`;
  const [line] = explainMatch(hidden, event({ f: far }));
  expect(line?.value).toBe(`…${'x'.repeat(128)}needle${'😀'.repeat(188)}…`);
  const many = event({ f: Array.from({ length: 1000 }, (_, index) => String(index)) });
  expect(explainMatch(given, many)).toHaveLength(MAX_EVIDENCE_LINES);
});

test('a reference shows both fields; a variant the part of a long value that it matched', () => {
  const long = `${'x'.repeat(5000)}needle${'y'.repeat(5000)}`;
  const given = rule('r', {
    same: field(
      'f',
      [{ kind: 'field-reference', field: 'g', comparison: 'equals', isCased: false }],
      { text: 'f|fieldref' },
    ),
    variant: field('h', [{ kind: 'any-of', patterns: [glob('*other*'), glob('*NEEDLE*')] }]),
  });
  const evidence = explainMatch(given, event({ f: 'A', g: ['a', 'b'], h: long }));
  expect(evidence.slice(0, 3)).toEqual([
    { selection: 'same', field: 'f', value: 'A', item: 'f|fieldref' },
    { selection: 'same', field: 'g', value: 'a', item: 'f|fieldref' },
    { selection: 'same', field: 'g', value: 'b', item: 'f|fieldref' },
  ]);
  expect(evidence[3]?.value).toMatch(/^…x+needley+…$/);
});
