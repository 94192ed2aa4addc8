import type { Alert } from '../../alert/alert.ts';
import { TIER_LABELS } from '../../layers/labels.ts';
import type { Rect } from '../canvas.ts';
import { formatCount } from '../format.ts';
import { selectedAlert } from '../state/queue-state.ts';
import { evidenceLines, shiftNote, stepLines, timesOf, whyLines } from './alert-document.ts';
import { wrapWords } from './document.ts';
import type { Line } from './document.ts';
import { alertTitle, unitLongName } from './painter.ts';
import type { Look, Painter } from './painter.ts';
import { drawLines } from './reader.ts';

/** Why the alert under the cursor matched, what to do, and its last line, in the rows there are. */
export function drawPreview(painter: Painter, area: Rect): void {
  const alert = selectedAlert(painter.model.queue);
  if (alert === null) return;
  const { strings, theme, glyphs } = painter;
  const { width, height } = area;
  const facts = [
    unitLongName(painter, alert),
    timesOf(painter, alert),
    `${glyphs.times}${formatCount(alert.count, strings)}`,
    strings.layer(alert.layer),
    TIER_LABELS[alert.tier][painter.language],
  ];
  const isRoomy = height >= ROOMY_ROWS;
  const joined = facts.join(` ${glyphs.separator} `);
  const about = isRoomy ? wrapWords(joined, width).slice(0, 3) : [joined];
  const head: readonly Line[] = [
    [{ text: alertTitle(painter, alert), style: theme.strong }],
    ...about.map((text) => [{ text, style: theme.text }]),
  ];
  const rows = height - head.length;
  const isTitled = rows >= TITLED_ROWS;
  const indent = isTitled ? 0 : LABEL_WIDTH;
  drawLines(painter, head, area);
  const sections = sectionsOf(painter, alert, width - indent, isTitled);
  const counts = shareRows(sections, isTitled ? rows - sections.length : rows);
  let y = area.y + head.length;
  sections.forEach((section, i) => {
    const lines = section.lines.slice(0, counts[i]);
    if (lines.length === 0) return;
    const label = { text: isTitled ? section.title : section.label, style: theme.heading };
    const note = { text: isTitled ? `  ${section.note}` : '', style: theme.faint };
    painter.canvas.putSpans(area.x, y, [label, note], width);
    if (isTitled) y += 1;
    drawLines(painter, lines, { x: area.x + indent, y, width: width - indent });
    y += lines.length;
  });
}

/** From this many rows on the facts take the lines they need. */
const ROOMY_ROWS = 14;
/** From this many rows on, each part has its title in a row of its own. */
const TITLED_ROWS = 9;
const LABEL_WIDTH = 9;

interface Section {
  readonly title: string;
  /** The title where it shares the line with the text. */
  readonly label: string;
  /** Said beside the title. */
  readonly note: string;
  readonly lines: readonly Line[];
  /** Weight when there is not room for all. */
  readonly share: number;
}

function sectionsOf(
  look: Look,
  alert: Alert,
  width: number,
  isTitled: boolean,
): readonly Section[] {
  const { strings } = look;
  const last = alert.evidence.at(-1);
  const options = { width, maxCells: width * 4, mark: '' };
  const raw = last === undefined ? [] : evidenceLines(look, last, options);
  const shift = (lines: readonly Line[]): readonly Line[] =>
    isTitled ? lines : lines.map(unindent);
  return [
    {
      title: strings.why,
      label: strings.short.why,
      note: '',
      lines: shift(whyLines(look, alert, width)),
      share: 3,
    },
    {
      title: strings.nextSteps,
      label: strings.short.nextSteps,
      note: '',
      lines: shift(stepLines(look, alert, width)),
      share: 2,
    },
    {
      title: strings.rawLines,
      label: strings.short.rawLines,
      note: shiftNote(look),
      // where the line was read is left out when rows are few
      lines: shift(isTitled ? raw : raw.slice(1)),
      share: 3,
    },
  ].filter((section) => section.lines.length > 0);
}

/** The line without the two blanks that set it off from a title above. */
function unindent(line: Line): Line {
  const [first, ...rest] = line;
  return first === undefined
    ? line
    : [{ ...first, text: first.text.replace(/^ {2}/, '') }, ...rest];
}

/** One row to each section first, then the rest by weight to those that have more to say. */
function shareRows(sections: readonly Section[], rows: number): readonly number[] {
  const counts = sections.map(() => 0);
  for (let left = rows; left > 0; left -= 1) {
    let best = -1;
    let least = Infinity;
    sections.forEach((section, i) => {
      const weight = (counts[i] ?? 0) / section.share;
      if ((counts[i] ?? 0) < section.lines.length && weight < least) {
        best = i;
        least = weight;
      }
    });
    if (best < 0) break;
    counts[best] = (counts[best] ?? 0) + 1;
  }
  return counts;
}
