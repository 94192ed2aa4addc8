// `rules explain`: a diagnosis as text for a person and as a record for a program.
import type { Diagnosis, DiagnosisNode, ItemDiagnosis, MissReason } from '../detect/diagnose.ts';
import type { LogSource } from '../event/event.ts';
import type { RuleLogSource } from '../sigma/rule.ts';
import { toDisplayText } from '../util/display-text.ts';
import type { Say } from '../util/language.ts';
import { formatUtc } from '../util/utc-time.ts';

/** One value of `rules explain -o json`. */
export function toExplainRecord(diagnosis: Diagnosis): object {
  const { rule, event, isMatch, isLogSourceFitting, tree, reasons } = diagnosis;
  return {
    kind: rule.kind,
    rule_id: rule.id,
    rule_title: rule.title,
    author: rule.author,
    file: event.origin.file,
    line: event.origin.line,
    format: event.format,
    time: formatUtc(event.timeMs),
    match: isMatch,
    logsource: { fits: isLogSourceFitting, rule: rule.logSource, event: event.logSources },
    condition: rule.conditionText,
    tree: toNodeRecord(tree),
    reasons: reasons.map(toReasonRecord),
  };
}

function toNodeRecord(node: DiagnosisNode): object {
  if (node.kind === 'item') return toItemRecord(node);
  if (node.kind === 'constant') return { kind: node.kind, holds: node.holds };
  const name = node.kind === 'identifier' ? { name: node.name } : {};
  return { kind: node.kind, ...name, holds: node.holds, parts: node.parts.map(toNodeRecord) };
}

function toItemRecord(item: ItemDiagnosis): object {
  return {
    kind: item.kind,
    holds: item.holds,
    item: item.item,
    field: item.field,
    present: item.isFieldPresent,
    actual: item.actual,
    expected: item.expected,
    expected_count: item.expectedCount,
    nearest_field: item.nearestField,
  };
}

function toReasonRecord(reason: MissReason): object {
  if (reason.kind === 'item') {
    const { kind, selection, wanted, item } = reason;
    return { kind, selection, wanted, item: toItemRecord(item) };
  }
  return reason;
}

/** Lines of `rules explain -o text`, line ends included; every text passes the sanitiser. */
export function* explainText(diagnosis: Diagnosis, say: Say): Iterable<string> {
  const { rule, event, isMatch, tree, reasons } = diagnosis;
  const verdict = isMatch ? say('KHỚP', 'MATCH') : say('KHÔNG KHỚP', 'NO MATCH');
  const { file, line } = event.origin;
  yield toLine(`${verdict}  ${rule.title}  ${file}:${line}  ${formatUtc(event.timeMs)}`);
  if (event.format === 'unparsed')
    yield toLine(
      `  ${say('không định dạng nào đọc được dòng này; xem soclite parse', 'no format reads this line; see soclite parse')}`,
    );
  yield toLine(`  ${say('điều kiện', 'condition')}: ${rule.conditionText}`);
  yield* logSourceLines(diagnosis, say);
  yield* nodeLines(tree, 1, say);
  for (const [index, reason] of reasons.entries()) {
    const title = say('VÌ SAO KHÔNG KHỚP', 'WHY NOT');
    if (index === 0) yield toLine(`  ${title}${reasons.length > 1 ? ` (${reasons.length})` : ''}:`);
    yield toLine(`    ${reasonText(reason, say)}`);
  }
}

function* logSourceLines(diagnosis: Diagnosis, say: Say): Iterable<string> {
  const { rule, event, isLogSourceFitting } = diagnosis;
  const wanted = logSourceText(rule.logSource);
  const actual = event.logSources.map(logSourceText).join(', ') || '-';
  const sign = mark(isLogSourceFitting);
  yield toLine(
    `  ${sign} ${say('nguồn nhật ký', 'log source')} ${wanted}  ${say('sự kiện', 'event')}: ${actual}`,
  );
}

function* nodeLines(node: DiagnosisNode, depth: number, say: Say): Iterable<string> {
  const start = `${'  '.repeat(depth)}${mark(node.holds)} `;
  switch (node.kind) {
    case 'item':
      yield toLine(`${start}${itemText(node, say)}`);
      return;
    case 'constant':
      yield toLine(`${start}${say('nhóm rỗng', 'nothing selected')}`);
      return;
    case 'identifier':
      yield toLine(`${start}${node.name}`);
      break;
    default:
      yield toLine(`${start}${node.kind}`);
  }
  for (const part of node.parts) yield* nodeLines(part, depth + 1, say);
}

function itemText(item: ItemDiagnosis, say: Say): string {
  const met = item.expected.filter(({ holds }) => holds).map(({ value }) => value);
  const unmet = item.expected.filter(({ holds }) => !holds).map(({ value }) => value);
  // of `all` what is missing tells more than what is there
  const lacks = !item.holds && met.length > 0 && unmet.length > 0 && !/\|neq\b/.test(item.item);
  const wanted = met.length === 0 || lacks ? unmet : met;
  const shown = wanted.slice(0, 3);
  const more =
    met.length > 0 && !lacks ? 0 : item.expectedCount - (lacks ? met.length : 0) - shown.length;
  const values = `${shown.map(quote).join(', ')}${more > 0 ? ` +${more}` : ''}`;
  const start = lacks ? `${say('thiếu', 'lacks')} ` : '';
  return `${item.item}: ${start}${values}  ${actualText(item, say)}`;
}

function actualText(item: ItemDiagnosis, say: Say): string {
  if (item.field === null)
    return item.holds ? '' : say('không thấy trong sự kiện', 'not found in the event');
  if (item.isFieldPresent)
    return `${say('sự kiện', 'event')}: ${item.actual.map(quote).join(', ')}`;
  const near = item.nearestField === null ? '' : `; ${nearText(item.nearestField, say)}`;
  return `${say(`sự kiện không có trường ${item.field}`, `the event has no field ${item.field}`)}${near}`;
}

function nearText(name: string, say: Say): string {
  return say(`gần nhất là ${name}`, `the nearest is ${name}`);
}

function reasonText(reason: MissReason, say: Say): string {
  switch (reason.kind) {
    case 'log-source':
      return say(
        `nguồn nhật ký: luật cần ${logSourceText(reason.rule)}, sự kiện là ${reason.event.map(logSourceText).join(', ') || '-'}`,
        `log source: the rule asks for ${logSourceText(reason.rule)}, the event is ${reason.event.map(logSourceText).join(', ') || '-'}`,
      );
    case 'condition-constant':
      return say(
        'điều kiện có một nhóm không chọn được gì, không sự kiện nào làm nó đúng',
        'the condition has a selector that selects nothing; no event can make it true',
      );
    case 'item':
      return `${reason.selection}: ${
        reason.wanted
          ? itemText(reason.item, say)
          : `${say('bị loại bởi', 'excluded by')} ${itemText(reason.item, say)}`
      }`;
  }
}

function logSourceText(source: LogSource | RuleLogSource): string {
  const { product, category, service } = source;
  return [product, category, service].filter((part) => part !== null).join('/') || '*';
}

function quote(text: string): string {
  return `"${text}"`;
}

function mark(holds: boolean): string {
  return holds ? '[+]' : '[-]';
}

function toLine(text: string): string {
  return `${toDisplayText(text)}\n`;
}
