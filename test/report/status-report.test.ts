import { expect, test } from 'vitest';
import { statusText, toStatusRecord, type StatusReport } from '../../src/report/status-report.ts';
import { expectSchema } from '../support/json-schema.ts';

const REPORT: StatusReport = {
  phase: 'never',
  dataFolder: '/d',
  status: null,
  openAlerts: 3,
  notifications: { pending: 2, dead: 0 },
  disk: null,
  nowMs: 0,
};
const text = (report: StatusReport): string =>
  [...statusText(report, { language: 'en', zoneOffsetMinutes: 0 })].join('');

test('notifications that wait, and those that need a person', () => {
  expect(text(REPORT)).toContain('  notifications   2 waiting, 0 given up\n');
  expect(text({ ...REPORT, notifications: { pending: 0, dead: 4 } })).toContain(
    '  notifications   0 waiting, 4 given up: soclite notify list\n',
  );
  expect(text({ ...REPORT, notifications: null })).not.toContain('notifications');
});

test('the record, with and without a store', () => {
  const none = { ...REPORT, openAlerts: null, notifications: null };
  for (const report of [REPORT, none]) expectSchema('status', toStatusRecord(report));
  expect(toStatusRecord(REPORT)).toMatchObject({ notifications_pending: 2, notifications_dead: 0 });
});
