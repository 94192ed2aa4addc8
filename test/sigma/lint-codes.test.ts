import { readdirSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';

/** Codes as the sources write them. */
function codesIn(files: readonly string[]): ReadonlySet<string> {
  const found = files.flatMap((file) => [
    ...readFileSync(file, 'utf8').matchAll(/(?:code: |remark\(\s*)'([a-z]+(?:-[a-z]+)+)'/g),
  ]);
  return new Set(found.map(([, code = '']) => code));
}

test('docs/writing-rules.md names every code of the lints, and no other', () => {
  const folder = 'src/sigma/lint';
  const inner = readdirSync(folder).map((name) => `${folder}/${name}`);
  const codes = codesIn(['src/sigma/lint.ts', 'src/sigma/attack-tags.ts', ...inner]);
  const table = readFileSync('docs/writing-rules.md', 'utf8').match(/^\| `.*$/gm) ?? [];
  const documented = table.flatMap((row) =>
    [...(row.split(' | ')[0] ?? '').matchAll(/`([a-z-]+)`/g)].map(([, code = '']) => code),
  );
  expect(documented.length).toBeGreaterThan(20);
  expect(documented.toSorted()).toEqual([...codes].toSorted());
});
