import { expect, test } from 'vitest';
import { ackClock, DEFAULT_ACK_LIMITS } from '../../src/lifecycle/ack-clock.ts';
import { UNTOUCHED } from '../../src/lifecycle/history.ts';
import { identify, mayDo, ROLES } from '../../src/lifecycle/role.ts';

const MINUTE = 60_000;

test.each([
  ['just come', 'critical', 0, { elapsedMs: 0, stage: 'calm' }],
  ['half', 'critical', 7.5 * MINUTE, { elapsedMs: 7.5 * MINUTE, stage: 'half' }],
  ['four fifths', 'critical', 12 * MINUTE, { elapsedMs: 12 * MINUTE, stage: 'near' }],
  ['at the limit', 'critical', 15 * MINUTE, { elapsedMs: 15 * MINUTE, stage: 'near' }],
  ['over', 'critical', 15 * MINUTE + 1, { elapsedMs: 15 * MINUTE + 1, stage: 'overdue' }],
  ['the clock went back', 'high', -MINUTE, { elapsedMs: 0, stage: 'calm' }],
  ['no limit', 'informational', 99 * MINUTE, null],
] as const)('the clock of an alert: %s', (_name, severity, nowMs, expected) => {
  const clock = ackClock({ severity, firstMs: 0 }, UNTOUCHED, { nowMs });
  const limitMs = DEFAULT_ACK_LIMITS[severity];
  expect(clock).toEqual(expected === null ? null : { ...expected, limitMs });
});

test('a reopened alert waits from then on; one that somebody has does not', () => {
  const alert = { severity: 'high', firstMs: 0 } as const;
  const limits = { ...DEFAULT_ACK_LIMITS, high: MINUTE };
  const reopened = { ...UNTOUCHED, sinceMs: 10 * MINUTE };
  expect(ackClock(alert, reopened, { nowMs: 11 * MINUTE, limits })).toEqual({
    elapsedMs: MINUTE,
    limitMs: MINUTE,
    stage: 'near',
  });
  expect(ackClock(alert, { ...reopened, state: 'acked' }, { nowMs: 99 * MINUTE })).toBeNull();
});

test('who may do what', () => {
  const may = (verb: Parameters<typeof mayDo>[1]): string =>
    ROLES.filter((role) => mayDo(role, verb)).join(' ');
  expect(may('show')).toBe('viewer operator lead auditor');
  expect(may('verify')).toBe('viewer operator lead auditor');
  expect(may('export')).toBe('operator lead auditor');
  expect(may('close')).toBe('operator lead');
  expect(may('suppress')).toBe('lead');
});

test('who acts: whom soclite.yml knows; else everything while it knows nobody, else only looking', () => {
  const an = { user: 'nvan', name: 'Nguyễn Văn An', role: 'operator' } as const;
  expect(identify('nvan', [an])).toEqual(an);
  expect(identify('root', [an])).toEqual({ user: 'root', name: 'root', role: 'viewer' });
  expect(identify('root', [])).toEqual({ user: 'root', name: 'root', role: 'lead' });
});
