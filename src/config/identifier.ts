import { nearestName } from '../util/nearest-name.ts';
import type { Location, Problem } from '../util/problem.ts';
import { readString, report, type YamlNode } from '../util/yaml-reader.ts';

const ID = /^[a-z0-9][a-z0-9._-]{0,63}$/i;

/** An id: it stands in paths, fields and group keys. Problem: `bad-id`. Null for an absent key too. */
export function readId(
  node: YamlNode | undefined,
  what: string,
  problems: Problem[],
): string | null {
  const id = node === undefined ? null : readString(node, what, problems);
  if (id === null || node === undefined || ID.test(id)) return id;
  report(problems, node.at, {
    code: 'bad-id',
    message: `${what} may not be ${JSON.stringify(id)}`,
    hint: 'use letters without marks, digits and - . _ only, for example so-y-te',
  });
  return null;
}

/** Reports an id that names nothing; `code` is `unknown-unit` or `unknown-system`. */
export function checkReference(
  reference: { readonly id: string; readonly at: Location; readonly what: string },
  known: ReadonlyMap<string, unknown>,
  problems: Problem[],
): void {
  const { id, at, what } = reference;
  if (known.has(id)) return;
  const near = nearestName(id, known.keys());
  report(problems, at, {
    code: `unknown-${what}`,
    message: `no ${what} has the id ${JSON.stringify(id)}`,
    hint: near === null ? `add it to "${what}s"` : `did you mean "${near}"?`,
  });
}
