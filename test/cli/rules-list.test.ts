import { expect, test } from 'vitest';
import { expectSchema } from '../support/json-schema.ts';
import { freshFolder, soclite } from '../support/run-soclite.ts';

const rule = (title: string, rest: string): string =>
  `title: ${title}\nid: ${title.toLowerCase().replaceAll(' ', '-')}\n${rest}logsource: {product: windows, service: security}\ndetection:\n  s: {EventID: 4625}\n  filter:\n    User|endswith: '$'\n    Path|contains: ['\\a', b*c]\n  condition: s and not filter\n`;
const ONE = rule(
  'Guessing',
  'level: high\nauthor: A\nstatus: test\ntags: [attack.credential-access, attack.t1110.001]\nsoclite.title-vi: Đoán mật khẩu\nsoclite.next-steps-vi: [Gọi điện]\nsoclite.next-steps-en: [Call]\n',
);
const TWO = rule('Other', 'level: low\ntags: [attack.t1110]\n');

async function titles(args: readonly string[]): Promise<readonly unknown[]> {
  const folder = freshFolder({ 'one.yml': ONE, 'two.yml': TWO });
  const run = await soclite(folder, ['rules', 'list', ...args, '-r', '.', '-o', 'json']);
  expect(run.code).toBe(0);
  const list = JSON.parse(run.stdout) as readonly { readonly title: string }[];
  return list.map(({ title }) => title);
}

test.each([
  { name: 'nothing asked', args: [], found: ['Guessing', 'Other'] },
  { name: 'words without marks', args: ['mat khau'], found: ['Guessing'] },
  {
    name: 'words of a tag and a log source',
    args: ['T1110', 'security'],
    found: ['Guessing', 'Other'],
  },
  { name: 'all words must be found', args: ['guessing', 'linux'], found: [] },
  { name: 'level or above', args: ['--level', 'medium'], found: ['Guessing'] },
  { name: 'layer', args: ['--layer', '4'], found: [] },
  { name: 'tag', args: ['--tag', 'attack.t1110.001'], found: ['Guessing'] },
  { name: 'tag above', args: ['--tag', 'attack.t1110'], found: ['Guessing', 'Other'] },
  { name: 'no half tags', args: ['--tag', 'attack.t111'], found: [] },
])('rules list: $name', async ({ args, found }) => {
  expect(await titles(args)).toEqual(found);
});

test('rules show: the rule for people, in the language asked for, with the state of its test', async () => {
  const line = (id: number): string => `      {"EventID":${id},"Channel":"Security"}\n`;
  const folder = freshFolder({
    'one.yml': ONE,
    'one.test.yml': `cases:\n  - name: a\n    expect: match\n    lines: |\n${line(4625)}  - name: b\n    expect: no match\n    lines: |\n${line(1)}`,
  });
  const run = await soclite(folder, ['rules', 'show', 'one.yml']);
  expect({ code: run.code, stderr: run.stderr, text: run.stdout.split('\n') }).toEqual({
    code: 0,
    stderr: '',
    text: [
      'Guessing',
      '  id: guessing',
      '  file: one.yml:1',
      '  level: high',
      '  status: test',
      '  layer: 1',
      '  log source: product=windows service=security',
      '  author: A',
      '  tags: attack.credential-access, attack.t1110.001',
      '  tests: 2 passed, 0 failed',
      '',
      'DETECTION',
      '  s:',
      '    EventID: 4625',
      '  filter:',
      '    User|endswith: $',
      '    Path|contains:',
      '      - \\a',
      '      - b*c',
      '  condition: s and not filter',
      '',
      'NEXT STEPS',
      '  Call',
      '',
    ],
  });
  const vi = await soclite(folder, ['rules', 'show', 'guessing', '-r', '.', '--lang', 'vi']);
  expect(vi.stdout).toContain('Đoán mật khẩu\n');
  expect(vi.stdout).toContain('VIỆC CẦN LÀM\n  Gọi điện\n');
});

test('rules show: a name that nobody has is a wrong use', async () => {
  const run = await soclite(freshFolder({ 'one.yml': ONE }), ['rules', 'show', 'nope', '-r', '.']);
  expect({ code: run.code, stderr: run.stderr }).toEqual({
    code: 3,
    stderr:
      'soclite: no rule is "nope"; search with soclite rules list <words>\nsee soclite --help\n',
  });
});

test('rules coverage: a row for each technique, log source and layer', async () => {
  const folder = freshFolder({ 'one.yml': ONE, 'two.yml': TWO });
  const run = await soclite(folder, ['rules', 'coverage', '.', '-o', 'json']);
  const rows: unknown = JSON.parse(run.stdout);
  expectSchema('rules-coverage', rows);
  const row = { logsource: 'windows/security', layer: 1, rules: 1 };
  expect(rows).toEqual([
    { ...row, tactics: [], technique: 'T1110', level: 'low', titles: ['Other'] },
    {
      ...row,
      tactics: ['credential-access'],
      technique: 'T1110.001',
      level: 'high',
      titles: ['Guessing'],
    },
  ]);
});

test('rules coverage -o navigator: a layer file of format 4.5', async () => {
  const folder = freshFolder({ 'one.yml': ONE, 'two.yml': TWO });
  const run = await soclite(folder, ['rules', 'coverage', '.', '-o', 'navigator']);
  const technique = { score: 1, enabled: true };
  expect(JSON.parse(run.stdout)).toEqual({
    name: 'soclite',
    versions: { attack: '19', navigator: '5.1.0', layer: '4.5' },
    domain: 'enterprise-attack',
    description: expect.any(String),
    techniques: [
      { ...technique, techniqueID: 'T1110', comment: 'Other', showSubtechniques: false },
      { ...technique, techniqueID: 'T1110.001', comment: 'Guessing', showSubtechniques: true },
    ],
    gradient: { colors: ['#d8ecff', '#1f5fa8'], minValue: 1, maxValue: 2 },
  });
});

test('rules show: a correlation says what is counted, by what, and in how long', async () => {
  const folder = freshFolder({
    'c.yml': `${ONE}---\ntitle: C\nid: c\ncorrelation:\n  type: value_count\n  rules: [guessing]\n  group-by: [Computer]\n  timespan: 90m\n  condition: {gte: 3, lt: 9, field: User}\n`,
  });
  const run = await soclite(folder, ['rules', 'show', 'c', '-r', '.']);
  expect(run.stdout.split('\n').slice(run.stdout.split('\n').indexOf('DETECTION'))).toEqual([
    'DETECTION',
    '  type: value_count',
    '  rules: guessing',
    '  field: User',
    '  group-by: Computer',
    '  timespan: 90m',
    '  condition: gte 3, lt 9',
    '',
  ]);
});
