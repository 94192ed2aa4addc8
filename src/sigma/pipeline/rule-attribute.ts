import { LEVELS } from '../rule.ts';
import type { RuleMetadata, Status } from '../rule.ts';
import { describeValue, quote } from '../yaml/yaml-value.ts';
import type { Params } from './params.ts';
import { compare, RELATIONS, toComparable } from './processing-state.ts';
import type { Relation } from './processing-state.ts';
import type { Run } from './run.ts';
import type { Subject } from './subject.ts';

type Attribute =
  | { readonly kind: 'text'; readonly value: string }
  | { readonly kind: 'number'; readonly value: number }
  | { readonly kind: 'list'; readonly values: readonly unknown[] }
  /** A place in an order: levels, statuses. */
  | { readonly kind: 'ranked'; readonly value: string; readonly order: readonly string[] }
  | { readonly kind: 'date'; readonly value: string }
  | { readonly kind: 'other' };

type Operator = Relation | 'in' | 'not_in';
type Wanted = string | number | boolean | null;
const ISO_DATE = /^\d{4}-\d{2}-\d{2}$/;
/** pySigma's order of statuses. */
const STATUS_ORDER: readonly string[] = [
  'unsupported',
  'deprecated',
  'experimental',
  'test',
  'stable',
] satisfies readonly Status[];

/**
 * `rule_attribute`: a key of the rule, Sigma's or the author's own, compared. A comparison that the kind of value does
 * not have refuses the rule, as pySigma does; an attribute that the rule does not have is false.
 */
export function readAttributeCondition(params: Params): (subject: Subject, run: Run) => boolean {
  const name = params.requiredText('attribute');
  const wanted = toComparable(params.scalar('value'));
  const operator = params.choice('op', [...RELATIONS, 'in', 'not_in'] as const) ?? 'eq';
  return (subject, run) => {
    const attribute = findAttribute(subject, name);
    if (attribute === null) return false;
    const result = test(attribute, operator, wanted);
    if (result === null)
      run.fail({
        code: 'pipeline-attribute',
        message: `the pipeline compares ${quote(name)} of the rule by ${operator} with ${describeValue(String(wanted))}, which has no meaning`,
      });
    return result ?? false;
  };
}

/** Null = the rule does not have it. */
function findAttribute(subject: Subject, name: string): Attribute | null {
  const { rule } = subject;
  const list = listAttribute(subject, name);
  if (list !== null) return { kind: 'list', values: list };
  switch (name) {
    case 'level':
      return { kind: 'ranked', value: rule.level, order: LEVELS };
    case 'status':
      return rule.status === null
        ? null
        : { kind: 'ranked', value: rule.status, order: STATUS_ORDER };
    case 'date':
    case 'modified':
      return rule[name] === null ? null : { kind: 'date', value: toIsoDate(rule[name]) };
    case 'taxonomy':
      return fromText('sigma');
    case 'id':
    case 'title':
    case 'name':
    case 'description':
    case 'author':
    case 'license':
      return fromText(rule[name]);
    case 'logsource':
    case 'detection':
      return subject.kind === 'rule' ? { kind: 'other' } : null;
    default:
      return fromCustom(rule, name);
  }
}

function listAttribute({ rule, fields }: Subject, name: string): readonly unknown[] | null {
  switch (name) {
    case 'references':
      return rule.references;
    case 'falsepositives':
      return rule.falsePositives;
    case 'fields':
      return fields;
    case 'tags':
      // a tag is no text for pySigma, so that no text is in the list: the condition `tag` asks for tags
      return [];
    default:
      return null;
  }
}

function fromText(value: string | null): Attribute | null {
  return value === null ? null : { kind: 'text', value };
}

function fromCustom({ custom }: RuleMetadata, name: string): Attribute | null {
  const value = custom.get(name);
  if (value === undefined) return null;
  if (typeof value === 'string') return { kind: 'text', value };
  if (typeof value === 'number') return { kind: 'number', value };
  if (typeof value === 'boolean') return { kind: 'number', value: Number(value) };
  return Array.isArray(value) ? { kind: 'list', values: value } : { kind: 'other' };
}

function toIsoDate(date: string): string {
  const [year = '', month = '', day = ''] = date.split(/[-/]/);
  return `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`;
}

/** Null = the comparison has no meaning. */
function test(attribute: Attribute, operator: Operator, wanted: Wanted): boolean | null {
  if (attribute.kind === 'list') return testList(attribute.values, operator, wanted);
  if (operator === 'in' || operator === 'not_in') return attribute.kind === 'text' ? null : false;
  switch (attribute.kind) {
    case 'text':
      if (operator === 'eq') return attribute.value === wanted;
      return operator === 'ne' ? attribute.value !== wanted : null;
    case 'number': {
      const number = wanted === null || wanted === '' ? NaN : Number(wanted);
      return Number.isNaN(number) ? null : compare(attribute.value, operator, number);
    }
    case 'ranked': {
      const rank = attribute.order.indexOf(String(wanted).toLowerCase());
      return rank < 0 ? null : compare(attribute.order.indexOf(attribute.value), operator, rank);
    }
    case 'date':
      return typeof wanted === 'string' && ISO_DATE.test(wanted)
        ? compare(attribute.value, operator, wanted)
        : null;
    case 'other':
      return null;
  }
}

/** A list holds a value or not; it never equals one. */
function testList(values: readonly unknown[], operator: Operator, wanted: Wanted): boolean {
  if (operator === 'in') return values.includes(wanted);
  if (operator === 'not_in') return !values.includes(wanted);
  return operator === 'ne';
}
