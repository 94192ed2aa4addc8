// Whole screens as files: `vitest -u` writes them anew; read the difference as a person would see it.
import { expect, test } from 'vitest';

import { gridRows, unpackStyle } from '../../src/tui/grid.ts';
import type { Grid } from '../../src/tui/grid.ts';
import type { Settings } from '../../src/tui/model.ts';
import { view } from '../../src/tui/view.ts';
import { ALERTS, NOW_MS, countOpen, makeDashboard, makeDesk } from '../support/dashboard.ts';
import { feed, makeModel } from '../support/model.ts';

interface Shot {
  readonly name: string;
  readonly size: readonly [columns: number, rows: number];
  readonly keys: readonly string[];
  readonly settings?: Partial<Settings>;
  /** There is a desk to act at. */
  readonly desk?: boolean;
}

const EN = { language: 'en' } as const;
const SEARCH = ['/', 's', 'o', 'space', 't', 't'];

const SHOTS: readonly Shot[] = [
  { name: 'overview-40x10-vi', size: [40, 10], keys: [] },
  { name: 'overview-80x24-vi', size: [80, 24], keys: [] },
  { name: 'overview-80x24-en', size: [80, 24], keys: [], settings: EN },
  { name: 'overview-80x24-units-vi', size: [80, 24], keys: ['tab', 'j', 'j', 'l'] },
  {
    name: 'overview-80x24-ascii-vi',
    size: [80, 24],
    keys: [],
    settings: { isAsciiSigns: true, isAsciiText: true },
  },
  { name: 'overview-160x50-en', size: [160, 50], keys: [], settings: EN },
  { name: 'overview-200x50-vi', size: [200, 50], keys: [] },
  {
    name: 'overview-200x50-ascii-en',
    size: [200, 50],
    keys: [],
    settings: { ...EN, isAsciiSigns: true },
  },
  { name: 'queue-40x10-en', size: [40, 10], keys: ['2', 'j'], settings: EN },
  { name: 'queue-80x24-vi', size: [80, 24], keys: ['2', 'j', 'j'] },
  { name: 'queue-80x24-search-vi', size: [80, 24], keys: ['2', ...SEARCH] },
  { name: 'queue-120x30-vi', size: [120, 30], keys: ['2', 'f', 'f'] },
  { name: 'queue-200x50-en', size: [200, 50], keys: ['2'], settings: EN },
  {
    name: 'queue-80x24-silent-vi',
    size: [80, 24],
    keys: ['tab', 'j', 'j', 'j', 'j', 'j', 'l', 'enter'],
  },
  { name: 'queue-120x30-newest-en', size: [120, 30], keys: ['2', 's', 'j'], settings: EN },
  { name: 'overview-160x50-mono-vi', size: [160, 50], keys: [], settings: { theme: 'mono' } },
  { name: 'detail-80x24-correlation-vi', size: [80, 24], keys: ['2', 'j', 'j', 'enter'] },
  { name: 'detail-40x10-vi', size: [40, 10], keys: ['enter'] },
  { name: 'detail-80x24-vi', size: [80, 24], keys: ['2', 'enter'] },
  { name: 'detail-160x50-en', size: [160, 50], keys: ['2', 'enter'], settings: EN },
  { name: 'raw-80x24-vi', size: [80, 24], keys: ['v'] },
  { name: 'help-80x24-vi', size: [80, 24], keys: ['?'] },
  { name: 'help-80x24-en', size: [80, 24], keys: ['2', '?'], settings: EN },
  { name: 'desk-queue-80x24-vi', size: [80, 24], keys: ['2', 'j', 'space', 'j'], desk: true },
  { name: 'desk-queue-120x30-en', size: [120, 30], keys: ['2'], settings: EN, desk: true },
  { name: 'desk-overview-80x24-en', size: [80, 24], keys: [], settings: EN, desk: true },
  { name: 'desk-overview-200x50-vi', size: [200, 50], keys: [], desk: true },
  { name: 'desk-detail-80x24-vi', size: [80, 24], keys: ['2', 'j', 'j', 'j', 'enter'], desk: true },
  {
    name: 'desk-close-80x24-vi',
    size: [80, 24],
    keys: ['2', 'c', 'right', 'tab', 'm', 'á', 'y', 'enter', 'c', 'enter'],
    desk: true,
  },
  { name: 'desk-escalate-40x10-vi', size: [40, 10], keys: ['2', 'e'], desk: true },
  { name: 'desk-except-80x24-en', size: [80, 24], keys: ['2', 'x'], settings: EN, desk: true },
  { name: 'small-33x8-vi', size: [33, 8], keys: [] },
];

test.each(SHOTS)('$name', async ({ name, size: [columns, rows], keys, settings, desk }) => {
  const data = makeDashboard(desk === true ? { desk: makeDesk() } : {});
  const { grid } = view(makeModel({ columns, rows, keys, data, settings: settings ?? {} }));
  expect(grid.texts).toHaveLength(columns * rows);
  await expect(frame(grid)).toMatchFileSnapshot(`golden/${name}.txt`);
});

test('paused with new alerts waiting', async () => {
  const newer = ALERTS.slice(0, 4).map((alert, i) => ({
    ...alert,
    id: `new-${i}`,
    firstMs: NOW_MS,
  }));
  const alerts = [...ALERTS, ...newer];
  const data = makeDashboard({ alerts, totals: { events: 1, open: countOpen(alerts) } });
  const { grid } = view(feed(makeModel({ keys: ['2', 'j', 'j'] }), data));
  await expect(frame(grid)).toMatchFileSnapshot('golden/queue-80x24-paused-vi.txt');
});

test('nothing yet', async () => {
  const open = countOpen([]);
  const units = makeDashboard().units.map((unit) => ({ ...unit, open, hourly: [] }));
  const data = makeDashboard({ alerts: [], units, mode: 'demo', totals: { events: 0, open } });
  await expect(frame(view(makeModel({ data })).grid)).toMatchFileSnapshot(
    'golden/empty-80x24-vi.txt',
  );
});

test.each(['default', 'mono'] as const)('styles of theme %s', async (theme) => {
  const { grid } = view(makeModel({ settings: { theme }, keys: ['2', 'j'] }));
  await expect(`${frame(grid)}${styles(grid)}`).toMatchFileSnapshot(`golden/theme-${theme}.txt`);
});

/** The rows between bars, so that blanks at their ends show. */
function frame(grid: Grid): string {
  return `${gridRows(grid)
    .map((row) => `|${row}|`)
    .join('\n')}\n`;
}

/** Each cell's style as a letter, and what the letters mean. */
function styles(grid: Grid): string {
  const letters = new Map<number, string>();
  const cells = Array.from({ length: grid.texts.length }, (_, i) => {
    const style = grid.styles[i] ?? 0;
    const letter =
      letters.get(style) ?? (letters.size === 0 ? '.' : String.fromCharCode(96 + letters.size));
    letters.set(style, letter);
    return letter;
  });
  const rows = Array.from({ length: grid.rows }, (_, y) =>
    cells.slice(y * grid.columns, (y + 1) * grid.columns).join(''),
  );
  const legend = Array.from(
    letters,
    ([style, letter]) => `${letter} ${JSON.stringify(unpackStyle(style))}`,
  );
  return `\n${rows.join('\n')}\n\n${legend.join('\n')}\n`;
}
