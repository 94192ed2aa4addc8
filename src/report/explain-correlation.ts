// `rules explain` of a correlation: what reached it, what its groups counted, and how near they came.
import type {
  CorrelationExplanation,
  ExplainedEvent,
  GroupExplanation,
  LeftOutExplanation,
  WindowExplanation,
} from '../correlate/explanation.ts';
import type { SigmaCorrelation, SigmaDocument } from '../sigma/rule.ts';
import { toDisplayText } from '../util/display-text.ts';
import type { Say } from '../util/language.ts';
import { formatUtc } from '../util/utc-time.ts';
import { timespanText } from './timespan-text.ts';

/** Groups, and events of a list, that the text shows. */
const SHOWN_GROUPS = 10;
const SHOWN_EVENTS = 5;

/** Lines, line ends included; every text passes the sanitiser. */
export function* explainCorrelationText(
  explanation: CorrelationExplanation,
  say: Say,
): Iterable<string> {
  const { rule, firings, references, leftOut, groups, groupCount } = explanation;
  const verdict =
    firings > 0
      ? say(`ĐÚNG ${firings} LẦN`, `FIRED ${firings}×`)
      : say('KHÔNG ĐÚNG LẦN NÀO', 'DID NOT FIRE');
  yield toLine(`${verdict}  ${rule.title}`);
  yield toLine(`  ${correlationSentence(rule, say)}`);
  yield toLine(`  ${say('luật', 'rules')}:`);
  for (const { rule: of, matches, events } of references) {
    const places = matches === 0 ? '' : `  ${placesText(events, matches)}`;
    yield toLine(`    ${mark(matches > 0)} ${of.title}: ${matchText(matches, say)}${places}`);
  }
  if (leftOut.length > 0) yield toLine(`  ${say('không được đếm', 'not counted')}:`);
  for (const each of leftOut) yield toLine(`    ${leftOutText(each, say)}`);
  yield toLine(`  ${say('nhóm', 'groups')}: ${groupCount}`);
  for (const group of groups.slice(0, SHOWN_GROUPS)) yield* groupLines(group, rule, say);
  const more = groupCount - Math.min(groups.length, SHOWN_GROUPS);
  if (more > 0) yield toLine(`    ${say(`và ${more} nhóm nữa`, `and ${more} more groups`)}`);
}

function correlationSentence(rule: SigmaCorrelation, say: Say): string {
  const { type, fields, percentile, groupBy, timespanMs, scope } = rule;
  const asked = [
    type,
    ...fields,
    ...(type === 'value_percentile' && percentile !== null ? [`percentile ${percentile}`] : []),
    conditionText(rule),
  ].filter((part) => part !== '');
  const by = groupBy.length === 0 ? '' : `, ${say('theo', 'by')} ${groupBy.join(', ')}`;
  const within =
    scope === 'province'
      ? say('mọi đơn vị chung', 'across units')
      : say('trong từng đơn vị', 'within each unit');
  return `${asked.join(' ')} ${say('trong', 'within')} ${timespanText(timespanMs)}${by}, ${within}`;
}

function conditionText({ conditions }: SigmaCorrelation): string {
  return conditions.map(({ operator, value }) => `${operator} ${value}`).join(', ');
}

function matchText(matches: number, say: Say): string {
  if (matches === 0) return say('không khớp lần nào', 'matched nothing');
  return say(`khớp ${matches} lần`, `${matches} ${matches === 1 ? 'match' : 'matches'}`);
}

function leftOutText(each: LeftOutExplanation, say: Say): string {
  const { rule, reason, field, nearestField, matches, events } = each;
  const near =
    nearestField === null
      ? ''
      : say(`; trường gần nhất là ${nearestField}`, `; the nearest field is ${nearestField}`);
  const lack =
    reason === 'group-field-missing'
      ? say(`không có giá trị để nhóm ở ${field}`, `no value to group by in ${field}`)
      : say(`không có giá trị để tính ở ${field}`, `no value to count in ${field}`);
  return `${rule.title}: ${matches}, ${lack}${near}  ${placesText(events, matches)}`;
}

function* groupLines(group: GroupExplanation, rule: SigmaCorrelation, say: Say): Iterable<string> {
  const { unit, values, window, firings } = group;
  const name = values.map(({ field, value }) => `${field}="${value}"`).join(' ');
  const of = unit === null ? '' : ` (${unit})`;
  const head = name === '' ? say('tất cả', 'all') : name;
  const fired = firings > 1 ? say(`, đúng ${firings} lần`, `, fired ${firings}×`) : '';
  yield toLine(`    ${mark(window.isTrue)} ${head}${of}: ${countText(window, rule, say)}${fired}`);
  yield* lackLines(window, say);
  if (window.valueCount > 0) {
    const shown = window.values.map((value) => `"${value}"`).join(', ');
    const more = window.valueCount - window.values.length;
    const words = say('giá trị', 'values');
    yield toLine(`        ${words} (${window.valueCount}): ${shown}${moreText(more)}`);
  }
  for (const { rules, ...event } of window.events.slice(0, SHOWN_EVENTS)) {
    const titles = rules.map(({ title }) => title).join(' + ');
    yield toLine(`        ${formatUtc(event.timeMs)}  ${placeText(event)}  ${titles}`);
  }
  const more = window.eventCount - Math.min(window.events.length, SHOWN_EVENTS);
  if (more > 0) yield toLine(`        ${say(`và ${more} sự kiện nữa`, `and ${more} more events`)}`);
}

/** The count against the condition; conditions over rules alone have none to compare with. */
function countText(window: WindowExplanation, rule: SigmaCorrelation, say: Say): string {
  const { count, eventCount } = window;
  const condition = conditionText(rule);
  if (condition !== '') return `${formatFigure(count)} (${condition})`;
  return say(`${eventCount} sự kiện`, `${eventCount} ${eventCount === 1 ? 'event' : 'events'}`);
}

function* lackLines(window: WindowExplanation, say: Say): Iterable<string> {
  const rows: readonly (readonly [string, readonly SigmaDocument[]])[] = [
    [say('thiếu', 'missing'), window.missing],
    [say('sai thứ tự', 'out of order'), window.misplaced],
    [say('không được có mà có', 'must not match, and did'), window.unwanted],
  ];
  for (const [words, rules] of rows)
    if (rules.length > 0)
      yield toLine(`        ${words}: ${rules.map(({ title }) => title).join(', ')}`);
}

/** One value of `rules explain -o json` with `kind: correlation`. */
export function toCorrelationExplainRecord(explanation: CorrelationExplanation): object {
  const { rule, firings, references, leftOut, groups, groupCount } = explanation;
  return {
    kind: rule.kind,
    rule_id: rule.id,
    rule_title: rule.title,
    author: rule.author,
    type: rule.type,
    fields: rule.fields,
    group_by: rule.groupBy,
    timespan_seconds: rule.timespanMs / 1000,
    conditions: rule.conditions,
    scope: rule.scope,
    fired: firings,
    rules: references.map(({ rule: of, matches, events }) => ({
      ...toName(of),
      matches,
      events: events.map(toEventRecord),
    })),
    not_counted: leftOut.map((each) => ({
      ...toName(each.rule),
      reason: each.reason,
      field: each.field,
      nearest_field: each.nearestField,
      matches: each.matches,
      events: each.events.map(toEventRecord),
    })),
    group_count: groupCount,
    groups: groups.map(({ unit, values, matches, firings: fired, window }) => ({
      unit,
      group: values,
      matches,
      fired,
      window: toWindowRecord(window),
    })),
  };
}

function toWindowRecord(window: WindowExplanation): object {
  return {
    from: formatUtc(window.fromMs),
    to: formatUtc(window.toMs),
    count: window.count,
    holds: window.isTrue,
    event_count: window.eventCount,
    events: window.events.map(({ rules, ...event }) => ({
      ...toEventRecord(event),
      rules: rules.map(({ id }) => id),
    })),
    missing_rules: window.missing.map(toName),
    out_of_order_rules: window.misplaced.map(toName),
    unwanted_rules: window.unwanted.map(toName),
    value_count: window.valueCount,
    values: window.values,
  };
}

function toName({ id, title }: SigmaDocument): {
  readonly rule_id: string;
  readonly rule_title: string;
} {
  return { rule_id: id, rule_title: title };
}

function toEventRecord({ file, line, timeMs }: ExplainedEvent): object {
  return { file, line, time: formatUtc(timeMs) };
}

function placesText(events: readonly ExplainedEvent[], matches: number): string {
  const shown = events.slice(0, SHOWN_EVENTS);
  return `${shown.map(placeText).join(', ')}${moreText(matches - shown.length)}`;
}

function placeText({ file, line }: ExplainedEvent): string {
  return `${file}:${line}`;
}

function moreText(more: number): string {
  return more > 0 ? ` +${more}` : '';
}

/** Sums and averages have digits that nobody reads. */
function formatFigure(figure: number): string {
  return Number.isInteger(figure) ? String(figure) : String(Number(figure.toPrecision(8)));
}

function mark(holds: boolean): string {
  return holds ? '[+]' : '[-]';
}

function toLine(text: string): string {
  return `${toDisplayText(text)}\n`;
}
