// A pattern as a rule author would write it: for `rules show` and `rules explain`.
import type { DetectionItem } from './detection.ts';
import type { Pattern, StringPart } from './pattern.ts';

const OPERATORS = { eq: '', lt: '< ', lte: '<= ', gt: '> ', gte: '>= ' } as const;

/** The values of an item as they stand in the rule: without the wildcards that the item's modifiers put around them. */
export function formatValues(item: DetectionItem): readonly string[] {
  const names = item.text.split('|').slice(1);
  const isKeyword = item.kind === 'keyword';
  const hasStar = (...of: readonly string[]): boolean => of.some((name) => names.includes(name));
  const atStart = isKeyword || hasStar('contains', 'endswith');
  const atEnd = isKeyword || hasStar('contains', 'startswith');
  return item.patterns.map((pattern) => {
    if (pattern.kind !== 'string') return formatPattern(pattern);
    const { parts } = pattern;
    const from = atStart && parts[0]?.kind === 'many' ? 1 : 0;
    const to = atEnd && parts.length > from && parts.at(-1)?.kind === 'many' ? -1 : undefined;
    return formatPattern({ ...pattern, parts: parts.slice(from, to) });
  });
}

/** The pattern as Sigma text: wildcards bare, their literals escaped; numbers with their operator. */
function formatPattern(pattern: Pattern): string {
  const { kind } = pattern;
  switch (pattern.kind) {
    case 'string':
      return pattern.parts.map(formatPart).join('');
    case 'regex':
      return `/${pattern.source}/${pattern.ignoreCase ? 'i' : ''}`;
    case 'number':
      return `${OPERATORS[pattern.operator]}${pattern.text}`;
    case 'cidr':
      return pattern.text;
    case 'boolean':
      return String(pattern.value);
    case 'exists':
      return pattern.value ? 'exists' : 'does not exist';
    case 'time':
      return `${pattern.part} ${pattern.operator === 'eq' ? '= ' : OPERATORS[pattern.operator]}${pattern.value}`;
    case 'field-reference':
      return `${pattern.comparison} ${pattern.field}`;
    case 'any-of':
      return `any of (${pattern.patterns.map(formatPattern).join(', ')})`;
    default:
      // null says it all; kinds that have no text of their own are named
      return kind;
  }
}

function formatPart(part: StringPart): string {
  switch (part.kind) {
    case 'literal':
      return part.text.replaceAll(/[*?]|\\(?=[*?\\]|$)/g, String.raw`\$&`);
    case 'many':
      return '*';
    case 'one':
      return '?';
    default:
      return '-';
  }
}
