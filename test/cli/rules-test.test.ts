import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { freshFolder, soclite, startSoclite } from '../support/run-soclite.ts';

const RULE =
  'title: R\nid: r\nlevel: high\nlogsource: {product: windows}\ndetection:\n  s: {EventID: 7}\n  condition: s\n';
const line = (id: number, computer: string): string =>
  `      {"EventID":${id},"Channel":"Security","EventTime":"2026-11-20T01:00:0${computer === 'A' ? 1 : 2}Z","Computer":"${computer}"}\n`;
const testFile = (expectation: string): string =>
  `cases:\n  - name: seven\n    unit: u\n    expect: ${expectation}\n    lines: |\n${line(7, 'A')}${line(7, 'A')}${line(7, 'B')}` +
  `  - name: eight\n    expect: no match\n    lines: |\n${line(8, 'A')}`;

test.each([
  {
    expectation: '{ alerts: [{ title: R, count: 2, unit: u }, { severity: high }] }',
    failures: [],
  },
  // the vague one must not take the alert that only the exact one fits
  { expectation: '{ alerts: [{ title: R }, { machines: [A], layer: 1 }] }', failures: [] },
  {
    expectation: '{ alerts: [{ scope: unit, units: [u] }, { system: null, rule-id: r }] }',
    failures: [],
  },
  {
    expectation: '{ alerts: [{ title: R, count: 3 }, { title: R, unit: v }] }',
    failures: [
      'no alert with title "R", count "3"; the nearest has count "2"',
      'no alert with title "R", unit "v"; the nearest has unit "u"',
    ],
  },
  {
    expectation: '{ alerts: [{ title: R }] }',
    failures: ['expected 1 alerts, got 2: "R" ×2, "R" ×1'],
  },
  {
    expectation: '{ alerts: [{ titel: R }] }',
    says: /unknown-key|titel/,
  },
  { expectation: '{ alerts: [{}] }', says: /an expected alert must say something/ },
  { expectation: '{ alerts: [{title: R}], count: 2 }', says: /count belongs into the alerts/ },
])('expect: $expectation', async ({ expectation, failures, says }) => {
  const folder = freshFolder({ 'r.yml': RULE, 'r.test.yml': testFile(expectation) });
  const run = await soclite(folder, ['rules', 'test', '.']);
  if (says !== undefined) {
    expect({ code: run.code, stdout: run.stdout }).toEqual({
      code: 1,
      stdout: expect.stringMatching(says),
    });
    return;
  }
  const lines = failures.map((failure) => `  ${failure}\n`).join('');
  const summary = `rule cases: ${failures.length > 0 ? 1 : 2} passed, ${failures.length > 0 ? 1 : 0} failed\n`;
  expect(run).toEqual({
    code: failures.length > 0 ? 1 : 0,
    stdout: failures.length > 0 ? `r.yml: seven\n${lines}${summary}` : summary,
    stderr: '',
  });
});

test('rules test -o junit', async () => {
  const folder = freshFolder({ 'r.yml': RULE, 'r.test.yml': testFile('{ alerts: 3 }') });
  const run = await soclite(folder, ['rules', 'test', 'r.yml', '-o', 'junit']);
  expect(run).toEqual({
    code: 1,
    stderr: '',
    stdout: `<?xml version="1.0" encoding="UTF-8"?>
<testsuites name="soclite rules test" tests="2" failures="1" errors="0">
  <testsuite name="r.yml" tests="2" failures="1" errors="0">
    <testcase classname="r.yml" name="seven">
      <failure message="expected 3 alerts, got 2: &quot;R&quot; ×2, &quot;R&quot; ×1">expected 3 alerts, got 2: &quot;R&quot; ×2, &quot;R&quot; ×1</failure>
    </testcase>
    <testcase classname="r.yml" name="eight"/>
  </testsuite>
</testsuites>
`,
  });
});

test('rules test --watch runs again on a change; the last run decides the exit code', async () => {
  const folder = freshFolder({ 'r.yml': RULE, 'r.test.yml': testFile('{ alerts: 3 }') });
  const child = startSoclite(folder, ['rules', 'test', '.', '--watch']);
  const seen = { stdout: '', stderr: '' };
  child.stdout.setEncoding('utf8').on('data', (text: string) => (seen.stdout += text));
  child.stderr.setEncoding('utf8').on('data', (text: string) => (seen.stderr += text));
  const until = async (runs: number): Promise<void> => {
    while (seen.stderr.split('waiting for changes').length <= runs)
      await once(child.stderr, 'data');
  };
  await until(1);
  expect(seen.stdout).toContain('1 passed, 1 failed');
  writeFileSync(join(folder, 'r.test.yml'), testFile('{ alerts: 2 }'));
  await until(2);
  child.kill('SIGINT');
  const [code] = (await once(child, 'close')) as [number | null];
  expect({ code, last: seen.stdout.trim().split('\n').at(-1) }).toEqual({
    code: 0,
    last: 'rule cases: 2 passed, 0 failed',
  });
});
