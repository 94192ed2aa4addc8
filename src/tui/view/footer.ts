import { toCells } from '../../util/display-text.ts';
import type { Span } from '../canvas.ts';
import { formatAge, formatCount } from '../format.ts';
import { bindingsOf, contextOf, keyName } from '../keys.ts';
import type { Binding } from '../keys.ts';
import { selectedIndex } from '../state/queue-state.ts';
import { noticeText } from './notice.ts';
import { joinSpans, spansWidth } from './painter.ts';
import type { Look, Painter } from './painter.ts';

/** The row that answers: the search being typed, a notice, or what waits outside the list. */
export function drawMessage(painter: Painter, y: number): void {
  const { canvas, model, theme } = painter;
  const right = { text: positionOf(painter), style: theme.faint };
  const width = model.size.columns - 3 - spansWidth([right]);
  canvas.putRight(model.size.columns - 1, y, right);
  if (model.searchBefore !== null) {
    const text = model.queue.filter.search;
    const shown = toCells(text)
      .slice(-Math.max(1, width - 4))
      .join('');
    const end = canvas.put(1, y, { text: `/${shown}`, style: theme.strong }, width - 1);
    canvas.put(end, y, { text: ' ', style: theme.select(theme.text) });
    return;
  }
  if (model.notice !== null) {
    const { text, isBad } = noticeText(painter, model.notice);
    canvas.put(1, y, { text, style: isBad ? theme.warning : theme.good }, width);
    return;
  }
  canvas.putSpans(1, y, joinSpans(painter, whole(painter, held(painter), width)), width);
}

/** Why the list stands still, and what waits outside of it. */
function held({ model, strings, theme, glyphs }: Look): readonly (readonly Span[])[] {
  const { pending, selected, isPaused, marks } = model.queue;
  const waiting = `${glyphs.up} ${strings.pending(formatCount(pending, strings))}`;
  const isHeld =
    selected !== null &&
    !isPaused &&
    (contextOf(model) === 'queue' || contextOf(model) === 'units');
  return [
    marks.length === 0
      ? []
      : [{ text: strings.marked(formatCount(marks.length, strings)), style: theme.heading }],
    pending === 0 ? [] : [{ text: waiting, style: theme.heading }],
    isHeld ? [{ text: strings.heldBySelection, style: theme.faint }] : [],
    isHeld ? [{ text: strings.runAgain('p'), style: theme.faint }] : [],
  ];
}

function positionOf({ model, strings }: Look): string {
  const { rows } = model.queue;
  if (rows.length === 0) return '';
  const row = formatCount(selectedIndex(model.queue) + 1, strings);
  return strings.position(row, formatCount(rows.length, strings));
}

/** The tool's own state, so that a blind tool never looks like a quiet province. */
export function drawHealth(painter: Painter, y: number, hasProblemPane: boolean): void {
  const { canvas, model, strings, theme } = painter;
  const { health } = model.data;
  const item = (text: string, isBad: boolean): readonly Span[] => [
    { text: isBad ? `${text} !` : text, style: isBad ? theme.warning : theme.faint },
  ];
  const count = (value: number): string => formatCount(value, strings);
  const words = strings.health;
  const parts = [
    item(
      `${words.sources} ${count(health.sourcesUp)}/${count(health.sourcesTotal)}`,
      health.sourcesUp < health.sourcesTotal,
    ),
    item(`${words.lag} ${formatAge(health.lagMs, strings)}`, health.lagMs > 60_000),
    item(`${words.dropped} ${count(health.droppedLines)}`, health.droppedLines > 0),
    item(`${words.unparsed} ${count(health.unparsedLines)}`, health.unparsedLines > 0),
    health.rulesRefused > 0 ? item(`${count(health.rulesRefused)} ${words.refused}`, true) : [],
    item(`${count(health.rulesLoaded)} ${words.rules}`, health.rulesLoaded === 0),
    item(`${count(health.eventsPerSecond)} ${words.rate}`, false),
  ];
  const width = model.size.columns - 2;
  const end = canvas.putSpans(1, y, joinSpans(painter, whole(painter, parts, width)), width);
  const problem = health.problems.at(-1);
  const room = model.size.columns - end - 4;
  if (problem === undefined || hasProblemPane || room < 12) return;
  canvas.put(end + 3, y, { text: `! ${problem}`, style: theme.warning }, room);
}

/** The first parts that have room as a whole; what matters most comes first, and is cut if need be. */
function whole(
  look: Look,
  parts: readonly (readonly Span[])[],
  room: number,
): readonly (readonly Span[])[] {
  const fits = (count: number): boolean =>
    spansWidth(joinSpans(look, parts.slice(0, count))) <= room;
  return parts.slice(0, parts.findLastIndex((_, i) => i === 0 || fits(i + 1)) + 1);
}

/** The keys that work here, most useful first; help and quit always have room. */
export function drawKeys(painter: Painter, y: number): void {
  const { canvas, model, theme } = painter;
  const inBar = bindingsOf(model)
    .filter((binding) => binding.bar !== undefined)
    .toSorted((a, b) => (a.bar ?? 0) - (b.bar ?? 0));
  const always = inBar.filter((binding) => binding.bar === 0).map((one) => hint(painter, one));
  const rest = inBar.filter((binding) => binding.bar !== 0).map((one) => hint(painter, one));
  const isNarrow = model.size.columns < 60;
  const last = isNarrow ? always.map((spans) => spans.slice(0, 1)) : always;
  const gap = { text: '  ', style: theme.text };
  let room = model.size.columns - 2 - spansWidth(last.flatMap((spans) => [gap, ...spans]));
  const shown: Span[] = [];
  for (const spans of rest) {
    const width = spansWidth(spans) + (shown.length > 0 ? 2 : 0);
    if (width > room) continue;
    room -= width;
    shown.push(...(shown.length > 0 ? [gap] : []), ...spans);
  }
  canvas.putSpans(1, y, [...shown, ...last.flatMap((spans) => [gap, ...spans])]);
}

function hint(look: Look, binding: Binding): readonly Span[] {
  const key = binding.shown ?? keyName(Object.keys(binding.keys)[0] ?? '');
  return [
    { text: key, style: look.theme.key },
    { text: ` ${look.strings.keys[binding.label]}`, style: look.theme.faint },
  ];
}
