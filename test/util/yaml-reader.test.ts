import { expect, test } from 'vitest';
import { nearestName } from '../../src/util/nearest-name.ts';
import { formatProblem } from '../../src/util/problem.ts';
import type { Problem } from '../../src/util/problem.ts';
import {
  parseYaml,
  readBoolean,
  readChoice,
  readInteger,
  readList,
  readMap,
  readString,
} from '../../src/util/yaml-reader.ts';

function faultsOf(text: string): readonly string[] {
  const document = parseYaml(text, 'f.yml');
  const problems: Problem[] = [...document.problems];
  if (document.ok) {
    const map = readMap(
      document.value,
      { what: 'a unit', required: ['id'], optional: ['level', 'kind', 'watched', 'names'] },
      problems,
    );
    const id = map?.get('id');
    const level = map?.get('level');
    const kind = map?.get('kind');
    const watched = map?.get('watched');
    if (id !== undefined) readString(id, 'the id', problems);
    if (level !== undefined) readInteger(level, { what: 'the level', min: 1, max: 5 }, problems);
    if (kind !== undefined)
      readChoice(kind, { what: 'the kind', of: ['server', 'sensor'] }, problems);
    if (watched !== undefined) readBoolean(watched, 'watched', problems);
    readList(map?.get('names'), 'names', problems, (item) => readString(item, 'a name', problems));
  }
  return problems.map(formatProblem);
}

test.each([
  ['a correct map', 'id: so-y-te\nlevel: 3\nkind: sensor\nwatched: true\nnames: [a, "2"]', []],
  ['an empty optional key is absent', 'id: a\nlevel:\nnames: null', []],
  [
    'an unknown key near a known one',
    'id: a\nlevle: 3',
    ['f.yml:2:1: error: a unit has no key "levle" [unknown-key]\n  hint: did you mean "level"?'],
  ],
  [
    'an unknown key near none',
    'id: a\n__proto__: 3',
    [
      'f.yml:2:1: error: a unit has no key "__proto__" [unknown-key]\n  hint: known keys: id, level, kind, watched, names',
    ],
  ],
  ['a missing key', 'level: 3', ['f.yml:1:1: error: a unit needs a value for "id" [missing-key]']],
  [
    'an empty required key',
    'level: 3\nid:',
    ['f.yml:2:1: error: a unit needs a value for "id" [missing-key]'],
  ],
  [
    'a number where text is needed',
    'id: 0113',
    [
      `f.yml:1:5: error: the id must be text, not 0113 [not-text]\n  hint: put quotes around it: '0113'`,
    ],
  ],
  ['an empty text', 'id: "  "', ['f.yml:1:5: error: the id must not be empty [empty-text]']],
  [
    'values of the wrong kind, all told',
    'id: a\nlevel: 6\nkind: sever\nwatched: yes\nnames: x',
    [
      'f.yml:2:8: error: the level must be a whole number from 1 to 5, not 6 [not-a-number]',
      'f.yml:3:7: error: the kind must be one of server, sensor, not "sever" [not-a-choice]\n  hint: did you mean "server"?',
      'f.yml:4:10: error: watched must be true or false, not "yes" [not-a-boolean]\n  hint: write true or false',
      'f.yml:5:8: error: names must be a list, not "x" [not-a-list]\n  hint: put "- " before each item',
    ],
  ],
  [
    'a list instead of a map',
    '- a',
    [
      'f.yml:1:1: error: a unit must be a map of keys, not a list [not-a-map]\n  hint: keys: id, level, kind, watched, names',
    ],
  ],
  [
    'an empty file',
    '',
    [
      'f.yml:1:1: error: a unit must be a map of keys, not empty [not-a-map]\n  hint: keys: id, level, kind, watched, names',
    ],
  ],
  [
    'a key twice',
    'id: a\nid: b',
    ['f.yml:2:1: error: map keys must be unique [yaml-duplicate-key]'],
  ],
  [
    'an alias',
    'id: &x a\nkind: *x',
    [
      'f.yml:2:7: error: anchors and aliases are not read here [yaml-alias]\n  hint: write the value out',
    ],
  ],
  [
    'a tab as indentation',
    'names:\n\t- a',
    ['f.yml:2:1: error: tabs are not allowed as indentation [yaml-syntax]'],
  ],
])('%s', (_name, text, expected) => {
  expect(faultsOf(text)).toEqual(expected);
});

// Beyond the parser's stack V8 may end the whole process ("RegExpCompiler Allocation failed"), so it must not get there.
test.each(['[', '{a: ', '- ', '? ', '-\t', '[\n', '!!seq [ ', '&a [', '"k": [', '- ? '])(
  'a bomb of %j is refused',
  (piece) => {
    expect(parseYaml(piece.repeat(50_000), 'f.yml')).toMatchObject({
      ok: false,
      problems: [{ code: 'yaml-depth' }],
    });
  },
);

test('block nesting is bounded too', () => {
  const text = Array.from({ length: 1500 }, (_, i) => `${' '.repeat(i)}a:`).join('\n');
  expect(parseYaml(text, 'f.yml').ok).toBe(false);
});

test.each([
  ['short-nmae', 'short-name'],
  ['shortname', 'short-name'],
  ['short_name', 'short-name'],
  ['Contact', 'contact'],
  ['contcat', 'contact'],
  ['quite-different', null],
  ['', null],
])('the nearest name to %j is %j', (name, expected) => {
  expect(nearestName(name, ['short-name', 'contact', 'parent'])).toBe(expected);
});
