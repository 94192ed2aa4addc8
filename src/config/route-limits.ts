import type { Problem } from '../util/problem.ts';
import { readMap, readString, report, type YamlNode } from '../util/yaml-reader.ts';
import { parseDuration } from './duration.ts';

/** So many in a window that begins with the first. */
export interface Rate {
  readonly count: number;
  readonly windowMs: number;
}

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
/** What holds when a route says nothing: a person reads no more. */
const DEFAULT = {
  rule: { count: 20, windowMs: HOUR_MS },
  unit: { count: 60, windowMs: HOUR_MS },
} as const;

/** `20/1h` for both, or `{ rule: 20/1h, unit: none }`; what is left out keeps its default. Problem: `bad-rate`. */
export function readCeiling(
  node: YamlNode | undefined,
  problems: Problem[],
): { readonly rule: Rate | null; readonly unit: Rate | null } {
  if (node === undefined) return DEFAULT;
  if (node.kind === 'scalar') {
    const rate = readRate(node, problems);
    return { rule: rate, unit: rate };
  }
  const map = readMap(node, { what: 'a ceiling', optional: ['rule', 'unit'] }, problems);
  const [rule, unit] = [map?.get('rule'), map?.get('unit')];
  return {
    rule: rule === undefined ? DEFAULT.rule : readRate(rule, problems),
    unit: unit === undefined ? DEFAULT.unit : readRate(unit, problems),
  };
}

function readRate(node: YamlNode, problems: Problem[]): Rate | null {
  const text = readString(node, 'a ceiling', problems);
  if (text === null || text === 'none') return null;
  const [, count = '', window = ''] = /^(\d{1,6})\s*\/\s*(\w+)$/.exec(text) ?? [];
  const windowMs = parseDuration(window);
  if (Number(count) > 0 && windowMs !== null && windowMs >= 60_000 && windowMs <= DAY_MS)
    return { count: Number(count), windowMs };
  report(problems, node.at, {
    code: 'bad-rate',
    message: `${JSON.stringify(text)} is no ceiling`,
    hint: 'write how many in what time, 1m to 1d, for example 20/1h; or none',
  });
  return null;
}

/** `22:00-06:00`. Problem: `bad-hours`. */
export function readQuietHours(
  node: YamlNode,
  problems: Problem[],
): { readonly fromMinute: number; readonly untilMinute: number } | null {
  const text = readString(node, 'quiet-hours', problems);
  if (text === null) return null;
  const [from = null, until = null, more] = text.split(/\s*-\s*/).map(parseMinute);
  if (from !== null && until !== null && from !== until && more === undefined)
    return { fromMinute: from, untilMinute: until };
  report(problems, node.at, {
    code: 'bad-hours',
    message: `${JSON.stringify(text)} are no hours of the day`,
    hint: "write from and until in quotes, for example '22:00-06:00'",
  });
  return null;
}

function parseMinute(text: string): number | null {
  const [, hour = '', minute = ''] = /^(\d{1,2}):(\d{2})$/.exec(text) ?? [];
  if (hour === '' || Number(hour) > 23 || Number(minute) > 59) return null;
  return Number(hour) * 60 + Number(minute);
}
