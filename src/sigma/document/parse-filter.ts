import type { OpenValue } from '../detection/open-value.ts';
import type { Condition } from '../detection.ts';
import type { SigmaFilter } from '../filter.ts';
import type { RuleMetadata } from '../rule.ts';
import { describeValue, getKey, isYamlList } from '../yaml/yaml-value.ts';
import type { YamlMap } from '../yaml/yaml-value.ts';
import type { FaultList } from './faults.ts';
import { readLogSource } from './log-source.ts';
import { readTexts, scalarText } from './read-value.ts';
import { readBlockMap, readSearchBlock } from './search-block.ts';
import type { BlockReading } from './search-block.ts';

const SHAPE = { key: 'filter', reserved: new Set(['rules', 'condition']) } as const;

/** A global filter, or null when `faults` holds the errors that prevent it. */
export function parseFilter(
  document: YamlMap,
  metadata: RuleMetadata,
  reading: BlockReading,
): SigmaFilter<OpenValue> | null {
  const { faults } = reading;
  const logSource = readLogSource(document, faults);
  const filter = readBlockMap(document, 'filter', faults);
  if (filter === null) return null;
  const ruleReferences = readReferences(filter, faults);
  const block = readSearchBlock(filter, SHAPE, reading);
  if (block === null || ruleReferences === null) return null;
  if (!holdsForOthers(block.condition))
    faults.warning(
      { path: ['filter', 'condition'] },
      {
        code: 'filter-polarity',
        message: 'the rules keep only events for which the condition of the filter is true',
        hint: 'to leave these events out write "not selection"',
      },
    );
  return { ...metadata, kind: 'filter', logSource, ruleReferences, ...block };
}

/** `any`, in any case, or an empty list: all rules of the log source (pySigma). */
function readReferences(filter: YamlMap, faults: FaultList): SigmaFilter['ruleReferences'] | null {
  const value = getKey(filter, 'rules');
  if (value === undefined) {
    const message = 'a filter needs rules: the ids or names of rules, or any';
    faults.error({ path: ['filter'], isKey: true }, { code: 'key-missing', message });
    return null;
  }
  const isText = scalarText(value) !== null;
  if (!isText && !isYamlList(value)) {
    const message = `rules must be any or a list of ids and names, not ${describeValue(value)}`;
    faults.error({ path: ['filter', 'rules'] }, { code: 'key-type', message });
    return null;
  }
  if (scalarText(value)?.toLowerCase() === 'any') return 'any';
  const references = readTexts(filter, 'rules', { path: ['filter'], faults });
  return references.length === 0 ? 'any' : [...new Set(references)];
}

/**
 * Whether the condition is true for an event that none of the filter's identifiers describes: else the rules would lose
 * every event but those that the filter names.
 */
function holdsForOthers(condition: Condition): boolean {
  switch (condition.kind) {
    case 'identifier':
      return false;
    case 'not':
      return !holdsForOthers(condition.operand);
    case 'and':
      return condition.operands.every(holdsForOthers);
    case 'or':
      return condition.operands.some(holdsForOthers);
    case 'constant':
      return condition.value;
  }
}
