// What every bundled rule owes its readers: identity, an owner (layer), words for part-timers, and tests of its own.
import { describe, expect, test } from 'vitest';
import {
  listRuleFiles,
  listTestFiles,
  readRuleDocuments,
  readYaml,
  text,
  textList,
  toObject,
  type JsonObject,
} from './rule-files.ts';

/** The rows of the four-layer model's tables that ship as rules; the others are checks in code or later work. */
const ROWS = [
  'layer-1/l1-01',
  'layer-1/l1-02',
  'layer-1/l1-03',
  'layer-1/l1-09',
  'layer-1/l1-10',
  'layer-1/l1-11',
  'layer-1/l1-12',
  'layer-1/l1-14',
  'layer-2/l2-03',
  'layer-2/l2-05',
  'layer-2/l2-06',
  'layer-2/l2-08',
  'layer-3/l3-09',
  'layer-3/l3-10',
  'layer-4/l4-01',
] as const;

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;
const VIETNAMESE = /[àáảãạăằắẳẵặâầấẩẫậđèéẻẽẹêềếểễệìíỉĩịòóỏõọôồốổỗộơờớởỡợùúủũụưừứửữựỳýỷỹỵ]/i;

const documents = readRuleDocuments();
const named = documents.map((document) => ({
  name: `${document.file}: ${text(document.yaml['title'])}`,
  ...document,
}));

test('one file for each row', () => {
  expect(
    listRuleFiles().map((file) => file.replace(/^rules\/(layer-\d\/l\d-\d\d)-.*$/, '$1')),
  ).toEqual(ROWS);
});

test.each(['id', 'name', 'title'])('every document has its own %s', (key) => {
  const values = documents.map(({ yaml }) => text(yaml[key]));
  expect(values.filter((value, index) => value === '' || values.indexOf(value) !== index)).toEqual(
    [],
  );
});

describe('every document says who wrote it, how bad it is and who must act', () => {
  test.each(named)('$name', ({ file, yaml }) => {
    expect(text(yaml['id'])).toMatch(UUID);
    expect(yaml).toMatchObject({ author: 'soclite', license: 'Apache-2.0', status: 'test' });
    expect(['informational', 'low', 'medium', 'high', 'critical']).toContain(yaml['level']);
    expect(text(yaml['description'])).not.toBe('');
    const tags = textList(yaml['tags']);
    expect(tags.filter((tag) => tag.startsWith('soclite.layer-'))).toEqual([
      `soclite.${file.split('/')[1] ?? ''}`,
    ]);
    expect(
      tags.filter((tag) => /^soclite\.tier-(network|host|application|endpoint)$/.test(tag)),
    ).toHaveLength(1);
  });
});

describe('every document that raises alerts says in both languages what happened and what to do', () => {
  test.each(named.filter(({ isBase }) => !isBase))('$name', ({ yaml }) => {
    expect(text(yaml['soclite.title-vi'])).toMatch(VIETNAMESE);
    const steps = {
      vi: textList(yaml['soclite.next-steps-vi']),
      en: textList(yaml['soclite.next-steps-en']),
    };
    expect(steps.vi.length).toBeGreaterThanOrEqual(3);
    expect(steps.en).toHaveLength(steps.vi.length);
    expect(steps.vi.filter((step) => !VIETNAMESE.test(step))).toEqual([]);
    expect(steps.vi.every((step) => step === step.normalize('NFC'))).toBe(true);
    expect(textList(yaml['falsepositives']).length).toBeGreaterThan(0);
    expect(textList(yaml['references']).filter((url) => !url.startsWith('https://'))).toEqual([]);
    expect(textList(yaml['references']).length).toBeGreaterThan(0);
    expect(textList(yaml['tags']).some((tag) => tag.startsWith('attack.'))).toBe(true);
  });
});

test('base rules are informational and feed a correlation of their own file', () => {
  const bases = documents.filter(({ isBase }) => isBase);
  expect(bases.filter(({ yaml }) => yaml['level'] !== 'informational')).toEqual([]);
  const correlated = documents.filter(({ kind }) => kind === 'correlation');
  const missing = correlated.flatMap(({ file, yaml }) =>
    textList(toObject(yaml['correlation'])['rules']).filter(
      (name) => !bases.some((base) => base.file === file && base.yaml['name'] === name),
    ),
  );
  expect(missing).toEqual([]);
});

test('only the outbreak counts across units', () => {
  const scopes = documents.filter(({ yaml }) => yaml['soclite.scope'] !== undefined);
  expect(scopes.map(({ yaml }) => [yaml['name'], yaml['soclite.scope']])).toEqual([
    ['soclite_l2_06_outbreak_units', 'province'],
    ['soclite_l2_06_outbreak_machines', 'province'],
  ]);
});

describe('every rule file has a test file with cases that must match and near misses that must not', () => {
  const tests = listTestFiles().map((file) => ({ file, cases: casesOf(file) }));

  test('the two lists agree', () => {
    expect(tests.map(({ file }) => file.replace('.test.yml', '.yml'))).toEqual(listRuleFiles());
  });

  test.each(tests)('$file', ({ cases }) => {
    const misses = cases.filter((one) => one['expect'] === 'no match');
    expect(misses.length).toBeGreaterThanOrEqual(2);
    expect(cases.length - misses.length).toBeGreaterThanOrEqual(2);
    expect(new Set(cases.map((one) => one['name'])).size).toBe(cases.length);
    expect(
      cases.filter((one) => one['lines'] === undefined && one['events'] === undefined),
    ).toEqual([]);
  });

  test('more than half of them prove the way from the raw line', () => {
    const raw = tests.filter(({ cases }) =>
      cases.some((one) => one['lines'] !== undefined && one['expect'] !== 'no match'),
    );
    expect(raw.length).toBeGreaterThan(tests.length / 2);
  });
});

function casesOf(file: string): readonly JsonObject[] {
  const cases = readYaml(file)[0]?.['cases'];
  return Array.isArray(cases) ? cases.map(toObject) : [];
}
