import type { OpenValue } from '../detection/open-value.ts';
import type { RuleMetadata, SigmaRule } from '../rule.ts';
import type { YamlMap } from '../yaml/yaml-value.ts';
import type { FaultList } from './faults.ts';
import { readLogSource } from './log-source.ts';
import { readBlockMap, readSearchBlock } from './search-block.ts';
import type { BlockReading } from './search-block.ts';

const SHAPE = { key: 'detection', reserved: new Set(['condition', 'timeframe']) } as const;

/** A detection rule, or null when `faults` holds the errors that prevent it. */
export function parseRule(
  document: YamlMap,
  metadata: RuleMetadata,
  reading: BlockReading,
): SigmaRule<OpenValue> | null {
  const { faults } = reading;
  const logSource = readLogSource(document, faults);
  const detection = readBlockMap(document, 'detection', faults);
  if (detection === null) return null;
  refuseTimeframe(detection, faults);
  const block = readSearchBlock(detection, SHAPE, reading);
  return block === null ? null : { ...metadata, kind: 'rule', logSource, ...block };
}

function refuseTimeframe(detection: YamlMap, faults: FaultList): void {
  if (!Object.hasOwn(detection, 'timeframe')) return;
  faults.error(
    { path: ['detection', 'timeframe'], isKey: true },
    {
      code: 'timeframe-unsupported',
      message: 'timeframe belongs to the aggregations of Sigma version 1',
      hint: 'write a correlation rule with timespan instead',
    },
  );
}
