// The index leaves out a rule only when what it needs is absent: each case holds rules that must not be left out, and
// shows that others were.
import { expect, test } from 'vitest';
import { compileEngine } from '../../../src/detect/engine.ts';
import { createReferenceMatcher } from '../../../src/detect/reference.ts';
import type { FieldValue } from '../../../src/event/event.ts';
import type { Condition, Detection } from '../../../src/sigma/detection.ts';
import type { Pattern } from '../../../src/sigma/pattern.ts';
import type { SigmaRule } from '../../../src/sigma/rule.ts';
import { event, field, glob, identifier, keyword, rule } from '../../support/sigma-ast.ts';

const f = (...globs: readonly string[]): Detection =>
  field(
    'f',
    globs.map((text) => glob(text)),
  );
const of = (pattern: Pattern): Detection => field('f', [pattern]);
const not = (name: string): Condition => ({ kind: 'not', operand: identifier(name) });
const number = (text: string, operator: 'eq' | 'gte' = 'eq'): Pattern => ({
  kind: 'number',
  operator,
  value: Number(text),
  text,
});

const RULES: readonly SigmaRule[] = [
  rule('whole', { a: f('whoami') }),
  rule('start', { a: f('cmd /c*') }),
  rule('end', { a: f('*.exe') }),
  rule('inside', { a: f('*mimikatz*') }),
  rule('short', { a: f('*-e*') }),
  rule('one unit', { a: f('*é*') }),
  rule('wild', { a: f('a?c*xyz*') }),
  rule('kelvin', { a: f('*kilo*') }),
  rule('long s', { a: f('*session*') }),
  rule('dotted i', { a: f('*DİKKAT*') }),
  rule('sigma', { a: f('*ΟΔΟΣ*') }),
  rule('pair', { a: f('*😀end*') }),
  rule('half', { a: field('f', [glob('*\udc00tail*', true)]) }),
  rule('cased', { a: field('f', [glob('*MixedCase*', true)]) }),
  rule('empty', { a: f('') }),
  rule('present', { a: f('*') }),
  rule('all', { a: field('f', [glob('*alpha*'), glob('*omega point*')], { link: 'all' }) }),
  rule('other field', { a: f('*alpha*'), b: field('g', [glob('only here')]) }),
  rule(
    'either',
    { a: f('left'), b: field('g', [glob('right')]) },
    {
      condition: { kind: 'or', operands: [identifier('a'), identifier('b')] },
    },
  ),
  rule('nested', { a: field('o.p', [glob('*deep value*')]) }),
  rule('number', { a: of(number('42')) }),
  rule('order', { a: of(number('1000', 'gte')) }),
  rule('boolean', { a: of({ kind: 'boolean', value: true }) }),
  rule('regex', {
    a: of({ kind: 'regex', source: '^ab+c$', ignoreCase: true, multiline: false, dotAll: false }),
  }),
  rule('cidr', {
    a: of({ kind: 'cidr', family: 4, network: 0x0a000000n, prefixLength: 8, text: '10.0.0.0/8' }),
  }),
  rule('keyword', { a: keyword([glob('*sekurlsa*')]) }),
  rule('impossible', { a: f('*anything*') }, { condition: { kind: 'constant', value: false } }),
];

/** Nothing can be proved of these: they are always tried. */
const OPEN: readonly SigmaRule[] = [
  rule('negated', { a: f('*mimikatz*') }, { condition: not('a') }),
  rule('neq', { a: field('f', [glob('whoami')], { isNegated: true }) }),
  rule('null', { a: field('f', [glob('whoami'), { kind: 'null' }]) }),
  rule('exists', { a: of({ kind: 'exists', value: true }) }),
  rule('absent', { a: of({ kind: 'exists', value: false }) }),
  rule(
    'or open',
    { a: f('left'), b: f('*x*') },
    {
      condition: { kind: 'or', operands: [identifier('a'), not('b')] },
    },
  ),
  rule('true', { a: f('x') }, { condition: { kind: 'constant', value: true } }),
  rule('reference', {
    a: of({ kind: 'field-reference', field: 'g', comparison: 'equals', isCased: false }),
  }),
];
const ALL = [...RULES, ...OPEN];
const OPEN_IDS = OPEN.map(({ id }) => id);

const CASES: readonly (readonly [Readonly<Record<string, FieldValue>>, readonly string[]])[] = [
  [{}, []],
  [{ f: 'WhoAmI' }, ['whole', 'present']],
  [{ f: 'whoami /all' }, ['present']],
  [{ f: 'CMD /C dir' }, ['start', 'present']],
  [{ f: 'run cmd /c dir' }, ['present']],
  [{ f: 'C:\\A.EXE' }, ['end', 'present']],
  [{ f: 'C:\\a.exe x' }, ['present']],
  [{ f: 'invoke-MIMIKATZ' }, ['inside', 'present']],
  [{ f: 'mimikat' }, ['present']],
  [{ f: 'x -E y' }, ['short', 'present']],
  [{ f: 'CAFÉ' }, ['one unit', 'present']],
  [{ f: 'abc-XYZ' }, ['wild', 'present']],
  [{ f: '\u212aILO' }, ['kelvin', 'present']],
  [{ f: '\u017fe\u017fSION' }, ['long s', 'present']],
  [{ f: 'DİKKAT' }, ['dotted i', 'present']],
  [{ f: 'di̇kkat' }, ['present']],
  [{ f: 'οδος' }, ['sigma', 'present']],
  [{ f: 'x😀END' }, ['pair', 'present']],
  [{ f: '𐐀tail' }, ['half', 'present']],
  [{ f: 'a MixedCase b' }, ['cased', 'present']],
  [{ f: 'a mixedcase b' }, ['cased', 'present']],
  [{ f: '' }, ['empty', 'present']],
  [{ f: null }, []],
  [{ f: [] }, []],
  [{ f: {} }, ['present']],
  [{ f: 'alpha and omega point' }, ['present', 'all']],
  [{ f: 'alpha', g: 'only here' }, ['present', 'other field']],
  [{ f: 'left' }, ['present', 'either']],
  [{ g: 'RIGHT' }, ['either']],
  [{ o: { p: ['x', 'a Deep Value'] } }, ['nested']],
  [{ o: [{ p: 'deep value' }] }, ['nested']],
  [{ 'o.p': 'deep value' }, ['nested']],
  [{ f: 42 }, ['present', 'number']],
  [{ f: '42' }, ['present', 'number']],
  [{ f: 1000.5 }, ['present', 'order']],
  [{ f: '01000' }, ['present', 'order']],
  [{ f: true }, ['present', 'boolean']],
  [{ f: 'TRUE' }, ['present', 'boolean']],
  [{ f: 'ABBC' }, ['present', 'regex']],
  [{ f: '10.9.8.7' }, ['present', 'cidr']],
  [{ other: 'x SEKURLSA::y' }, ['keyword']],
  [{ other: { deep: ['sekurlsa'] } }, ['keyword']],
  [{ f: ['mimikatz', null, ['whoami', 42]] }, ['whole', 'inside', 'present', 'number']],
];

test.each(CASES)('%j leaves the rules that need what it holds', (fields, ids) => {
  const engine = compileEngine(ALL);
  const reference = createReferenceMatcher(ALL);
  const subject = event(fields);
  // twice: a value that was seen before is answered from memory
  for (const _ of [1, 2]) {
    const candidates = engine.candidates(subject).map(({ id }) => id);
    expect(candidates.filter((id) => !OPEN_IDS.includes(id))).toEqual(ids);
    expect(candidates.filter((id) => OPEN_IDS.includes(id))).toEqual(OPEN_IDS);
    expect(engine.match(subject)).toEqual(reference.match(subject));
  }
});

test('long values, which are not remembered, are looked through', () => {
  const engine = compileEngine(RULES);
  const subject = event({ f: `${'x'.repeat(5000)}mimikatz` });
  expect(engine.match(subject).map(({ id }) => id)).toEqual(['inside', 'present']);
});

test('a text that no format read is searched for keywords', () => {
  const engine = compileEngine(ALL);
  const subject = event({}, { raw: 'x sekurlsa y' });
  expect(engine.match(subject).map(({ id }) => id)).toContain('keyword');
});

test('what the engine remembers of values is bounded, and forgetting changes no answer', () => {
  const engine = compileEngine(ALL, { maxMemoBytes: 1000 });
  const reference = createReferenceMatcher(ALL);
  for (let round = 0; round < 200; round += 1) {
    const subject = event({ f: `${round % 37} mimikatz ${'x'.repeat(round % 50)}`, g: round });
    expect(engine.match(subject)).toEqual(reference.match(subject));
  }
});
