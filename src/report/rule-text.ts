// A rule as a person reads it: what it looks for, who acts, what to do next.
import { layerOfRule } from '../alert/rule-layer.ts';
import type { Detection, DetectionItem } from '../sigma/detection.ts';
import { formatValues } from '../sigma/pattern-text.ts';
import type { SigmaCorrelation, SigmaDocument, SigmaRule } from '../sigma/rule.ts';
import { readSocliteKeys } from '../sigma/soclite-keys.ts';
import { toDisplayText } from '../util/display-text.ts';
import type { Say } from '../util/language.ts';
import { timespanText } from './timespan-text.ts';

/** What is known of a rule's `.test.yml`; null = there is none. */
export type RuleTestState = { readonly passed: number; readonly failed: number } | null;

/** Lines of `rules show`, line ends included; every text passes the sanitiser. */
export function* ruleText(
  rule: SigmaDocument,
  { say, tests }: { readonly say: Say; readonly tests: RuleTestState },
): Iterable<string> {
  const keys = readSocliteKeys(rule);
  yield line(say(keys.titleVi ?? rule.title, rule.title));
  for (const [name, value] of headerRows(rule, say)) {
    if (value !== '') yield line(`  ${name}: ${value}`);
  }
  yield line(`  ${say('ca thử', 'tests')}: ${testText(tests, say)}`);
  yield* section(say('MÔ TẢ', 'DESCRIPTION'), rule.description?.trim().split('\n') ?? []);
  yield* section(
    say('PHÁT HIỆN', 'DETECTION'),
    rule.kind === 'rule' ? detectionLines(rule) : correlationLines(rule),
  );
  yield* section(
    say('VIỆC CẦN LÀM', 'NEXT STEPS'),
    say('vi', 'en') === 'vi' && keys.nextStepsVi.length > 0 ? keys.nextStepsVi : keys.nextStepsEn,
  );
  yield* section(say('BÁO NHẦM', 'FALSE POSITIVES'), rule.falsePositives);
  yield* section(say('THAM KHẢO', 'REFERENCES'), rule.references);
}

function headerRows(rule: SigmaDocument, say: Say): readonly (readonly [string, string])[] {
  const source = rule.kind === 'rule' ? logSourceText(rule) : say('tương quan', 'correlation');
  return [
    ['id', rule.id],
    [say('tệp', 'file'), `${rule.at.file}:${rule.at.line}`],
    [say('mức', 'level'), rule.level],
    [say('trạng thái', 'status'), rule.status ?? ''],
    [say('lớp', 'layer'), String(layerOfRule(rule))],
    [say('nguồn', 'log source'), source],
    [say('tác giả', 'author'), rule.author ?? ''],
    [say('ngày', 'date'), [rule.date, rule.modified].filter((date) => date !== null).join(', ')],
    [say('nhãn', 'tags'), rule.tags.join(', ')],
  ];
}

function logSourceText({ logSource }: SigmaRule): string {
  return Object.entries(logSource)
    .filter(([, value]) => value !== null)
    .map(([key, value]) => `${key}=${value}`)
    .join(' ');
}

function testText(tests: RuleTestState, say: Say): string {
  if (tests === null) return say('không có tệp .test.yml', 'no .test.yml file');
  return say(
    `${tests.passed} đạt, ${tests.failed} hỏng`,
    `${tests.passed} passed, ${tests.failed} failed`,
  );
}

function* section(title: string, lines: readonly string[]): Iterable<string> {
  if (lines.length === 0) return;
  yield '\n';
  yield line(title);
  for (const text of lines) yield line(`  ${text}`);
}

function detectionLines(rule: SigmaRule): readonly string[] {
  const lines: string[] = [];
  for (const [name, detection] of rule.detections) {
    lines.push(`${name}:`, ...describe(detection).map((text) => `  ${text}`));
  }
  return [...lines, `condition: ${rule.conditionText}`];
}

function describe(detection: Detection): readonly string[] {
  if (!('parts' in detection)) return describeItem(detection);
  if (detection.kind === 'all') return detection.parts.flatMap(describe);
  return detection.parts.flatMap((part) =>
    describe(part).map((text, i) => `${i === 0 ? '- ' : '  '}${text}`),
  );
}

function describeItem(item: DetectionItem): readonly string[] {
  const values = formatValues(item).map((value) => (value === '' ? "''" : value));
  const [only] = values;
  if (values.length === 1 && only !== undefined) return [`${item.text}: ${only}`];
  return [`${item.text}:`, ...values.map((value) => `  - ${value}`)];
}

function correlationLines(rule: SigmaCorrelation): readonly string[] {
  const { fields, percentile, alternatives, conditions } = rule;
  const aliases = [...rule.aliases].map(
    ([alias, of]) => `${alias} = ${[...of.values()].join(', ')}`,
  );
  const rows: readonly (readonly [string, readonly string[]])[] = [
    ['type', [rule.type]],
    ['rules', rule.ruleReferences],
    ['field', fields],
    ['percentile', percentile === null ? [] : [String(percentile)]],
    ['group-by', rule.groupBy],
    ['aliases', aliases],
    ['timespan', [timespanText(rule.timespanMs)]],
    ['condition', conditions.map(({ operator, value }) => `${operator} ${value}`)],
    ['scope', rule.scope === 'province' ? [rule.scope] : []],
  ];
  return [
    ...rows.flatMap(([name, values]) =>
      values.length === 0 ? [] : `${name}: ${values.join(', ')}`,
    ),
    ...alternatives.map((alternative) => alternativeText(alternative, rule)),
  ];
}

function alternativeText(
  { present, absent }: SigmaCorrelation['alternatives'][number],
  { ruleIds, ruleReferences }: SigmaCorrelation,
): string {
  // as the author wrote them; an id and a name of one rule leave no order to go by
  const toReference = (id: string): string =>
    (ruleIds.length === ruleReferences.length ? ruleReferences[ruleIds.indexOf(id)] : null) ?? id;
  const left = absent.map((id) => `and not ${toReference(id)}`);
  return ['condition:', present.map(toReference).join(' and '), ...left].join(' ');
}

function line(text: string): string {
  return `${toDisplayText(text)}\n`;
}
