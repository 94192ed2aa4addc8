import { ABSENCE_LABELS, SEVERITY_LABELS } from '../../layers/labels.ts';
import { displayWidth } from '../../util/display-text.ts';
import type { Span } from '../canvas.ts';
import { SEVERITIES } from '../dashboard-data.ts';
import type { SeverityCounts } from '../dashboard-data.ts';
import { formatCount, formatZone, toLocalTime } from '../format.ts';
import { breadth } from '../layout.ts';
import type { Filter } from '../model.ts';
import { isFiltered, isLive } from '../state/queue-state.ts';
import { selectedUnitIndex, shownUnits } from '../state/unit-state.ts';
import { joinSpans, lastLogOf, spansWidth } from './painter.ts';
import type { Look, Painter } from './painter.ts';

/** Row 0: who, where, live or paused, how many open by severity, the clock. */
export function drawHeader(painter: Painter): void {
  const { canvas, model } = painter;
  const isCompact = breadth(model.size) === 'compact';
  const places = isCompact ? [] : [...tabs(painter), { text: ' ', style: painter.theme.text }];
  const left = [...brand(painter), ...places, ...flow(painter)];
  const room = model.size.columns - 4 - spansWidth(left);
  const right = rightOf(painter).find((spans) => spansWidth(spans) <= room) ?? [];
  canvas.putSpans(1, 0, left);
  canvas.putSpans(model.size.columns - 1 - spansWidth(right), 0, right);
}

/** What stands right, fullest first: the first that has room is drawn. */
function rightOf(look: Look): readonly (readonly Span[])[] {
  const { model, strings, theme } = look;
  const { data } = model;
  const { date, time } = toLocalTime(data.nowMs, data.zoneOffsetMinutes);
  const full = {
    text: `   ${date} ${time} ${formatZone(data.zoneOffsetMinutes)}`,
    style: theme.text,
  };
  const clock = { text: `  ${time}`, style: theme.text };
  const label = { text: `${strings.open} `, style: theme.faint };
  const counts = (least: number): readonly Span[] =>
    severityCounts(look, data.totals.open, SEVERITIES.slice(0, least));
  const minutes = { text: `  ${time.slice(0, 5)}`, style: theme.text };
  return [
    [label, ...counts(5), full],
    [label, ...counts(4), clock],
    [...counts(4), clock],
    [...counts(3), clock],
    [...counts(3), minutes],
    [...counts(2), minutes],
    counts(2),
    counts(1),
  ];
}

/** The program's name and province; sample data is always called so, in place of the name where room is short. */
function brand({ model, strings, theme, glyphs }: Look): readonly Span[] {
  const { columns } = model.size;
  const isDemo = model.data.mode === 'demo';
  const gap = { text: '  ', style: theme.text };
  if (columns < 100) {
    if (isDemo) return [{ text: strings.demoShort, style: theme.warning }, gap];
    return columns < 60 ? [] : [{ text: 'soclite', style: theme.strong }, gap];
  }
  const name =
    columns >= 120 && model.data.name !== '' ? ` ${glyphs.separator} ${model.data.name}` : '';
  const title = { text: `soclite${name}`, style: theme.strong };
  return isDemo ? [title, gap, { text: strings.demo, style: theme.warning }, gap] : [title, gap];
}

function tabs({ model, strings, theme }: Look): readonly Span[] {
  const here = [...model.back, model.screen].findLast(
    (name) => name === 'overview' || name === 'queue',
  );
  const inner = {
    overview: '',
    queue: '',
    detail: ` > ${strings.detail}`,
    raw: ` > ${strings.raw}`,
  };
  const text = `[${strings.tabs[here ?? 'overview']}${inner[model.screen]}]`;
  // a trail takes the room of the other screen's name: the counts and the clock stay
  const isTrail = inner[model.screen] !== '' && model.size.columns < 100;
  if (isTrail)
    return [
      { text, style: theme.tab },
      { text: ' ', style: theme.text },
    ];
  return (['overview', 'queue'] as const).flatMap((name, i) => {
    const text = `${i + 1} ${strings.tabs[name]}`;
    return [
      name === here
        ? { text: `[${text}${inner[model.screen]}]`, style: theme.tab }
        : { text: ` ${text} `, style: theme.faint },
      { text: ' ', style: theme.text },
    ];
  });
}

function flow({ model, strings, theme, glyphs }: Look): readonly Span[] {
  if (isLive(model.queue)) return [{ text: `${glyphs.live} ${strings.live}`, style: theme.good }];
  const { pending } = model.queue;
  const waiting = pending > 0 ? ` (+${formatCount(pending, strings)})` : '';
  return [{ text: `${glyphs.paused} ${strings.paused}${waiting}`, style: theme.warning }];
}

function severityCounts(
  { strings, theme, glyphs }: Look,
  counts: SeverityCounts,
  shown: readonly (keyof SeverityCounts)[],
): readonly Span[] {
  return shown.flatMap((severity, i) => [
    { text: i === 0 ? '' : ' ', style: theme.text },
    {
      text: `${glyphs.severity[severity]}${formatCount(counts[severity], strings)}`,
      style: counts[severity] > 0 ? theme.severity[severity] : theme.faint,
    },
  ]);
}

/** Row 1 of overview and queue: the units' state, or the unit under the cursor; what narrows the list. */
export function drawStatus(painter: Painter): void {
  const { canvas, model, theme } = painter;
  const parts = statusParts(painter);
  const end = canvas.putSpans(1, 1, joinSpans(painter, parts), model.size.columns - 2);
  const room = model.size.columns - 1 - end;
  if (!model.settings.isAsciiText || room < displayWidth(painter.strings.asciiOnly) + 3) return;
  canvas.putRight(model.size.columns - 1, 1, {
    text: painter.strings.asciiOnly,
    style: theme.warning,
  });
}

function statusParts(look: Look): readonly (readonly Span[])[] {
  const { model } = look;
  if (breadth(model.size) === 'compact') {
    return [isFiltered(model.queue.filter) ? filterSpans(look) : unitSummary(look)];
  }
  if (model.screen === 'queue') return [filterSpans(look), silenceSpans(look), sortSpans(look)];
  const isUnits = model.pane === 'units';
  return [isUnits ? unitUnderCursor(look) : unitSummary(look), filterSpans(look)];
}

function unitSummary({ model, strings, theme, glyphs }: Look): readonly Span[] {
  const { units } = model.data;
  const silent = units.filter((unit) => unit.state === 'silent').length;
  const ok = units.filter((unit) => unit.state === 'ok').length;
  const all = formatCount(units.length, strings);
  const sending = formatCount(ok, strings);
  const isCompact = breadth(model.size) === 'compact';
  const counts = isCompact ? strings.unitShare(sending, all) : strings.unitCount(all, sending);
  if (silent === 0) return [{ text: counts, style: theme.text }];
  const text = `${glyphs.unknown} ${strings.silentCount(formatCount(silent, strings))}`;
  return [
    { text: `${counts}, `, style: theme.text },
    { text, style: theme.warning },
  ];
}

function unitUnderCursor(look: Look): readonly Span[] {
  const { model, strings, theme } = look;
  const unit = shownUnits(model.units, model.data)[selectedUnitIndex(model.units)];
  if (unit === undefined) return [];
  const silent =
    unit.state === 'silent'
      ? [{ text: ABSENCE_LABELS.noData[look.language].toLowerCase(), style: theme.warning }]
      : [];
  const unmonitored =
    unit.state === 'unmonitored' ? [{ text: strings.unmonitored, style: theme.unknown }] : [];
  return joinSpans(look, [
    [{ text: unit.name[model.settings.language], style: theme.strong }],
    silent,
    unmonitored,
    [{ text: `${strings.lastLog} ${lastLogOf(look, unit)}`, style: theme.text }],
    unit.contact === null
      ? []
      : [{ text: `${strings.contact}: ${unit.contact}`, style: theme.text }],
  ]);
}

/** `lọc: mức CAO trở lên`; what narrows the list is always said. */
function filterSpans(look: Look): readonly Span[] {
  const { model, strings, theme } = look;
  const { filter } = model.queue;
  const words = filterWords(look, filter);
  if (words.length === 0)
    return [{ text: `${strings.filter}: ${strings.none}`, style: theme.faint }];
  return [
    {
      text: `${strings.filter}: ${words.join(` ${look.glyphs.separator} `)}`,
      style: theme.warning,
    },
  ];
}

/** Under the filter of a unit that sends nothing, so that its list never looks complete. */
function silenceSpans(look: Look): readonly Span[] {
  const { filter } = look.model.queue;
  const unit = filter.unit.kind === 'unit' ? look.unitsById.get(filter.unit.id) : undefined;
  if (unit?.state !== 'silent') return [];
  const text = ABSENCE_LABELS.noData[look.language].toLowerCase();
  return [{ text, style: look.theme.warning }];
}

function filterWords(look: Look, filter: Filter): readonly string[] {
  const { strings, unitsById } = look;
  const words: string[] = [];
  if (filter.minimum !== null) words.push(`>= ${SEVERITY_LABELS[filter.minimum][look.language]}`);
  if (filter.unit.kind === 'unit') {
    words.push(unitsById.get(filter.unit.id)?.shortName ?? filter.unit.id);
  } else if (filter.unit.kind === 'province') words.push(strings.province);
  else if (filter.unit.kind === 'unknown') words.push(strings.unknownUnit);
  if (filter.search !== '') words.push(`${strings.search} "${filter.search}"`);
  return words;
}

function sortSpans({ model, strings, theme }: Look): readonly Span[] {
  const shown = formatCount(model.queue.rows.length, strings);
  const all = formatCount(model.data.alerts.length, strings);
  return [
    { text: strings.alertCount(shown, all), style: theme.text },
    { text: `   ${strings.sort[model.queue.sort]}`, style: theme.faint },
  ];
}
