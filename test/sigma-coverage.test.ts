// The table of docs/sigma.md that says which test holds what: it names no test that is not there.
import { existsSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';

const page = readFileSync('docs/sigma.md', 'utf8');
const table = page.slice(page.indexOf('| specification | our behaviour | test |'));
const rows = table
  .slice(0, table.indexOf('\n\n'))
  .split('\n')
  .slice(2)
  .map((row) => row.split(/(?<!\\)\|/).map((cell) => cell.trim()))
  .filter(([, first = '']) => !first.startsWith('**'));

test('every row of the coverage table names tests that exist', () => {
  expect(rows.length).toBeGreaterThan(60);
  const named = rows.map(([, , behaviour, tests = '']) => ({
    behaviour,
    files: [...tests.matchAll(/`([^`]+)`/g)].map(([, file = '']) => file),
  }));
  const wrong = named.filter(
    ({ files }) => files.length === 0 || files.some((file) => !existsSync(`test/${file}`)),
  );
  expect(wrong).toEqual([]);
});

test('every other test that the page names exists', () => {
  const files = [...page.matchAll(/`(test\/[^`]+)`/g)].map(([, file = '']) => file);
  expect(files.length).toBeGreaterThan(2);
  expect(files.filter((file) => !existsSync(file))).toEqual([]);
});
