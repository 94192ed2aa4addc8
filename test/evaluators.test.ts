// Both evaluators stand behind every test: one that makes an evaluator makes both, and commands run with each.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { freshFolder, soclite } from './support/run-soclite.ts';

/**
 * About one evaluator: the engine's candidates, the reference as what explanations agree with. Or about what a session
 * keeps, whichever evaluator it was given.
 */
const ABOUT_ONE = [
  'app/metered-session.test.ts',
  'app/posture.test.ts',
  'app/reloading-session.test.ts',
  'app/service-session.test.ts',
  'detect/engine.test.ts',
  'detect/diagnose-property.test.ts',
];

const files = readdirSync('test', { recursive: true, encoding: 'utf8' })
  .filter((name) => name.endsWith('.test.ts'))
  .map((name) => ({ name, text: readFileSync(join('test', name), 'utf8') }));
const imports = (text: string, module: string): boolean =>
  new RegExp(`from '[./]+/${module}\\.ts'`).test(text);

test('a test that makes one evaluator makes the other', () => {
  const makers = files.filter(
    ({ text }) => imports(text, 'src/detect/engine') || imports(text, 'src/detect/reference'),
  );
  const lame = makers.filter(
    ({ text }) => !(imports(text, 'src/detect/engine') && imports(text, 'src/detect/reference')),
  );
  expect(lame.map(({ name }) => name).toSorted()).toEqual(ABOUT_ONE.toSorted());
  const both = files.filter(({ text }) => imports(text, 'support/matchers'));
  expect(makers.length + both.length).toBeGreaterThan(10);
});

test('only tests of commands run the program', () => {
  const callers = files.filter(({ text }) => imports(text, 'support/run-soclite'));
  const elsewhere = callers.filter(({ name }) => !name.startsWith('cli/'));
  expect(elsewhere.map(({ name }) => name)).toEqual(['evaluators.test.ts']);
  expect(callers.length).toBeGreaterThan(10);
});

test('an evaluator of another name is refused where rules are to run', async () => {
  const folder = freshFolder({ 'a.log': '' });
  const run = await soclite(folder, ['scan', 'a.log'], '');
  expect(run).toEqual({
    code: 3,
    stdout: '',
    stderr:
      `soclite: SOCLITE_EVALUATOR: no evaluator "${process.env['SOCLITE_EVALUATOR'] ?? ''}"; ` +
      'there are compiled, reference\nsee soclite --help\n',
  });
});
