import { parseDetection } from '../../detection/parse-detection.ts';
import type { OpenValue } from '../../detection/open-value.ts';
import { FaultList } from '../../document/faults.ts';
import type { Condition, Detection } from '../../detection.ts';
import type { RuleLogSource } from '../../rule.ts';
import { isYamlList } from '../../yaml/yaml-value.ts';
import type { YamlMap, YamlValue } from '../../yaml/yaml-value.ts';
import type { Params } from '../params.ts';
import { listItems, markApplied, toNode } from '../subject.ts';
import type { RuleSubject } from '../subject.ts';
import type { TransformationReader } from './transformation.ts';

/** `name and (condition of the rule)`, or `not name and (...)`. */
export const readAddCondition: TransformationReader = (params) => {
  const conditions = params.map('conditions');
  const name = readName(params);
  const isNegated = params.boolean('negated');
  const isTemplate = params.boolean('template');
  const fixed = parse(conditions, params, params.reading.faults);
  if (fixed === null) return null;
  return (subject, run, { id }) => {
    if (subject.kind === 'correlation') return subject;
    const detection = isTemplate
      ? parse(fill(conditions, subject.rule.logSource), params, new FaultList())
      : fixed;
    if (detection === null) {
      run.fail({
        code: 'pipeline-template',
        message: 'the template of add_condition is no detection with the log source of this rule',
      });
      return subject;
    }
    const node = markApplied(toNode(detection, true), id);
    for (const { field } of listItems(node)) if (field !== null) run.introduced.add(field);
    const key = name ?? freeName(subject);
    return addTo(subject, { key, isNegated }, new Map([...subject.detections, [key, node]]));
  };
};

/** Selectors of rules leave out names that begin with `_`; another name would become part of a rule's `1 of them`. */
function readName(params: Params): string | null {
  const name = params.text('name');
  if (name !== null && !/^_[\w-]*$/.test(name))
    params.error(['name'], {
      code: 'pipeline-value',
      message: `the name of a condition must begin with _, or "1 of them" of a rule would see it`,
      hint: 'leave the name out, or put _ before it',
    });
  return name;
}

function parse(
  conditions: YamlMap,
  { path, reading }: Params,
  faults: FaultList,
): Detection<OpenValue> | null {
  return parseDetection(conditions, {
    path: [...path, 'conditions'],
    faults,
    origin: reading.origin,
    placeholders: new Map(),
  });
}

function freeName({ detections }: RuleSubject): string {
  let count = 1;
  while (detections.has(`_cond_${count}`)) count += 1;
  return `_cond_${count}`;
}

function addTo(
  subject: RuleSubject,
  { key, isNegated }: { readonly key: string; readonly isNegated: boolean },
  detections: RuleSubject['detections'],
): RuleSubject {
  const { rule } = subject;
  const identifier: Condition = { kind: 'identifier', name: key };
  const added: Condition = isNegated ? { kind: 'not', operand: identifier } : identifier;
  // flat, so that no number of such transformations makes a deep condition
  const before = rule.condition.kind === 'and' ? rule.condition.operands : [rule.condition];
  return {
    ...subject,
    detections,
    rule: {
      ...rule,
      condition: { kind: 'and', operands: [added, ...before] },
      conditionText: `${isNegated ? 'not ' : ''}${key} and (${rule.conditionText})`,
    },
  };
}

/** `$category`, `${product}` and the like in texts; `$$` is a dollar, what is unknown stays. */
function fill(conditions: YamlMap, source: RuleLogSource): YamlMap {
  const substitute = (value: YamlValue): YamlValue => {
    if (typeof value === 'string') return fillText(value, source);
    return isYamlList(value)
      ? value.map((entry) => (typeof entry === 'string' ? fillText(entry, source) : entry))
      : value;
  };
  return Object.fromEntries(
    Object.entries(conditions).map(([field, value]) => [field, substitute(value)]),
  );
}

const VARIABLE =
  /\$(?:\$|(category|product|service)(?![A-Za-z0-9_])|\{(category|product|service)\})/g;

function fillText(text: string, source: RuleLogSource): string {
  return text.replaceAll(VARIABLE, (all: string, plain?: string, braced?: string) => {
    const name = plain ?? braced;
    if (name === 'category' || name === 'product' || name === 'service')
      // Python writes None for what the rule does not say
      return source[name] ?? 'None';
    return all === '$$' ? '$' : all;
  });
}
