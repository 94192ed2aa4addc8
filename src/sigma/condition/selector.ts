import type { Condition } from '../detection.ts';

/**
 * `1 of pattern` and `all of pattern` as the identifiers they stand for. Names that begin with `_` are left out
 * unless the pattern begins with it too. Nothing selected: `1 of` is false, `all of` is an error (null).
 */
export function resolveSelector(
  link: 'any' | 'all',
  pattern: string,
  identifiers: readonly string[],
): Condition | null {
  const selected = identifiers.filter(createTest(pattern));
  const operands = selected.map((name): Condition => ({ kind: 'identifier', name }));
  const [only] = operands;
  if (only === undefined) return link === 'any' ? { kind: 'constant', value: false } : null;
  if (operands.length === 1) return only;
  return { kind: link === 'any' ? 'or' : 'and', operands };
}

function createTest(pattern: string): (name: string) => boolean {
  if (pattern === 'them') return (name) => !name.startsWith('_');
  const isForHidden = pattern.startsWith('_');
  return (name) => (isForHidden || !name.startsWith('_')) && matchesGlob(name, pattern);
}

/** `*` is any characters, at any place; by plain searches, so that no pattern is slow. */
function matchesGlob(name: string, pattern: string): boolean {
  const [first = '', ...rest] = pattern.split('*');
  const last = rest.pop();
  if (last === undefined) return name === pattern;
  if (!name.startsWith(first) || !name.endsWith(last)) return false;
  let at = first.length;
  for (const piece of rest) {
    const found = name.indexOf(piece, at);
    if (found < 0) return false;
    at = found + piece.length;
  }
  return at + last.length <= name.length;
}
