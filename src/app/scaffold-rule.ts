import { findLayerAndTier } from '../alert/layer-table.ts';
import type { Event, LogSource } from '../event/event.ts';
import { listCandidates, type Candidate } from './scaffold-fields.ts';
import { formatUtc } from '../util/utc-time.ts';

/** The texts of a new rule and of its test. */
export interface Scaffold {
  readonly rule: string;
  readonly test: string;
}

export interface ScaffoldOptions {
  /** A new UUID. */
  readonly id: string;
  readonly title: string;
  readonly nowMs: number;
  /** Whether the raw line alone reads back as this event: a row of a table does not without its header. */
  readonly isLineEnough: boolean;
}

/** Most items of the selection; further candidates are comments. */
const MAX_ITEMS = 3;
const MAX_COMMENTS = 12;

/** A rule that matches the event, with a case of that event and a near miss; or why there can be none. */
export function scaffoldRule(
  event: Event,
  options: ScaffoldOptions,
): Scaffold | { readonly refusal: 'no-log-source' | 'no-fields' } {
  const logSource = mostSpecific(event.logSources);
  if (logSource === null) return { refusal: 'no-log-source' };
  const candidates = listCandidates(event, logSource.category !== null);
  const telling = candidates.filter(({ isTelling }) => isTelling).slice(0, MAX_ITEMS);
  const chosen = telling.length > 0 ? telling : candidates.slice(0, 1);
  const [first] = chosen;
  if (first === undefined) return { refusal: 'no-fields' };
  return {
    rule: ruleText(event, logSource, { chosen, others: candidates.slice(chosen.length) }, options),
    test: testText(event, logSource, { first, chosen }, options),
  };
}

/** The one with the most attributes; indicators are a kind of match, not of record. */
function mostSpecific(sources: readonly LogSource[]): LogSource | null {
  const count = ({ category, product, service }: LogSource): number =>
    Number(category !== null) * 2 + Number(product !== null) * 2 + Number(service !== null);
  const [best] = sources
    .filter(({ product, service }) => product !== 'soclite' || service !== 'indicator')
    .toSorted((a, b) => count(b) - count(a));
  if (best === undefined || count(best) === 0) return null;
  // the kind of record says enough: the same rule then also reads what another channel tells of it
  return best.category !== null && best.product === 'windows' ? { ...best, service: null } : best;
}

interface Fields {
  readonly chosen: readonly Candidate[];
  readonly others: readonly Candidate[];
}

function ruleText(
  event: Event,
  logSource: LogSource,
  { chosen, others }: Fields,
  { id, title, nowMs }: ScaffoldOptions,
): string {
  const { layer, tier } = findLayerAndTier(logSource);
  const comments = others.slice(0, MAX_COMMENTS).map((item) => `    # ${itemText(item)}`);
  const lines = [
    `title: ${quote(title)}`,
    `id: ${id}`,
    'status: experimental',
    'description: TODO what happened when this matches, and why it matters',
    'author: TODO',
    'license: TODO',
    `date: ${formatUtc(nowMs).slice(0, 10)}`,
    'tags:',
    '  # - attack.execution',
    `  - soclite.layer-${layer}`,
    `  - soclite.tier-${tier}`,
    'logsource:',
    ...logSourceLines(logSource, '  '),
    'detection:',
    '  selection:',
    ...chosen.map((item) => `    ${itemText(item)}`),
    ...(comments.length > 0 ? ['    # further fields of the event:', ...comments] : []),
    '  condition: selection',
    'falsepositives:',
    '  - TODO',
    'level: medium',
    'soclite.title-vi: TODO tên tiếng Việt',
    'soclite.next-steps-vi:',
    '  - TODO',
    'soclite.next-steps-en:',
    '  - TODO',
  ];
  return `# Made from one ${event.format} record: keep in the selection what makes it bad, not what makes it this one.\n${lines.join('\n')}\n`;
}

function logSourceLines(source: LogSource, indent: string): readonly string[] {
  return (['category', 'product', 'service'] as const).flatMap((key) => {
    const value = source[key];
    return value === null ? [] : [`${indent}${key}: ${quote(value)}`];
  });
}

function itemText({ field, modifier, value }: Candidate): string {
  const key = modifier === null ? field : `${field}|${modifier}`;
  return `${key}: ${typeof value === 'number' ? String(value) : quote(escapeSigma(value))}`;
}

function testText(
  event: Event,
  logSource: LogSource,
  { first, chosen }: { readonly first: Candidate; readonly chosen: readonly Candidate[] },
  { isLineEnough }: ScaffoldOptions,
): string {
  const written = (name: string, fields: readonly string[]): readonly string[] => [
    '    events:',
    `      - time: ${formatUtc(event.timeMs)}`,
    '        logsource:',
    ...logSourceLines(logSource, '          '),
    `        fields: # ${name}`,
    ...fields.map((field) => `          ${field}`),
  ];
  const actual = chosen.map(({ field }) => `${field}: ${JSON.stringify(event.fields.get(field))}`);
  const missed = chosen.map(({ field }) => {
    const value = field === first.field ? first.nearMiss : event.fields.get(field);
    return `${field}: ${JSON.stringify(value)}`;
  });
  const lines = [
    'cases:',
    '  - name: the event that the rule was made from',
    '    expect: match',
    ...(isLineEnough ? ['    lines: |', `      ${event.raw}`] : written('as the log says', actual)),
    `  - name: the same with another ${first.field}`,
    '    expect: no match',
    ...written('a near miss', missed),
  ];
  return `${lines.join('\n')}\n`;
}

/** YAML in single quotes: nothing but the quote itself has a meaning there. */
function quote(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}

function escapeSigma(text: string): string {
  return text.replaceAll(/[*?]|\\(?=[*?\\])/g, String.raw`\$&`);
}

/** What a YAML block can hold as it stands. */
export function isPlainLine(raw: string): boolean {
  return /^[\u0021-\u007e\u00a1-\ud7ff\ue000-\ufefe\uff00-\ufffd][\u0020-\u007e\u00a0-\ud7ff\ue000-\ufefe\uff00-\ufffd]*$/.test(
    raw,
  );
}
