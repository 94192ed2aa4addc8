import { overviewLayout, queueLayout, readerLayout } from '../layout.ts';
import type { ListLayout, UnitArea } from '../layout.ts';
import type { Model } from '../model.ts';

/** The list screen under the cursor, or under the reader that covers it. */
export function listLayout(model: Model): ListLayout {
  return model.screen === 'overview'
    ? overviewLayout(model.size, model.units.order.length)
    : queueLayout(model.size);
}

export function queueHeight(model: Model): number {
  return Math.max(1, listLayout(model).queue.height);
}

export function unitArea(model: Model): UnitArea | null {
  return listLayout(model).units;
}

export function readerHeight(model: Model): number {
  return readerLayout(model.size).body.height;
}

/** Rows of help on screen: all but header, title and keys. */
export function helpHeight(model: Model): number {
  return Math.max(1, model.size.rows - 4);
}
