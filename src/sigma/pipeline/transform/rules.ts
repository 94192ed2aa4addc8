import { toPlainValue } from '../../document/metadata.ts';
import { quote } from '../../yaml/yaml-value.ts';
import { readLogSource } from '../rule-conditions.ts';
import { listItems } from '../subject.ts';
import type { TransformationReader } from './transformation.ts';
import { ofItems } from './transformation.ts';

/** The whole log source: what is not given is gone. */
export const readChangeLogSource: TransformationReader = (params) => {
  const logSource = readLogSource(params);
  if (logSource === null) return null;
  return (subject) =>
    subject.kind === 'rule' ? { ...subject, rule: { ...subject.rule, logSource } } : subject;
};

export const readSetState: TransformationReader = (params) => {
  const key = params.requiredText('key');
  const value = params.required('val') ?? null;
  return (subject, run) => {
    run.state.set(key, value);
    return subject;
  };
};

export const readSetCustomAttribute: TransformationReader = (params) => {
  const attribute = params.requiredText('attribute');
  const value = toPlainValue(params.required('value') ?? null);
  if (/^soclite(?:\.|$)/i.test(attribute)) {
    const message = `the attribute ${quote(attribute)} is of this program and belongs in the rule`;
    params.error(['attribute'], { code: 'pipeline-value', message });
  }
  return (subject) => {
    const custom = new Map([...subject.rule.custom, [attribute, value]]);
    return subject.kind === 'rule'
      ? { ...subject, rule: { ...subject.rule, custom } }
      : { ...subject, rule: { ...subject.rule, custom } };
  };
};

export const readRuleFailure: TransformationReader = (params) => {
  const message = params.requiredText('message');
  return (subject, run) => {
    run.fail({ code: 'pipeline-rule-failure', message });
    return subject;
  };
};

export const readDetectionItemFailure: TransformationReader = (params) => {
  const message = params.requiredText('message');
  return ofItems((_, run) => {
    run.fail({ code: 'pipeline-item-failure', message });
    return null;
  });
};

export const readStrictFieldMappingFailure: TransformationReader = () => (subject, run) => {
  if (subject.kind === 'correlation') return subject;
  const fields = [...subject.detections.values()].flatMap((node) =>
    listItems(node).flatMap(({ field }) => (field === null || run.isMapped(field) ? [] : [field])),
  );
  if (fields.length > 0)
    run.fail({
      code: 'pipeline-field-unmapped',
      message: `the pipeline maps every field but ${[...new Set(fields)].map(quote).join(', ')}`,
      hint: 'add the field to a field_name_mapping of the pipeline',
    });
  return subject;
};
