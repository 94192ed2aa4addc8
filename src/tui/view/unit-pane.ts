import { ABSENCE_LABELS } from '../../layers/labels.ts';
import { displayWidth, toCells } from '../../util/display-text.ts';
import { SEVERITIES } from '../dashboard-data.ts';
import type { Severity, UnitStatus } from '../dashboard-data.ts';
import { formatCount } from '../format.ts';
import type { Style } from '../grid.ts';
import type { UnitArea } from '../layout.ts';
import { selectedUnitIndex, shownUnits, unitRowCount } from '../state/unit-state.ts';
import { lastLogOf } from './painter.ts';
import type { Painter } from './painter.ts';
import { bucketSums, sparkline } from './spark.ts';

/** The units of the overview: a grid filled column by column, or on the wall a table. */
export function drawUnits(painter: Painter, area: UnitArea): void {
  const { model } = painter;
  const units = shownUnits(model.units, model.data);
  const rowCount = unitRowCount(units.length, area);
  const max = greatestBucket(units, area.kind === 'grid' ? 3 : TABLE_SPARK);
  units.forEach((unit, index) => {
    const row = (index % rowCount) - model.units.top;
    if (row < 0 || row >= area.rect.height) return;
    const cell: Cell = {
      unit,
      x: area.rect.x + Math.floor(index / rowCount) * Math.floor(area.rect.width / area.across),
      y: area.rect.y + row,
      width: Math.floor(area.rect.width / area.across),
      max,
    };
    const isSelected = model.pane === 'units' && index === selectedUnitIndex(model.units);
    if (area.kind === 'grid') drawGridCell(painter, cell);
    else drawTableRow(painter, cell);
    if (isSelected) markSelected(painter, cell);
  });
  drawMore(painter, area, rowCount);
}

interface Cell {
  readonly unit: UnitStatus;
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly max: number;
}

/** Units that the area has no rows for are counted, never just missing. */
function drawMore(painter: Painter, area: UnitArea, rowCount: number): void {
  const hidden = rowCount - area.rect.height - painter.model.units.top;
  if (hidden <= 0) return;
  const text = ` ${painter.strings.moreUnits(formatCount(hidden * area.across, painter.strings))} `;
  const { x, y, width, height } = area.rect;
  painter.canvas.putRight(x + width - 1, y + height, { text, style: painter.theme.warning });
}

function markSelected(painter: Painter, { x, y, width }: Cell): void {
  painter.canvas.put(x, y, { text: '>', style: painter.theme.text }, 1);
  painter.canvas.restyle({ x, y, width, height: 1 }, painter.theme.select);
}

function drawGridCell(painter: Painter, { unit, x, y, width, max }: Cell): void {
  const { canvas, theme } = painter;
  drawState(painter, unit, x + 1, y);
  const nameWidth = Math.min(12, width - 10);
  const spark = width - 7 - nameWidth;
  const end = x + 3 + nameWidth;
  const open = total(unit);
  const count = unit.state === 'ok' ? shortCount(open) : '';
  // a short number leaves the name one cell more
  const name = fitName(unit.shortName, count.length < 2 ? nameWidth + 1 : nameWidth, painter);
  canvas.put(x + 3, y, { text: name, style: nameStyle(painter, unit) });
  if (unit.state !== 'ok') {
    const text = unit.state === 'silent' ? '--' : '';
    canvas.put(end + 2, y, { text, style: theme.unknown });
    return;
  }
  canvas.putRight(end + 3, y, { text: count, style: open > 0 ? theme.text : theme.faint });
  drawSpark(painter, { unit, x: end + 4, y, width: spark, max });
}

const TABLE_SPARK = 24;
const SPARK_X = 46;
const LAST_X = SPARK_X + TABLE_SPARK + 2;
const COUNT_WIDTH = 5;
const COUNTS_X = 18;

/** The heads of the table, over the columns that `drawTableRow` fills. */
export function drawUnitHeads(painter: Painter, { x, y }: { x: number; y: number }): void {
  const { canvas, strings, theme, glyphs } = painter;
  const { column } = strings;
  canvas.put(x + 3, y, { text: column.unit, style: theme.faint }, 13);
  SEVERITIES.forEach((severity, i) => {
    const end = x + COUNTS_X + (i + 1) * COUNT_WIDTH;
    canvas.put(end - 1, y, { text: glyphs.severity[severity], style: theme.faint });
  });
  canvas.put(x + SPARK_X, y, { text: column.hours, style: theme.faint }, TABLE_SPARK);
  canvas.put(x + LAST_X, y, { text: column.last, style: theme.faint }, 18);
}

function drawTableRow(painter: Painter, { unit, x, y, max, width }: Cell): void {
  const { canvas, glyphs, theme, strings } = painter;
  drawState(painter, unit, x + 1, y);
  canvas.put(x + 3, y, { text: unit.shortName, style: nameStyle(painter, unit) }, 14);
  const last = lastLogOf(painter, unit);
  if (unit.state !== 'ok') {
    const isSilent = unit.state === 'silent';
    const text = isSilent
      ? ABSENCE_LABELS.noData[painter.language].toLowerCase()
      : strings.unmonitored;
    const style = isSilent ? theme.warning : theme.unknown;
    canvas.put(x + COUNTS_X + COUNT_WIDTH - 1, y, { text, style });
    if (isSilent) canvas.put(x + LAST_X, y, { text: `${last} !`, style }, width - LAST_X - 1);
    return;
  }
  SEVERITIES.forEach((severity, i) => {
    const count = unit.open[severity];
    const end = x + COUNTS_X + (i + 1) * COUNT_WIDTH;
    const text = count > 0 ? shortCount(count) : glyphs.ok;
    canvas.putRight(end, y, { text, style: count > 0 ? theme.severity[severity] : theme.rule });
  });
  drawSpark(painter, { unit, x: x + SPARK_X, y, width: TABLE_SPARK, max });
  canvas.put(x + LAST_X, y, { text: last, style: theme.faint }, width - LAST_X - 1);
}

function drawSpark({ canvas, glyphs, theme }: Painter, { unit, x, y, width, max }: Cell): void {
  const bars = sparkline(unit.hourly, width, { max, signs: glyphs.spark });
  Array.from(bars).forEach((bar, i) => {
    const style = bar === glyphs.spark[0] ? theme.rule : theme.spark;
    canvas.put(x + i, y, { text: bar, style }, 1);
  });
}

/** The worst open severity's sign, `?` for no data, a quiet dot when all is well. */
function drawState(painter: Painter, unit: UnitStatus, x: number, y: number): void {
  const { canvas, glyphs, theme } = painter;
  const worst = worstOf(unit);
  if (worst !== null) {
    canvas.put(x, y, { text: glyphs.severity[worst], style: theme.severity[worst] });
  } else if (unit.state === 'ok') canvas.put(x, y, { text: glyphs.ok, style: theme.good });
  else if (unit.state === 'silent')
    canvas.put(x, y, { text: glyphs.unknown, style: theme.warning });
  else canvas.put(x, y, { text: glyphs.unmonitored, style: theme.unknown });
}

function nameStyle({ theme }: Painter, unit: UnitStatus): Style {
  if (unit.state !== 'ok') return theme.unknown;
  return worstOf(unit) === null ? theme.text : theme.strong;
}

function worstOf(unit: UnitStatus): Severity | null {
  return SEVERITIES.find((severity) => unit.open[severity] > 0) ?? null;
}

function total(unit: UnitStatus): number {
  return SEVERITIES.reduce((sum, severity) => sum + unit.open[severity], 0);
}

/** The name within `width` cells. A last word of one letter tells two districts apart, so the cut comes before it. */
function fitName(name: string, width: number, { glyphs }: Painter): string {
  if (displayWidth(name) <= width) return name;
  const tail = / \p{L}$/u.exec(name)?.[0] ?? '';
  const room = width - tail.length - 1;
  const start = toCells(name, room + 1).slice(0, room);
  return `${start.join('')}${glyphs.ellipsis}${tail}`;
}

/** At most 3 cells. */
function shortCount(count: number): string {
  return count > 999 ? '1k+' : String(count);
}

/** The greatest bar of all units: their heights can be compared. */
function greatestBucket(units: readonly UnitStatus[], width: number): number {
  return units.reduce((max, unit) => Math.max(max, ...bucketSums(unit.hourly, width)), 0);
}
