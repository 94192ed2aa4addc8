import type { Alert } from '../../alert/alert.ts';
import { formatCount } from '../format.ts';
import { readerLayout } from '../layout.ts';
import type { Model, ReaderState } from '../model.ts';
import {
  evidenceLines,
  factLines,
  headingLine,
  ruleLines,
  shiftNote,
  stepLines,
  whyLines,
} from './alert-document.ts';
import { BLANK } from './document.ts';
import type { Line } from './document.ts';
import { createLook } from './painter.ts';
import { storyLines } from './story-lines.ts';
import type { Look } from './painter.ts';

/** Cells of one raw line in detail, and on the raw screen. */
const DETAIL_CELLS = 1200;
const RAW_CELLS = 16_000;

/** Detail as one column of lines, or on wide screens two that scroll together. */
export function detailColumns(look: Look, alert: Alert): readonly (readonly Line[])[] {
  const layout = readerLayout(look.model.size);
  const width = columnWidth(layout.body.width, layout.across);
  const { strings } = look;
  const about = [
    headingLine(look, strings.facts, ''),
    ...factLines(look, alert, width),
    BLANK,
    headingLine(look, strings.why, ''),
    ...whyLines(look, alert, width),
    BLANK,
    headingLine(look, strings.nextSteps, ''),
    ...stepLines(look, alert, width),
    ...storyLines(look, width),
  ];
  const rule = [headingLine(look, strings.rule, alert.title), ...ruleLines(look, alert, width)];
  const raw = [
    ...rawHeading(look, alert),
    ...rawLines(look, alert, { width, maxCells: DETAIL_CELLS }),
  ];
  return layout.across === 2
    ? [[...about, BLANK, ...rule], raw]
    : [[...about, BLANK, ...raw, BLANK, ...rule]];
}

export function rawColumn(look: Look, alert: Alert): readonly Line[] {
  const { width } = readerLayout(look.model.size).body;
  return [...rawHeading(look, alert), ...rawLines(look, alert, { width, maxCells: RAW_CELLS })];
}

export function columnWidth(width: number, across: 1 | 2): number {
  return across === 1 ? width : Math.floor((width - 3) / 2);
}

/** Lines of detail: how far it can be scrolled. */
export function detailHeight(model: Model, reader: ReaderState): number {
  const columns = detailColumns(createLook(model), reader.alert);
  return Math.max(...columns.map((lines) => lines.length));
}

export function rawHeight(model: Model, reader: ReaderState): number {
  return rawColumn(createLook(model), reader.alert).length;
}

function rawHeading(look: Look, alert: Alert): readonly Line[] {
  const { strings } = look;
  const kept = formatCount(alert.evidence.length, strings);
  const count =
    alert.evidence.length === 0
      ? strings.noEvidence
      : strings.moreEvidence(kept, formatCount(alert.count, strings));
  const note = [count, shiftNote(look)].filter((part) => part !== '').join('; ');
  return [headingLine(look, strings.rawLines, note)];
}

function rawLines(
  look: Look,
  alert: Alert,
  options: { readonly width: number; readonly maxCells: number },
): readonly Line[] {
  const count = alert.evidence.length;
  return alert.evidence.flatMap((evidence, i) =>
    evidenceLines(look, evidence, { ...options, mark: `${i + 1}/${count}  ` }),
  );
}
