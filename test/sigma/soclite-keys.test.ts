import { expect, test } from 'vitest';
import { readSocliteKeys } from '../../src/sigma/soclite-keys.ts';
import type { SocliteKeys } from '../../src/sigma/soclite-keys.ts';
import { parseOne, ruleText } from './rule-text.ts';

function read(lines: string): SocliteKeys {
  const document = parseOne(lines + ruleText('f: a'));
  if (document.kind === 'refused') throw new Error(document.problems[0]?.message);
  return readSocliteKeys(document.rule);
}

const NOTHING: SocliteKeys = {
  titleVi: null,
  nextStepsVi: [],
  nextStepsEn: [],
  groupBy: [],
  windowMs: null,
  scope: null,
  layer: null,
  tier: null,
};

test.each<readonly [string, Partial<SocliteKeys>]>([
  ['', {}],
  ['soclite.title-vi: Quét cổng\n', { titleVi: 'Quét cổng' }],
  ['soclite.next-steps-vi: Cách ly máy\n', { nextStepsVi: ['Cách ly máy'] }],
  ['soclite.next-steps-en: [Isolate, Report]\n', { nextStepsEn: ['Isolate', 'Report'] }],
  ['soclite.group-by: src_ip\n', { groupBy: ['src_ip'] }],
  ['soclite.group-by: [src_ip, dst_port]\n', { groupBy: ['src_ip', 'dst_port'] }],
  ['soclite.window: 15m\n', { windowMs: 900_000 }],
  ['soclite.scope: province\n', { scope: 'province' }],
  ['soclite.scope: unit\n', { scope: 'unit' }],
  ['tags: [attack.t1046, soclite.layer-3]\n', { layer: 3 }],
  ['tags: [soclite.tier-network]\n', { tier: 'network' }],
])('%j', (lines, keys) => {
  expect(read(lines)).toEqual({ ...NOTHING, ...keys });
});
