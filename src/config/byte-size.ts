import type { Problem } from '../util/problem.ts';
import { readString, report, type YamlNode } from '../util/yaml-reader.ts';

const UNITS = { KiB: 2 ** 10, MiB: 2 ** 20, GiB: 2 ** 30, TiB: 2 ** 40 } as const;
const SIZE = /^(\d{1,6}) ?(KiB|MiB|GiB|TiB)$/;

/** Bytes of `64MiB`, `20 GiB`. Problem: `bad-size`. */
export function readByteSize(
  node: YamlNode,
  range: { readonly what: string; readonly minBytes: number },
  problems: Problem[],
): number | null {
  const { what, minBytes } = range;
  const hint = 'write a whole number and KiB, MiB, GiB or TiB, for example 20GiB';
  if (node.kind === 'scalar' && typeof node.value === 'number') {
    const message = `${what} needs a unit of size, not only ${node.source}`;
    report(problems, node.at, { code: 'bad-size', message, hint });
    return null;
  }
  const text = readString(node, what, problems);
  if (text === null) return null;
  const [, amount, name] = SIZE.exec(text) ?? [];
  const unit = (['KiB', 'MiB', 'GiB', 'TiB'] as const).find((known) => known === name);
  const bytes = unit === undefined ? null : Number(amount) * UNITS[unit];
  if (bytes !== null && bytes >= minBytes) return bytes;
  const message =
    bytes === null
      ? `${what} is no size: ${JSON.stringify(text)}`
      : `${what} must be at least ${minBytes / UNITS.MiB} MiB`;
  report(problems, node.at, { code: 'bad-size', message, hint });
  return null;
}
