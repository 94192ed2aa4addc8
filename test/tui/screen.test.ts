// What a person must be able to read off the screen, whatever the size.
import { expect, test } from 'vitest';

import { gridRows } from '../../src/tui/grid.ts';
import type { Model } from '../../src/tui/model.ts';
import { view } from '../../src/tui/view.ts';
import { ALERTS, NOW_MS, countOpen, makeDashboard } from '../support/dashboard.ts';
import { feed, makeModel } from '../support/model.ts';

function rows(model: Model): readonly string[] {
  return gridRows(view(model).grid);
}

function screen(model: Model): string {
  return rows(model).join('\n');
}

const DEMO = makeDashboard({ mode: 'demo' });

test.each([[[]], [['2']], [['enter']], [['v']], [['2', 'j', 'enter']], [['2', 'j', 'v']]])(
  'counts and clock stand in the header at 80 columns after %j',
  (keys) => {
    const many = Array.from({ length: 12 }, (_, i) => ({
      ...ALERTS[0],
      id: `n${i}`,
      firstMs: NOW_MS,
    }));
    const alerts = [...ALERTS, ...many] as typeof ALERTS;
    const open = { critical: 14, high: 34, medium: 56, low: 12, informational: 9 };
    const later = makeDashboard({ alerts, totals: { events: 1, open }, mode: 'demo' });
    for (const language of ['vi', 'en'] as const) {
      const model = feed(makeModel({ data: DEMO, keys, settings: { language } }), later);
      expect(rows(model)[0]).toMatch(/◆14 ▲34 .*14:32(:07)? $/);
    }
  },
);

test.each([[[]], [['2', 'j']], [['enter']], [['v']], [['?']]])(
  'with ASCII signs all that is not a letter is ASCII, after %j',
  (keys) => {
    const names = makeDashboard().units.map((unit) => ({ ...unit, contact: 'Nguyễn Văn An' }));
    const data = makeDashboard({ mode: 'demo', units: names });
    for (const [columns, height] of [
      [40, 10],
      [80, 24],
      [200, 50],
    ] as const) {
      for (const language of ['vi', 'en'] as const) {
        const settings = { language, isAsciiSigns: true };
        const text = screen(makeModel({ columns, rows: height, data, keys, settings }));
        expect(text.replaceAll(/[\p{L}\p{ASCII}]/gu, '')).toBe('');
      }
    }
  },
);

test('the age is that of the order', () => {
  const row = (keys: readonly string[]) =>
    rows(makeModel({ columns: 120, keys })).find((line) => line.includes('Web shell'));
  expect(row(['2'])).toContain('N.TRỌNG 18p');
  expect(row(['2', 's'])).toContain('N.TRỌNG 13p');
  expect(screen(makeModel({ columns: 120, keys: ['2', 's'] }))).toContain('MỨC     CUỐI');
});

test('an address of the only machine gives way to its name, any other address stays', () => {
  const text = screen(makeModel({ columns: 200, rows: 50 }));
  expect(text).toContain('ĐỐI TƯỢNG');
  expect(text).toContain('bvdk-pc-077');
  expect(text).not.toContain('10.9.2.77');
  expect(text).toContain('10.1.4.9');
});

test('a list that is held by its cursor says so, and p lets it flow', () => {
  const hint = 'tạm dừng vì đang chọn · p chạy tiếp';
  expect(screen(makeModel())).not.toContain(hint);
  expect(screen(makeModel({ keys: ['j'] }))).toContain(hint);
  expect(screen(makeModel({ keys: ['j', 'p'] }))).not.toContain(hint);
  expect(screen(makeModel({ keys: ['p'] }))).not.toContain(hint);
});

test('trouble lists silent units and unread lines', () => {
  const model = makeModel({ columns: 200, rows: 50 });
  const text = screen(model);
  expect(text).toContain('3 KHÔNG CÓ DỮ LIỆU: Ban Dân tộc (chưa từng), TT Xúc tiến (26g),');
  expect(text).toContain('! 1.204 dòng không đọc được');
  const quiet = makeDashboard({
    units: model.data.units.map((unit) => ({ ...unit, state: 'ok' as const })),
    health: { ...model.data.health, unparsedLines: 0, problems: [] },
  });
  const calm = rows(makeModel({ columns: 200, rows: 50, data: quiet }));
  expect(calm[calm.findIndex((line) => line.includes('Trục trặc')) + 1]).toContain('không có');
});

test('more trouble than rows is counted', () => {
  const problems = Array.from({ length: 30 }, (_, i) => `fault ${i}`);
  const data = makeDashboard({ health: { ...makeDashboard().health, problems } });
  const text = screen(makeModel({ columns: 200, rows: 50, data }));
  expect(text).toContain('! fault 29');
  expect(text).toMatch(/còn 2[0-9] dòng/);
});

test('the list of a silent unit tells that it sends nothing, since when, and whom to call', () => {
  const silent = makeDashboard().units.map((unit) =>
    unit.id === 'dantoc' ? { ...unit, contact: '0293 3 868 868' } : unit,
  );
  const data = makeDashboard({ units: silent });
  const keys = ['tab', 'j', 'j', 'j', 'j', 'l', 'enter'];
  const text = screen(makeModel({ data, keys }));
  expect(text).toContain('lọc: Ban Dân tộc · không có dữ liệu');
  expect(text).toContain('Không có dữ liệu, log cuối chưa từng.');
  expect(text).toContain('liên hệ: 0293 3 868 868');
});

test('an alert of a correlation says what was counted, in list and detail', () => {
  const counted = 'đếm ≥ 10 sự kiện trong 10 phút, cùng TargetUserName; đếm được 46';
  for (const keys of [
    ['2', 'j', 'j'],
    ['2', 'j', 'j', 'enter'],
  ]) {
    expect(screen(makeModel({ columns: 200, rows: 50, keys }))).toContain(counted);
  }
  const values = '≥ 15 different values of dst_ip within 10 minutes, same src_ip; counted 37';
  const settings = { language: 'en' } as const;
  expect(
    screen(makeModel({ columns: 200, rows: 50, keys: ['2', 'j', 'j', 'j', 'enter'], settings })),
  ).toContain(values);
});

test.each([['enter'], ['v']])('%s: replayed data says that its times are moved', (key) => {
  const note = 'thời gian đã dời về hiện tại (dữ liệu mẫu)';
  expect(screen(makeModel({ data: DEMO, keys: [key] }))).toContain(note);
  expect(screen(makeModel({ keys: [key] }))).not.toContain(note);
});

test('without colour each series of the plot has bars under its name', () => {
  const model = makeModel({ columns: 200, rows: 50, settings: { theme: 'mono' } });
  expect(view(model).plot).toBeNull();
  expect(screen(model)).toMatch(/tường lửa {2}896\/ph, cao nhất 960\/ph/);
  expect(view(makeModel({ columns: 200, rows: 50 })).plot).not.toBeNull();
});

test.each([80, 120])(
  'names of two districts differ at %i columns, however many alerts',
  (columns) => {
    const units = makeDashboard().units.map((unit) => ({
      ...unit,
      state: 'ok' as const,
      open: { ...countOpen([]), low: unit.id.startsWith('chauthanh') ? 12 : 0 },
    }));
    const text = screen(makeModel({ columns, rows: 30, data: makeDashboard({ units }) }));
    expect(text).toMatch(/H\.C\.Thành +12/);
    expect(text).toMatch(/H\.C\.Thà… A +12/);
  },
);
