// @ts-check
// Cost of an event in windows that hold 10,000 to 100,000 of them: flat when everything is kept as events come and go.
//
//   npm run build && node bench/correlate/windows.bench.mjs
import { cpus, loadavg } from 'node:os';
import process from 'node:process';
import { createCorrelator } from '../../dist/correlate/correlator.js';

const METADATA = {
  name: null,
  title: '',
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
  custom: new Map(),
  at: { file: '', line: 1, column: 1 },
};
const RULES = ['a', 'b'].map((id) => ({ ...METADATA, id }));

/** Each fires all the time or never, at the end of its scale. */
const CASES = [
  { type: 'event_count', conditions: [{ operator: 'gt', value: 5 }] },
  { type: 'value_count', fields: ['x'], conditions: [{ operator: 'gt', value: 5 }] },
  { type: 'value_count', fields: ['x'], conditions: [{ operator: 'gt', value: 1e6 }] },
  { type: 'value_sum', fields: ['n'], conditions: [{ operator: 'gt', value: 5 }] },
  {
    type: 'value_percentile',
    percentile: 95,
    fields: ['n'],
    conditions: [{ operator: 'gt', value: 5 }],
  },
  { type: 'temporal', alternatives: [{ present: ['a', 'b'], absent: [] }] },
  { type: 'temporal_ordered', alternatives: [{ present: ['a', 'b'], absent: [] }] },
  { type: 'temporal', alternatives: [{ present: ['a'], absent: ['b'] }] },
];

console.log(
  `node ${process.version}, ${cpus()[0]?.model}, load ${loadavg()
    .map((load) => load.toFixed(1))
    .join(' ')}`,
);
console.log(`${'microseconds an event, events in the window:'.padEnd(67)}10,000   30,000  100,000`);
for (const given of CASES) {
  const costs = [10_000, 30_000, 100_000].map((window) =>
    Math.min(...[1, 2, 3].map(() => measure(given, window))),
  );
  const { type, ...test } = given;
  const name = `${type} ${JSON.stringify(test.conditions ?? test.alternatives)}`;
  console.log(`${name.padEnd(64)}${costs.map((cost) => cost.toFixed(2).padStart(9)).join('')}`);
}

/**
 * Fills the window and slides it once over its own length.
 * @param {any} given
 * @param {number} window events in it
 */
function measure(given, window) {
  /** @type {any} */
  const correlation = {
    ...METADATA,
    kind: 'correlation',
    id: 'c',
    ruleReferences: [],
    ruleIds: ['a', 'b'],
    groupBy: [],
    timespanMs: window - 1,
    conditions: [],
    fields: [],
    percentile: null,
    alternatives: [],
    aliases: new Map(),
    generate: false,
    scope: 'unit',
    ...given,
  };
  /** @type {any[]} */
  const matched = Array.from({ length: 2 * window }, (_, index) => ({
    event: {
      unit: 'u',
      system: null,
      machine: 'm',
      origin: { source: 's', file: 'f', line: index },
      timeMs: index,
      fields: new Map(Object.entries({ x: `value-${index}`, n: (index * 7919) % 10_007 })),
      raw: '',
    },
    rules: [RULES[index % 1000 === 0 ? 1 : 0]],
  }));
  /** @type {any} */
  const ruleSet = { rules: RULES, correlations: [correlation] };
  const correlator = createCorrelator(ruleSet);
  const started = process.hrtime.bigint();
  for (const item of matched) correlator.push(item);
  const seconds = Number(process.hrtime.bigint() - started) / 1e9;
  if (correlator.evictions > 0) throw new Error('a limit was reached');
  return (seconds / matched.length) * 1e6;
}
