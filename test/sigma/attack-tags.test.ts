import { expect, test } from 'vitest';
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
  ['attack.t9999', 'attack-technique-unlisted'],
  ['attack.t10591', 'attack-tag-unknown'],
  ['attack.__proto__', 'attack-tag-unknown'],
  ['attack.', 'tag-malformed'],
  ['', 'tag-malformed'],
  ['tlp.amber', null],
  ['d3fend.d3f-WindowsNtOpenFile', null],
])('checkTag(%j) is %j', (tag, code) => {
  expect(checkTag(tag)?.code ?? null).toBe(code);
});
