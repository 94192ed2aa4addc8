import type { Problem } from '../util/problem.ts';
import { readString, report, type YamlNode } from '../util/yaml-reader.ts';

const UNITS = { ms: 1, s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 } as const;
const DURATION = /^(\d{1,9})(ms|s|m|h|d)$/;

/** Milliseconds of `90s`, `15m`, `4h`, `2d`, `500ms`; null when the text is no duration. */
export function parseDuration(text: string): number | null {
  const match = DURATION.exec(text);
  if (match === null) return null;
  const [, amount, unit] = match;
  const known = (['ms', 's', 'm', 'h', 'd'] as const).find((name) => name === unit);
  return known === undefined ? null : Number(amount) * UNITS[known];
}

/** Problem: `bad-duration`. */
export function readDuration(
  node: YamlNode,
  range: { readonly what: string; readonly minMs: number },
  problems: Problem[],
): number | null {
  const { what, minMs } = range;
  const hint = 'write a whole number and a unit, for example 90s, 15m, 4h, 2d';
  if (node.kind === 'scalar' && typeof node.value === 'number') {
    const message = `${what} needs a unit of time, not only ${node.source}`;
    report(problems, node.at, { code: 'bad-duration', message, hint });
    return null;
  }
  const text = readString(node, what, problems);
  if (text === null) return null;
  const durationMs = parseDuration(text);
  if (durationMs !== null && durationMs >= minMs) return durationMs;
  const message =
    durationMs === null
      ? `${what} is no duration: ${JSON.stringify(text)}`
      : `${what} must be at least ${minMs / 1000}s`;
  report(problems, node.at, { code: 'bad-duration', message, hint });
  return null;
}
