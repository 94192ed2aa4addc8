import { toFieldDraft } from '../detection/read-values.ts';
import type { RuleLogSource } from '../rule.ts';
import type { ConditionReader } from './combination.ts';
import { equalsValue } from './item-conditions.ts';
import type { Params } from './params.ts';
import { readStateCondition } from './processing-state.ts';
import { readAttributeCondition } from './rule-attribute.ts';
import type { Run } from './run.ts';
import { listItems } from './subject.ts';
import type { ItemNode, Subject } from './subject.ts';
import { draftOf } from './value-text.ts';

export type RuleCondition = (subject: Subject, run: Run) => boolean;

export const RULE_CONDITIONS: ReadonlyMap<string, ConditionReader<RuleCondition>> = new Map<
  string,
  ConditionReader<RuleCondition>
>([
  ['logsource', readLogSourceCondition],
  ['contains_detection_item', readContainsItem],
  [
    'contains_field',
    (params) => {
      const field = params.requiredText('field');
      return hasItem((item) => item.field === field);
    },
  ],
  [
    'processing_item_applied',
    (params) => {
      const id = params.requiredText('processing_item_id');
      return (_, run) => run.ruleIds.has(id);
    },
  ],
  [
    'processing_state',
    (params) => {
      const test = readStateCondition(params);
      return (_, run) => test(run);
    },
  ],
  [
    'is_sigma_rule',
    () =>
      ({ kind }) =>
        kind === 'rule',
  ],
  [
    'is_sigma_correlation_rule',
    () =>
      ({ kind }) =>
        kind === 'correlation',
  ],
  ['rule_attribute', readAttributeCondition],
  [
    'tag',
    (params) => {
      const tag = params.requiredText('tag');
      return ({ rule }) => rule.tags.includes(tag);
    },
  ],
]);

/** Some detection item of a rule; correlations have none. */
function hasItem(fits: (item: ItemNode) => boolean): RuleCondition {
  return (subject) =>
    subject.kind === 'rule' &&
    [...subject.detections.values()].some((node) => listItems(node).some(fits));
}

/** Each attribute that is given equals the rule's; of a correlation, of any rule that it counts. */
function readLogSourceCondition(params: Params): RuleCondition | null {
  const wanted = readLogSource(params);
  if (wanted === null) return null;
  return (subject) => {
    const sources = subject.kind === 'rule' ? [subject.rule.logSource] : subject.logSources;
    return sources.some((source) => covers(wanted, source));
  };
}

function covers(wanted: RuleLogSource, source: RuleLogSource): boolean {
  return (['category', 'product', 'service'] as const).every(
    (key) => wanted[key] === null || wanted[key] === source[key],
  );
}

/** `category`, `product` and `service`, at least one of them, in lower case as those of rules. */
export function readLogSource(params: Params): RuleLogSource | null {
  const read = (key: keyof RuleLogSource): string | null => params.text(key)?.toLowerCase() ?? null;
  const source = { category: read('category'), product: read('product'), service: read('service') };
  if ((source.category ?? source.product ?? source.service) !== null) return source;
  params.error([], {
    code: 'pipeline-key-missing',
    message: 'a log source needs at least one of category, product and service',
  });
  return null;
}

function readContainsItem(params: Params): RuleCondition {
  const field = params.requiredText('field');
  const wanted = toFieldDraft(params.scalar('value'));
  return hasItem(
    (item) =>
      item.field === field &&
      item.values.some((value) => {
        const draft = draftOf(value);
        if (wanted.kind === 'null') return draft?.kind === 'null';
        // a cased string is another type for pySigma
        return !(draft?.kind === 'text' && draft.isCased) && equalsValue(value, wanted);
      }),
  );
}
