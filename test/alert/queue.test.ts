import { expect, test } from 'vitest';
import type { Alert } from '../../src/alert/alert.ts';
import { findLayerAndTier } from '../../src/alert/layer-table.ts';
import {
  compareByTime,
  compareForQueue,
  compareLevels,
  compareTies,
} from '../../src/alert/order.ts';
import type { AlertQuery } from '../../src/alert/query.ts';
import { matchesQuery } from '../../src/alert/query.ts';
import { LEVELS } from '../../src/sigma/rule.ts';

const alert = (rest: Partial<Alert>): Alert => ({
  id: 'id',
  ruleId: 'r',
  title: '',
  titleVi: null,
  author: null,
  tags: [],
  layer: 1,
  tier: 'host',
  severity: 'medium',
  unit: 'u',
  isProvince: false,
  units: ['u'],
  system: null,
  groupKey: [],
  correlation: null,
  windowStartMs: 0,
  firstMs: 10,
  lastMs: 20,
  count: 1,
  machines: [],
  evidence: [],
  nextStepsVi: [],
  nextStepsEn: [],
  ...rest,
});

test('orders', () => {
  const alerts = [
    alert({ id: 'd', severity: 'low', firstMs: 1 }),
    alert({ id: 'c', severity: 'critical', firstMs: 3 }),
    alert({ id: 'b', severity: 'critical', firstMs: 2 }),
    alert({ id: 'a', severity: 'critical', firstMs: 3 }),
  ];
  const ids = (sorted: readonly Alert[]) => sorted.map(({ id }) => id).join('');
  expect(ids(alerts.toSorted(compareForQueue))).toBe('bacd');
  expect(ids(alerts.toSorted(compareByTime))).toBe('dbac');
  expect(LEVELS.toSorted((a, b) => compareLevels(b, a))[0]).toBe('critical');
});

test('equal alerts go by title, unit and group before their ids', () => {
  const key = (value: string) => ({ groupKey: [{ field: 'src_ip', value }] });
  const alerts = [
    alert({ id: '1', title: 'B', unit: 'a' }),
    alert({ id: '2', title: 'A', unit: 'b' }),
    alert({ id: '4', title: 'A', unit: 'a', ...key('10.0.0.2') }),
    alert({ id: '5', title: 'A', unit: 'a', ...key('10.0.0.1') }),
    alert({ id: '3', title: 'A', unit: 'a', ...key('10.0.0.2') }),
    alert({ id: '0', title: 'A', unit: null }),
  ];
  for (const compare of [compareTies, compareForQueue]) {
    expect(alerts.toSorted(compare).map(({ id }) => id)).toEqual(['0', '5', '3', '4', '2', '1']);
  }
});

test.each<[AlertQuery, Partial<Alert>, boolean]>([
  [{}, {}, true],
  [{ unit: 'u' }, {}, true],
  [{ unit: 'v' }, {}, false],
  [{ unit: 'v' }, { unit: null, isProvince: true, units: ['u', 'v'] }, true],
  [{ unit: null }, { unit: null }, true],
  [{ unit: null }, { unit: null, isProvince: true }, false],
  [{ layer: 1 }, {}, true],
  [{ layer: 2 }, {}, false],
  [{ minimumLevel: 'medium' }, {}, true],
  [{ minimumLevel: 'high' }, {}, false],
  [{ sinceMs: 20 }, {}, true],
  [{ sinceMs: 21 }, {}, false],
  [{ untilMs: 10 }, {}, true],
  [{ untilMs: 9 }, {}, false],
  [{ unit: 'u', layer: 2 }, {}, false],
])('%j of %j: %s', (query, rest, expected) => {
  expect(matchesQuery(alert(rest), query)).toBe(expected);
});

test.each([
  ['antivirus', null, 1, 'endpoint'],
  ['antivirus', 'windows', 1, 'endpoint'],
  ['process_creation', 'windows', 1, 'endpoint'],
  ['network_connection', 'windows', 1, 'endpoint'],
  [null, 'windows', 1, 'host'],
  [null, 'linux', 1, 'host'],
  [null, 'macos', 1, 'endpoint'],
  ['firewall', null, 2, 'network'],
  ['firewall', 'fortigate', 2, 'network'],
  [null, 'fortios', 2, 'network'],
  ['dns', null, 2, 'network'],
  ['webserver', null, 2, 'application'],
  ['application', 'django', 2, 'application'],
  [null, 'aws', 2, 'application'],
  [null, null, 2, 'host'],
] as const)('log source %s %s: layer %i, tier %s', (category, product, layer, tier) => {
  expect(findLayerAndTier({ category, product, service: null })).toEqual({ layer, tier });
});
