import type { Rect, Span } from '../canvas.ts';
import { formatAge, formatCount } from '../format.ts';
import { wrapWords } from './document.ts';
import type { Look, Painter } from './painter.ts';

/** Rows that the names of silent units may take. */
const SILENT_ROWS = 3;

/** What the tool does not see or could not do: silent units, lines lost or not read, its newest faults. */
export function drawProblems(painter: Painter, area: Rect): void {
  const { canvas, strings, theme } = painter;
  const lines = problemLines(painter, area.width - 1);
  const isCut = lines.length > area.height;
  const shown = isCut ? lines.slice(0, area.height - 1) : lines;
  const more = strings.moreLines(formatCount(lines.length - shown.length, strings));
  const last: Span = { text: `  ${more}`, style: theme.faint };
  [...shown, ...(isCut ? [last] : [])].forEach((line, i) => {
    canvas.put(area.x + 1, area.y + i, line, area.width - 1);
  });
}

function problemLines(look: Look, width: number): readonly Span[] {
  const { strings, theme } = look;
  const { droppedLines, unparsedLines, problems } = look.model.data.health;
  const count = (value: number): string => formatCount(value, strings);
  const texts = [
    ...(droppedLines > 0 ? [strings.droppedLines(count(droppedLines))] : []),
    ...(unparsedLines > 0 ? [strings.unread(count(unparsedLines))] : []),
    ...problems.toReversed(),
  ];
  const silent = silentLines(look, width);
  if (silent.length + texts.length === 0) return [{ text: strings.noProblems, style: theme.faint }];
  return [...silent, ...texts.map((text) => `! ${text}`)].map((text) => ({
    text,
    style: theme.warning,
  }));
}

/** `? 3 KHÔNG CÓ DỮ LIỆU: Ban Dân tộc (chưa từng), TT Xúc tiến (26g)`. */
function silentLines({ model, strings, glyphs }: Look, width: number): readonly string[] {
  const silent = model.data.units.filter((unit) => unit.state === 'silent');
  if (silent.length === 0) return [];
  const names = silent.map(({ shortName, lastEventMs }) => {
    const age =
      lastEventMs === null ? strings.never : formatAge(model.data.nowMs - lastEventMs, strings);
    return `${shortName} (${age})`;
  });
  const head = strings.silentCount(formatCount(silent.length, strings));
  const lines = wrapWords(`${head}: ${names.join(', ')}`, width - 2);
  const shown = lines
    .slice(0, SILENT_ROWS)
    .map((text, i) => `${i === 0 ? glyphs.unknown : ' '} ${text}`);
  return lines.length > SILENT_ROWS
    ? [...shown.slice(0, -1), `${shown.at(-1) ?? ''} ${glyphs.ellipsis}`]
    : shown;
}
