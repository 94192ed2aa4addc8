import type { Alert } from '../../alert/alert.ts';
import { statusOf } from '../desk.ts';
import { formatCount } from '../format.ts';
import { breadth } from '../layout.ts';
import type { ListLayout } from '../layout.ts';
import type { Plot } from '../plot.ts';
import { listLayout } from '../state/places.ts';
import { drawHealth, drawKeys, drawMessage } from './footer.ts';
import { drawHeader, drawStatus } from './header.ts';
import { drawColumn, drawRule } from './painter.ts';
import type { Painter } from './painter.ts';
import { drawPlot } from './plot-pane.ts';
import { drawPreview } from './preview.ts';
import { drawProblems } from './problem-pane.ts';
import { drawQueue, drawQueueHeads } from './queue-pane.ts';
import { clockOf } from './status-text.ts';
import { drawUnitHeads, drawUnits } from './unit-pane.ts';

/** Overview and queue at any size; returns the plot, if the screen has one. */
export function drawListScreen(painter: Painter): Plot | null {
  const { model } = painter;
  const layout = listLayout(model);
  drawHeader(painter);
  drawStatus(painter);
  drawQueue(painter, layout.queue, model.screen === 'queue' || model.pane === 'queue');
  drawMessage(painter, layout.footer.message);
  if (layout.footer.health !== null)
    drawHealth(painter, layout.footer.health, layout.problems !== null);
  drawKeys(painter, layout.footer.keys);
  const isWall = model.screen === 'overview' && breadth(model.size) === 'wall';
  if (layout.units !== null) {
    if (isWall) drawWallFrame(painter, layout);
    else drawOverviewFrame(painter, layout);
    drawUnits(painter, layout.units);
  } else if (breadth(model.size) !== 'compact') drawQueueFrame(painter, layout);
  if (layout.preview !== null) drawPreview(painter, layout.preview);
  if (layout.problems !== null) drawProblems(painter, layout.problems);
  return layout.plot === null ? null : drawPlot(painter, layout.plot);
}

function drawOverviewFrame(painter: Painter, { queue }: ListLayout): void {
  const { columns } = painter.model.size;
  drawRule(painter, { x: 0, y: 2, width: columns });
  drawRule(painter, { x: 0, y: queue.y - 1, width: columns }, queueTitle(painter));
}

function drawQueueFrame(painter: Painter, { queue, preview }: ListLayout): void {
  drawQueueHeads(painter, { ...queue, y: queue.y - 1 });
  if (preview === null) return;
  const title = { text: painter.strings.preview, style: painter.theme.heading };
  if (preview.y > queue.y) {
    drawRule(painter, { x: 0, y: preview.y - 1, width: painter.model.size.columns }, title);
    return;
  }
  drawColumn(painter, preview.x - 2, queue.y - 1, queue.height + 1);
  painter.canvas.put(preview.x, queue.y - 1, title);
}

function drawWallFrame(painter: Painter, layout: ListLayout): void {
  const { strings, theme, glyphs, model } = painter;
  const { units, queue, preview, plot, problems } = layout;
  if (units === null || preview === null) return;
  const left = units.rect.width;
  const heading = (text: string): { text: string; style: number } => ({
    text,
    style: theme.heading,
  });
  drawRule(
    painter,
    { x: 0, y: 2, width: left },
    heading(`${strings.units} ${glyphs.separator} ${strings.unitSort[model.units.sort]}`),
  );
  drawUnitHeads(painter, { x: 0, y: 3 });
  drawColumn(painter, left, 2, model.size.rows - 5);
  const right = { x: left + 1, width: model.size.columns - left - 1 };
  drawRule(painter, { ...right, y: 2 }, queueTitle(painter));
  drawQueueHeads(painter, { ...queue, y: 3 });
  drawRule(painter, { ...right, y: preview.y - 1 }, heading(strings.preview));
  if (plot !== null) {
    const place = plot.x < left ? { x: 0, width: left } : right;
    drawRule(painter, { ...place, y: plot.y - 1 }, heading(strings.plot));
  }
  if (problems === null) return;
  drawRule(painter, { x: 0, y: problems.y - 1, width: left }, heading(strings.problems));
}

/** With a desk, also how many alerts nobody has taken, and how many of them wait too long. */
function queueTitle(painter: Painter): { text: string; style: number } {
  const { strings, theme, glyphs, model } = painter;
  const { rows } = model.queue;
  const isNew = ({ id }: Alert): boolean => statusOf(model.data, id).state === 'new';
  const waiting = model.data.desk === undefined ? 0 : rows.filter(isNew).length;
  const overdue = rows.filter((alert) => clockOf(painter, alert)?.stage === 'overdue').length;
  const parts = [
    strings.queueTitle,
    strings.sort[model.queue.sort],
    waiting === 0 ? '' : strings.waiting(formatCount(waiting, strings)),
    overdue === 0 ? '' : `${strings.overdueCount(formatCount(overdue, strings))} !`,
  ];
  const text = parts.filter((part) => part !== '').join(` ${glyphs.separator} `);
  return { text, style: theme.heading };
}
