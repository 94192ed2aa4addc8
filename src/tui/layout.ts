import type { Rect } from './canvas.ts';

/** The screen's size in cells. */
export interface Size {
  readonly columns: number;
  readonly rows: number;
}

/** Smallest screen that is drawn; below it only a message is. */
const SMALLEST: Size = { columns: 40, rows: 10 };

/** `compact` = one list; `normal` = units as a grid; `wall` = two columns with everything. */
export type Breadth = 'compact' | 'normal' | 'wall';

export function breadth(size: Size): Breadth {
  if (size.columns >= 160 && size.rows >= 45) return 'wall';
  return size.columns >= 80 && size.rows >= 20 ? 'normal' : 'compact';
}

export function isTooSmall(size: Size): boolean {
  return size.columns < SMALLEST.columns || size.rows < SMALLEST.rows;
}

export interface UnitArea {
  readonly kind: 'grid' | 'table';
  /** The rows of units, without titles. */
  readonly rect: Rect;
  /** Units side by side: 1 in a table. */
  readonly across: number;
}

/** Where the parts of overview and queue stand; a part that has no room is null. */
export interface ListLayout {
  readonly units: UnitArea | null;
  /** The alert rows, without title and column heads. */
  readonly queue: Rect;
  readonly preview: Rect | null;
  readonly plot: Rect | null;
  readonly problems: Rect | null;
  /** Rows of the footer, from the top: what happens, the tool's health, the keys. */
  readonly footer: {
    readonly message: number;
    readonly health: number | null;
    readonly keys: number;
  };
}

/** Where detail and raw lines stand: one or two columns that scroll together. */
export interface ReaderLayout {
  readonly body: Rect;
  readonly across: 1 | 2;
  readonly footer: { readonly message: number; readonly keys: number };
}

/** Rows above the first part: header and status. */
const HEAD = 2;
const UNIT_CELL = 20;
const WALL_LEFT = 92;
const PLOT_ROWS = 12;

export function overviewLayout(size: Size, unitCount: number): ListLayout {
  const kind = breadth(size);
  if (kind === 'compact') return compactLayout(size);
  return kind === 'wall' ? wallLayout(size, unitCount) : normalOverview(size, unitCount);
}

export function queueLayout(size: Size): ListLayout {
  const { columns, rows } = size;
  if (breadth(size) === 'compact') return compactLayout(size);
  const footer = { message: rows - 3, health: rows - 2, keys: rows - 1 };
  const none = { units: null, plot: null, problems: null, footer };
  // status, column heads; then the list, and the preview below it or beside it
  const top = HEAD + 1;
  const height = rows - 3 - top;
  if (columns < 100) {
    const preview = Math.min(10, Math.floor(height * 0.4));
    const list = height - preview - 1;
    return {
      ...none,
      queue: { x: 0, y: top, width: columns, height: list },
      preview: { x: 1, y: top + list + 1, width: columns - 2, height: preview },
    };
  }
  const left = Math.floor(columns * 0.58);
  return {
    ...none,
    queue: { x: 0, y: top, width: left, height },
    preview: { x: left + 2, y: top, width: columns - left - 3, height },
  };
}

export function readerLayout(size: Size): ReaderLayout {
  const { columns, rows } = size;
  const top = breadth(size) === 'compact' ? HEAD : HEAD + 1;
  return {
    body: { x: 1, y: top, width: columns - 2, height: rows - 2 - top },
    across: columns >= 160 ? 2 : 1,
    footer: { message: rows - 2, keys: rows - 1 },
  };
}

function compactLayout({ columns, rows }: Size): ListLayout {
  return {
    units: null,
    queue: { x: 0, y: HEAD, width: columns, height: rows - HEAD - 2 },
    preview: null,
    plot: null,
    problems: null,
    footer: { message: rows - 2, health: null, keys: rows - 1 },
  };
}

function normalOverview({ columns, rows }: Size, unitCount: number): ListLayout {
  const across = Math.floor(columns / UNIT_CELL);
  const top = HEAD + 1;
  const unitRows = Math.max(1, Math.min(Math.ceil(unitCount / across), rows - 15));
  const queueTop = top + unitRows + 1;
  return {
    units: { kind: 'grid', rect: { x: 0, y: top, width: columns, height: unitRows }, across },
    queue: { x: 0, y: queueTop, width: columns, height: rows - 3 - queueTop },
    preview: null,
    plot: null,
    problems: null,
    footer: { message: rows - 3, health: rows - 2, keys: rows - 1 },
  };
}

/** Left: units and, below them, trouble. Right: alerts, preview, plot; the plot goes left when units are few. */
function wallLayout({ columns, rows }: Size, unitCount: number): ListLayout {
  const top = HEAD + 2;
  const height = rows - 3 - top;
  const x = WALL_LEFT + 2;
  const width = columns - x - 1;
  const unitRows = Math.max(1, Math.min(unitCount, height));
  const below = height - unitRows - 1;
  const isPlotLeft = below >= PLOT_ROWS + 6;
  const plotLeft = { x: 1, y: rows - 3 - PLOT_ROWS, width: WALL_LEFT - 2, height: PLOT_ROWS };
  const plotRight = { x, y: rows - 3 - PLOT_ROWS, width, height: PLOT_ROWS };
  const free = isPlotLeft ? height : height - PLOT_ROWS - 1;
  const previewRows = Math.min(14, Math.floor(free * 0.4));
  const queueRows = free - previewRows - 1;
  const problemRows = Math.min(8, isPlotLeft ? below - PLOT_ROWS - 1 : below);
  return {
    units: {
      kind: 'table',
      rect: { x: 0, y: top, width: WALL_LEFT, height: unitRows },
      across: 1,
    },
    queue: { x, y: top, width, height: queueRows },
    preview: { x: x + 1, y: top + queueRows + 1, width: width - 1, height: previewRows },
    plot: isPlotLeft ? plotLeft : plotRight,
    problems:
      problemRows >= 2
        ? { x: 1, y: top + unitRows + 1, width: WALL_LEFT - 2, height: problemRows }
        : null,
    footer: { message: rows - 3, health: rows - 2, keys: rows - 1 },
  };
}
