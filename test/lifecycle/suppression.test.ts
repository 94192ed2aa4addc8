import { describe, expect, test } from 'vitest';
import type { Alert } from '../../src/alert/alert.ts';
import type { Suppression, SuppressionScope } from '../../src/lifecycle/act.ts';
import {
  checkSuppression,
  findSuppression,
  matchesScope,
} from '../../src/lifecycle/suppression.ts';
import { makeAlert } from '../support/alerts.ts';

const DAY = 86_400_000;
const GOOD: Omit<Suppression, 'id'> = {
  kind: 'exception',
  scope: { ruleId: 'rule-1' },
  owner: 'an',
  reason: 'máy quét nội bộ',
  fromMs: 0,
  untilMs: 30 * DAY,
};

test.each([
  ['sound', {}, []],
  ['a second too long', { untilMs: 30 * DAY + 1 }, ['too-long']],
  ['backwards', { fromMs: 2 * DAY, untilMs: DAY }, ['ends-before-start']],
  ['of no length', { fromMs: 2 * DAY, untilMs: 2 * DAY }, ['ends-before-start']],
  ['over', { untilMs: DAY }, ['already-over']],
  ['of everything', { scope: {} }, ['empty-scope']],
  ['of everything, with an empty list', { scope: { groupKey: [] } }, ['empty-scope']],
  ['of nobody, for nothing', { owner: ' ', reason: '' }, ['no-owner', 'no-reason']],
  ['of the unknown unit', { scope: { unit: null } }, []],
] as const)('a suppression that is %s', (_name, change, faults) => {
  expect(checkSuppression({ ...GOOD, ...change }, DAY)).toEqual(faults);
});

describe('a scope names', () => {
  const pair = { field: 'src_ip', value: '10.0.0.1' };
  const cases: readonly (readonly [string, SuppressionScope, Partial<Alert>, boolean])[] = [
    ['nothing when it is empty', {}, {}, false],
    ['a rule', { ruleId: 'rule-1' }, {}, true],
    ['another rule', { ruleId: 'rule-2' }, {}, false],
    ['a unit', { unit: 'so-tttt' }, {}, true],
    ['the unknown unit', { unit: null }, { unit: null }, true],
    ['the unknown unit, not the province', { unit: null }, { unit: null, isProvince: true }, false],
    [
      'a unit, not the province alert on it',
      { unit: 'so-tttt' },
      { unit: null, isProvince: true },
      false,
    ],
    ['a layer', { layer: 2 }, {}, true],
    ['another layer', { layer: 1 }, {}, false],
    ['levels up to one', { maximumLevel: 'high' }, {}, true],
    ['levels up to a lower one', { maximumLevel: 'medium' }, {}, false],
    ['a machine, in any case', { machine: 'DVC-WEB02' }, {}, true],
    [
      'a machine, not an alert of two',
      { machine: 'dvc-web02' },
      { machines: ['dvc-web02', 'b'] },
      false,
    ],
    ['a machine, not an alert of none', { machine: 'dvc-web02' }, { machines: [] }, false],
    ['a pair', { groupKey: [pair] }, { groupKey: [{ field: 'a', value: 'b' }, pair] }, true],
    [
      'a pair with another value',
      { groupKey: [{ ...pair, value: '10.0.0.2' }] },
      { groupKey: [pair] },
      false,
    ],
    ['all of its parts', { ruleId: 'rule-1', unit: 'so-yte' }, {}, false],
  ];
  test.each(cases)('%s', (_name, scope, alert, isNamed) => {
    expect(matchesScope(makeAlert(alert), scope)).toBe(isNamed);
  });
});

describe('an alert is held', () => {
  const one = { ...GOOD, id: 'exception-1', fromMs: 100, untilMs: 200, isLifted: false };
  test.each([
    ['within the window', { firstMs: 100, lastMs: 199 }, [one], 'exception-1'],
    ['not when people saw it before', { firstMs: 99, lastMs: 150 }, [one], null],
    ['not when it goes on after the window', { firstMs: 150, lastMs: 200 }, [one], null],
    [
      'not by one that was lifted',
      { firstMs: 150, lastMs: 160 },
      [{ ...one, isLifted: true }],
      null,
    ],
    [
      'by the first of several',
      { firstMs: 150, lastMs: 160 },
      [
        { ...one, scope: { unit: 'x' } },
        { ...one, id: 'exception-2' },
        { ...one, id: 'exception-3' },
      ],
      'exception-2',
    ],
  ] as const)('%s', (_name, times, suppressions, id) => {
    expect(findSuppression(makeAlert(times), suppressions)?.id ?? null).toBe(id);
  });
});
