import type { RuleLogSource } from '../rule.ts';
import { describeValue, getKey, isYamlMap } from '../yaml/yaml-value.ts';
import type { YamlMap } from '../yaml/yaml-value.ts';
import type { FaultList } from './faults.ts';
import { readText } from './read-value.ts';

const ANY: RuleLogSource = { category: null, product: null, service: null };

/** `logsource` of a rule; `definition` is a comment and other keys are the author's own. */
export function readLogSource(document: YamlMap, faults: FaultList): RuleLogSource {
  const path = ['logsource'];
  const value = getKey(document, 'logsource');
  if (value === undefined) {
    faults.error({ path: [] }, { code: 'key-missing', message: 'a rule needs a logsource' });
    return ANY;
  }
  if (!isYamlMap(value)) {
    const message = `logsource must be a map, not ${describeValue(value)}`;
    faults.error({ path }, { code: 'key-type', message });
    return ANY;
  }
  const read = (key: keyof RuleLogSource): string | null =>
    readText(value, key, { path, faults })?.toLowerCase() ?? null;
  const source = { category: read('category'), product: read('product'), service: read('service') };
  if ((source.category ?? source.product ?? source.service) === null)
    faults.error(
      { path, isKey: true },
      {
        code: 'logsource-empty',
        message: 'logsource needs at least one of category, product and service',
      },
    );
  return source;
}
