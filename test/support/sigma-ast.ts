// Hand-built rules and events for tests of the rooms behind the parser.
import type { Event, FieldValue, LogSource } from '../../src/event/event.ts';
import type { Condition, Detection, FieldItem, KeywordItem } from '../../src/sigma/detection.ts';
import type { Pattern, StringPart, StringPattern } from '../../src/sigma/pattern.ts';
import type { SigmaCorrelation, SigmaRule } from '../../src/sigma/rule.ts';

/** `*`, `?` and `~` (a dash of windash) are wildcards; everything else is literal. */
export function glob(text: string, isCased = false): StringPattern {
  const parts = (text.match(/[*?~]|[^*?~]+/g) ?? []).map((token): StringPart => {
    if (token === '*') return { kind: 'many' };
    if (token === '?') return { kind: 'one' };
    return token === '~' ? { kind: 'dash' } : { kind: 'literal', text: token };
  });
  return { kind: 'string', parts, isCased };
}

export function literal(text: string, isCased = false): StringPattern {
  return { kind: 'string', parts: text === '' ? [] : [{ kind: 'literal', text }], isCased };
}

export function field(
  name: string,
  patterns: readonly Pattern[],
  rest: Partial<FieldItem> = {},
): FieldItem {
  return {
    kind: 'field',
    field: name,
    link: 'any',
    isNegated: false,
    patterns,
    text: name,
    ...rest,
  };
}

export function keyword(patterns: readonly Pattern[], link: 'any' | 'all' = 'any'): KeywordItem {
  return { kind: 'keyword', link, patterns, text: link === 'all' ? '|all' : '' };
}

export function identifier(name: string): Condition {
  return { kind: 'identifier', name };
}

const METADATA = {
  name: null,
  status: null,
  level: 'medium',
  description: null,
  author: null,
  references: [],
  falsePositives: [],
  tags: [],
  date: null,
  modified: null,
  license: null,
  custom: new Map<string, unknown>(),
  at: { file: 'rule.yml', line: 1, column: 1 },
} as const;

export function rule(
  id: string,
  detections: Readonly<Record<string, Detection>>,
  rest: Partial<SigmaRule> = {},
): SigmaRule {
  const names = Object.keys(detections);
  return {
    ...METADATA,
    kind: 'rule',
    id,
    title: `Rule ${id}`,
    logSource: { category: null, product: null, service: null },
    detections: new Map(Object.entries(detections)),
    condition: { kind: 'and', operands: names.map(identifier) },
    conditionText: names.join(' and '),
    ...rest,
  };
}

export function correlation(id: string, rest: Partial<SigmaCorrelation> = {}): SigmaCorrelation {
  return {
    ...METADATA,
    kind: 'correlation',
    id,
    title: `Correlation ${id}`,
    type: 'event_count',
    ruleReferences: ['r'],
    ruleIds: ['r'],
    groupBy: [],
    timespanMs: 10_000,
    conditions: [{ operator: 'gte', value: 3 }],
    fields: [],
    percentile: null,
    alternatives: [],
    aliases: new Map(),
    generate: false,
    scope: 'unit',
    ...rest,
  };
}

const ANY_SOURCE: readonly LogSource[] = [{ category: null, product: null, service: null }];

export function event(
  fields: Readonly<Record<string, FieldValue>>,
  rest: Partial<Event> = {},
): Event {
  return {
    unit: 'unit-a',
    system: null,
    machine: 'machine-a',
    origin: { source: 'test', file: 'test.log', line: 1 },
    format: 'test',
    timeMs: 0,
    timeOrigin: 'record',
    host: null,
    logSources: ANY_SOURCE,
    fields: new Map(Object.entries(fields)),
    raw: '',
    ...rest,
  };
}
