import type { Checked, Problem } from '../../util/problem.ts';
import { foldText } from '../../util/text-fold.ts';
import { parseIndicator, type Indicator, type IndicatorType } from './indicator-value.ts';

export interface IndicatorList {
  /** File name without folder and ending: how the list is called in alerts. */
  readonly name: string;
  readonly indicators: readonly Indicator[];
}

const VALUE_COLUMNS: ReadonlySet<string> = new Set([
  'value',
  'indicator',
  'indicator-value',
  'ioc',
  'observable',
  'gia-tri',
  'chi-dau',
]);
const TYPE_COLUMNS: ReadonlySet<string> = new Set([
  'type',
  'indicator-type',
  'ioc-type',
  'loai',
  'kieu',
]);
/** Words that lists use for a type (MISP, STIX, plain). */
const TYPES: ReadonlyMap<string, IndicatorType> = new Map([
  ...[
    'address',
    'ip',
    'ipv4',
    'ipv6',
    'ipv4-addr',
    'ipv6-addr',
    'ip-src',
    'ip-dst',
    'cidr',
    'network',
    'dia-chi',
  ].map((word) => [word, 'address'] as const),
  ...['domain', 'domain-name', 'hostname', 'host', 'fqdn', 'ten-mien'].map(
    (word) => [word, 'domain'] as const,
  ),
  ...['url', 'uri', 'link'].map((word) => [word, 'url'] as const),
  ...['hash', 'md5', 'sha1', 'sha-1', 'sha256', 'sha-256', 'filehash', 'file-hash', 'ma-bam'].map(
    (word) => [word, 'hash'] as const,
  ),
]);
/** One wrong export has an error on every line; nobody reads the ten thousandth. */
const MAX_PROBLEMS = 20;

interface Header {
  readonly delimiter: string;
  readonly value: number;
  readonly type: number | null;
}

/**
 * One indicator a line, or CSV (`,`, `;` or tab) with a header that names a value column and perhaps a type column;
 * `#` starts a comment. A line that is no indicator is a warning (`bad-indicator`): the rest of the list still
 * protects. A list with lines but no indicator is an error (`no-indicators`).
 */
export function parseIndicators(text: string, file: string): Checked<IndicatorList> {
  const problems: Problem[] = [];
  const indicators = new Map<string, Indicator>();
  let header: Header | null | undefined;
  let bad = 0;
  let line = 0;
  for (const raw of text.replace(/^\uFEFF/, '').split(/\r\n|\n|\r/)) {
    line += 1;
    const content = raw.replace(/(^|\s)#.*$/, '').trim();
    if (content === '') continue;
    if (header === undefined) {
      header = readHeader(content);
      if (header !== null) continue;
    }
    const fault = addLine(content, header, indicators);
    if (fault === null) continue;
    bad += 1;
    if (bad <= MAX_PROBLEMS)
      problems.push({
        code: 'bad-indicator',
        severity: 'warning',
        ...fault,
        at: { file, line, column: 1 },
      });
  }
  const at = { file, line: 0, column: 0 };
  if (bad > MAX_PROBLEMS)
    problems.push({
      code: 'bad-indicator',
      severity: 'warning',
      message: `${bad - MAX_PROBLEMS} more lines are no indicators`,
      at,
    });
  if (indicators.size > 0 || bad === 0)
    return {
      ok: true,
      value: { name: nameOf(file), indicators: [...indicators.values()] },
      problems,
    };
  const message = 'no line of this file is an indicator';
  return {
    ok: false,
    problems: [...problems, { code: 'no-indicators', severity: 'error', message, at }],
  };
}

type Fault = Pick<Problem, 'message' | 'hint'>;

function addLine(
  content: string,
  header: Header | null,
  indicators: Map<string, Indicator>,
): Fault | null {
  const cells = header === null ? [content] : splitCells(content, header.delimiter);
  const value = cells[header?.value ?? 0] ?? '';
  const parsed = parseIndicator(value);
  if (!parsed.ok) return { message: `${parsed.reason}: ${quote(value)}`, hint: parsed.hint };
  const { indicator } = parsed;
  const column = header?.type ?? null;
  const word = column === null ? '' : foldColumn(cells[column] ?? '');
  const declared = TYPES.get(word);
  // a URL without a path is its host
  const isSame = declared === indicator.type || (declared === 'url' && indicator.type !== 'hash');
  if (word !== '' && !isSame)
    return {
      message: `${quote(value)} is ${article(indicator.type)}, not ${quote(word)}`,
      hint: 'types: address, domain, url, hash',
    };
  indicators.set(`${indicator.type} ${indicator.value}`, indicator);
  return null;
}

/** Null when the first line is no header but an indicator already. */
function readHeader(line: string): Header | null {
  for (const delimiter of [',', ';', '\t']) {
    const columns = splitCells(line, delimiter).map(foldColumn);
    const value = columns.findIndex((column) => VALUE_COLUMNS.has(column));
    const type = columns.findIndex((column) => TYPE_COLUMNS.has(column));
    if (value >= 0) return { delimiter, value, type: type < 0 ? null : type };
  }
  return null;
}

/** Cells of one CSV line (RFC 4180 without line breaks in cells). */
function splitCells(line: string, delimiter: string): readonly string[] {
  const cells: string[] = [];
  let cell = '';
  let isQuoted = false;
  for (let i = 0; i < line.length; i += 1) {
    const character = line.charAt(i);
    if (character === '"' && isQuoted && line.charAt(i + 1) === '"') {
      cell += '"';
      i += 1;
    } else if (character === '"') isQuoted = !isQuoted;
    else if (character === delimiter && !isQuoted) {
      cells.push(cell.trim());
      cell = '';
    } else cell += character;
  }
  return [...cells, cell.trim()];
}

function foldColumn(text: string): string {
  return foldText(text.trim()).replaceAll(/[\s_]+/g, '-');
}

function nameOf(file: string): string {
  const name = file.slice(Math.max(file.lastIndexOf('/'), file.lastIndexOf('\\')) + 1);
  const dot = name.lastIndexOf('.');
  return dot > 0 ? name.slice(0, dot) : name;
}

function article(type: IndicatorType): string {
  return type === 'address' ? 'an address' : `a ${type}`;
}

function quote(text: string): string {
  return JSON.stringify(text.length > 60 ? `${text.slice(0, 60)}…` : text);
}
