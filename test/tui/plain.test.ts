import { expect, test } from 'vitest';

import { createPlainReporter } from '../../src/tui/plain.ts';
import { ALERTS, NOW_MS, countOpen, makeDashboard } from '../support/dashboard.ts';

const few = makeDashboard({
  alerts: ALERTS.slice(0, 1),
  units: makeDashboard().units.slice(0, 20),
  totals: { events: 1, open: countOpen(ALERTS.slice(0, 1)) },
  health: { ...makeDashboard().health, problems: [] },
});

test('the start is summed up, in Vietnamese', () => {
  expect(createPlainReporter('vi').report(few)).toEqual([
    '21/11/2026 14:32:07 20 đơn vị: 19 có log, 1 không có dữ liệu; cảnh báo đang mở: 1 nghiêm trọng.',
    '21/11/2026 14:32:07 Ban Dân tộc: không có dữ liệu, log cuối chưa từng.',
    '21/11/2026 14:32:07 Nghiêm trọng, Sở TT&TT, Web shell được ghi vào thư mục tải lên, src_ip 10.1.4.9, 3 lần, từ 14:14:07.',
  ]);
});

test('the start is summed up, in English', () => {
  expect(createPlainReporter('en').report(few)).toEqual([
    '21/11/2026 14:32:07 20 units: 19 send logs, 1 without data; open alerts: 1 critical.',
    '21/11/2026 14:32:07 Ethnic Affairs: no data, last log never.',
    '21/11/2026 14:32:07 Critical, Sở TT&TT, Web shell written to the upload folder, src_ip 10.1.4.9, 3 times, since 14:14:07.',
  ]);
});

test('afterwards only changes are told, each once', () => {
  const reporter = createPlainReporter('vi');
  reporter.report(few);
  const alerts = ALERTS.slice(0, 1).map((alert) => ({ ...alert, count: 5 }));
  expect(reporter.report({ ...few, alerts, nowMs: NOW_MS + 1000 })).toEqual([]);
  const units = few.units.map((unit) =>
    unit.id === 'dantoc'
      ? { ...unit, state: 'ok' as const }
      : unit.id === 'yte'
        ? { ...unit, state: 'silent' as const }
        : unit,
  );
  const changed = {
    ...few,
    nowMs: NOW_MS + 2000,
    units,
    alerts: alerts.map((alert) => ({ ...alert, count: 6 })),
    health: { ...few.health, droppedLines: 1200, problems: ['disk \u001b[2J full'] },
  };
  expect(reporter.report(changed)).toEqual([
    '21/11/2026 14:32:09 Sở Y tế: không có dữ liệu, log cuối 8s trước.',
    '21/11/2026 14:32:09 Ban Dân tộc: có log trở lại.',
    '21/11/2026 14:32:09 Nghiêm trọng, Sở TT&TT, Web shell được ghi vào thư mục tải lên, src_ip 10.1.4.9, tăng lên 6 lần, từ 14:14:07.',
    '21/11/2026 14:32:09 Quá tải: đã bỏ 1.200 dòng.',
    '21/11/2026 14:32:09 Trục trặc: disk <1B>[2J full',
  ]);
  expect(reporter.report(changed)).toEqual([]);
});

test('an alert of a correlation is told with what was counted', () => {
  const data = { ...few, alerts: ALERTS.filter((alert) => alert.correlation !== null).slice(0, 1) };
  expect(createPlainReporter('vi').report(data).at(-1)).toBe(
    '21/11/2026 14:32:07 Cao, VP UBND, Dò mật khẩu rồi đăng nhập thành công, src_ip 203.0.113.7, đếm ≥ 10 sự kiện trong 10 phút, cùng TargetUserName; đếm được 46, 46 lần, từ 13:40:07.',
  );
});
