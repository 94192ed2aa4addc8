// Keys that are lists or maps: YAML allows them, js-yaml makes text of them ("a,b", "[object Object]"), and a rule would ask
// for a field of that name.
import { isAlias, isCollection, LineCounter, parseDocument, visit } from 'yaml';

/** What every such key has in its text; much else has it too. */
const HINT_OF_ONE = /(?:^|[\s{[,])\?\s|[\]}]\s*:|\*[^\s,[\]{}]+\s+:/m;

/** Line and column from 0 of the first key that is no text, null without one. */
export function findCollectionKey(
  text: string,
): { readonly line: number; readonly column: number } | null {
  if (!HINT_OF_ONE.test(text)) return null;
  const lines = new LineCounter();
  const options = { uniqueKeys: false, strict: false, logLevel: 'silent' } as const;
  const document = parseDocument(text, { ...options, lineCounter: lines });
  const offsets: number[] = [];
  visit(document, {
    Pair(_index, { key }) {
      const node = isAlias(key) ? key.resolve(document) : key;
      if (!isCollection(node)) return undefined;
      offsets.push((isAlias(key) ? key.range?.[0] : node.range?.[0]) ?? 0);
      return visit.BREAK;
    },
  });
  const [offset] = offsets;
  if (offset === undefined) return null;
  const { line, col } = lines.linePos(offset);
  return { line: Math.max(line, 1) - 1, column: Math.max(col, 1) - 1 };
}
