import { expect, test } from 'vitest';
import { corpusPath, readTarGz } from '../support/corpora.ts';
import { checkTag, readAttackTags } from '../../src/sigma/attack-tags.ts';

test('tactics in the order of the matrix, techniques sorted, old spellings as the new', () => {
  const tags = [
    'attack.impact',
    'attack.T1059.001',
    'attack.initial_access',
    'attack.t1003',
    'cve.2021-1',
    'attack.g0016',
  ];
  expect(readAttackTags(tags)).toEqual({
    tactics: ['initial-access', 'impact'],
    techniques: ['T1003', 'T1059.001'],
  });
});

test.each([
  ['attack.execution', null],
  ['attack.defense-evasion', null],
  ['attack.stealth', null],
  ['attack.t1059.001', null],
  ['attack.ds0005', null],
  ['attack.S0154', 'attack-tag-spelling'],
  ['attack.defense_evasion', 'attack-tag-spelling'],
  ['attack.g0016', null],
  ['attack.s0154', null],
  ['attack.t0886', null],
  ['attack.t1474.003', null],
  ['attack.t9999', 'attack-id-unlisted'],
  ['attack.t1059.014', 'attack-id-unlisted'],
  ['attack.g9999', 'attack-id-unlisted'],
  ['attack.t1086', 'attack-id-revoked'],
  ['attack.t1562.001', 'attack-id-revoked'],
  ['attack.g0118', 'attack-id-revoked'],
  ['attack.t1064', 'attack-id-deprecated'],
  ['attack.t10591', 'attack-tag-unknown'],
  ['attack.__proto__', 'attack-tag-unknown'],
  ['attack.', 'tag-malformed'],
  ['', 'tag-malformed'],
  ['tlp.amber', null],
  ['d3fend.d3f-WindowsNtOpenFile', null],
])('checkTag(%j) is %j', (tag, code) => {
  expect(checkTag(tag)?.code ?? null).toBe(code);
});

test.each([
  ['attack.t1086', 'T1059.001 stands in its place: attack.t1059.001'],
  // revoked in favour of what was revoked in its turn
  ['attack.t1150', 'T1647 stands in its place: attack.t1647'],
  ['attack.t1560.009', 'T1560 has the sub-techniques 001, 002, 003'],
  ['attack.t1005.001', 'T1005 has no sub-techniques'],
  ['attack.t1509.999', 'T1509 has no sub-techniques'],
  ['attack.g0031', 'did you mean attack.g0001?'],
  ['attack.t1064', 'name the technique that the rule really finds, or leave the tag out'],
])('the hint for %s', (tag, hint) => {
  expect(checkTag(tag)?.hint).toBe(hint);
});

const rules = corpusPath('sigmahq-rules/sigmahq-rules.tar.gz');

test.skipIf(rules === null)('every ATT&CK number that a rule of SigmaHQ has is known', () => {
  const tags = new Set(
    readTarGz(rules ?? '').flatMap(({ text }) => text.match(/\battack\.[tgs]\d{4}[.\d]*/gi) ?? []),
  );
  expect(tags.size).toBeGreaterThan(400);
  const unknown = [...tags].filter((tag) => checkTag(tag)?.code === 'attack-id-unlisted');
  expect(unknown).toEqual([]);
});
