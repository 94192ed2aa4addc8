import type { Model } from '../model.ts';
import { detailHeight, rawHeight } from '../view/reader-document.ts';
import { helpLines } from '../view/help-document.ts';
import { helpHeight, queueHeight, readerHeight, unitArea } from './places.ts';
import { selectFirst, selectIndex, selectedIndex } from './queue-state.ts';
import { scrollTo } from './scroll.ts';
import { selectUnitIndex, selectedUnitIndex, unitRowCount } from './unit-state.ts';

export type Move =
  | { readonly kind: 'by'; readonly rows: number }
  | { readonly kind: 'page'; readonly pages: number }
  | { readonly kind: 'first' | 'last' }
  | { readonly kind: 'column'; readonly columns: number };

/** Moves the cursor of the list, or scrolls the text, that the keys go to. */
export function move(model: Model, step: Move): Model {
  if (model.helpTop !== null) {
    const lines = helpLines(model).length;
    return { ...model, helpTop: scroll(model.helpTop, step, lines, helpHeight(model)) };
  }
  if (model.reader !== null && (model.screen === 'detail' || model.screen === 'raw')) {
    return scrollReader(model, model.reader, step);
  }
  const area = unitArea(model);
  if (model.pane === 'units' && area !== null) {
    const count = model.units.order.length;
    const index = target(selectedUnitIndex(model.units), step, {
      last: count - 1,
      page: area.rect.height,
      column: unitRowCount(count, area),
    });
    return { ...model, units: selectUnitIndex(model.units, index, area) };
  }
  if (step.kind === 'first') return { ...model, queue: selectFirst(model.queue, model.data) };
  const height = queueHeight(model);
  const extent = { last: model.queue.rows.length - 1, page: height, column: 0 };
  const index = target(selectedIndex(model.queue), step, extent);
  return { ...model, queue: selectIndex(model.queue, index, height) };
}

function scrollReader(model: Model, reader: NonNullable<Model['reader']>, step: Move): Model {
  const height = readerHeight(model);
  if (model.screen === 'detail') {
    const lines = detailHeight(model, reader);
    return {
      ...model,
      reader: { ...reader, detailTop: scroll(reader.detailTop, step, lines, height) },
    };
  }
  const lines = rawHeight(model, reader);
  return { ...model, reader: { ...reader, rawTop: scroll(reader.rawTop, step, lines, height) } };
}

function scroll(top: number, step: Move, lines: number, height: number): number {
  const next = target(top, step, { last: lines - height, page: height, column: 0 });
  return scrollTo(next, lines, height);
}

interface Extent {
  readonly last: number;
  readonly page: number;
  readonly column: number;
}

function target(index: number, step: Move, extent: Extent): number {
  switch (step.kind) {
    case 'by':
      return index + step.rows;
    case 'page':
      // one row of the page before stays in sight
      return index + step.pages * Math.max(1, extent.page - 1);
    case 'first':
      return 0;
    case 'last':
      return extent.last;
    case 'column': {
      const next = index + step.columns * extent.column;
      return next < 0 || next > extent.last ? index : next;
    }
  }
}
