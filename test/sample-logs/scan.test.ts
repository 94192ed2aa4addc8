// End to end: the sample logs through decoding, attribution, detection, correlation and grouping give exactly the
// alerts that sample-logs/expected-alerts.json lists, and nothing from the quiet offices.
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { describe, expect, test } from 'vitest';
import { compareMatched, type MatchedEvent } from '../../src/app/detection.ts';
import { findInfections } from '../../src/app/infections.ts';
import { scan } from '../../src/app/scan.ts';
import { openWorkspace, type Workspace } from '../../src/app/workspace.ts';
import type { Alert } from '../../src/alert/alert.ts';
import { createInputReader } from '../../src/io/input/input-reader.ts';
import { textFiles } from '../../src/io/text-files.ts';
import { formatProblem } from '../../src/util/problem.ts';
import type { Sorter } from '../../src/ports.ts';
import { MATCHERS } from '../support/matchers.ts';

const EXPECTED = 'sample-logs/expected-alerts.json';

/** One alert as the list has it: what a reader of README.md can check. */
interface ExpectedAlert {
  readonly story: string;
  readonly rule: string;
  readonly unit: string | null;
  /** Units of a province alert. */
  readonly units?: readonly string[];
  readonly severity: string;
  readonly layer: number;
  /** Window start, on a Vietnamese wall clock. */
  readonly at: string;
  readonly count: number;
  readonly machines: readonly string[];
  readonly group: Readonly<Record<string, string>>;
}

const workspace = await open();
const expected = JSON.parse(readFileSync(EXPECTED, 'utf8')) as readonly ExpectedAlert[];

describe.each(MATCHERS)('%s: a scan of the sample logs', async (_, compileRules) => {
  const result = await scan(
    ['sample-logs/logs'],
    workspace,
    {
      inputs: createInputReader({ stdin: process.stdin }),
      createSorter: memorySorter,
      matcher: compileRules(workspace.rules.ruleSet.rules),
    },
    { progress: () => undefined, matched: () => Promise.resolve(), isCancelled: () => false },
  );

  test('raises the expected alerts and no others', () => {
    const listed = expected.map(({ story: _story, ...alert }) => alert);
    expect(result.alerts.map(toExpected)).toEqual(listed);
  });

  test('reads every file and forgets nothing', () => {
    expect(result.problems).toEqual([]);
    expect(result.totals).toMatchObject({ failedFiles: 0, truncatedFrames: 0, droppedBytes: 0 });
    expect(result.evictions).toBe(0);
  });

  test('leaves unread only the garbage that was put there', () => {
    // four garbage lines of so-gtvt (one reads as syslog, one is blank), the torn end of a Windows log
    expect(result.totals.unparsed).toBe(5);
  });
});

test('machines that the antivirus found something on, by infection state', async () => {
  const { machines } = await findInfections(
    ['sample-logs/logs'],
    workspace,
    { inputs: createInputReader({ stdin: process.stdin }), createSorter: memorySorter },
    { progress: () => undefined, isCancelled: () => false },
  );
  // 31 units report, each row finds its unit by address or console group
  expect(new Set(machines.map(({ unit }) => unit)).size).toBe(31);
  expect(machines.filter(({ unit }) => unit === null)).toEqual([]);
  const found = machines.filter(({ state }) => state !== 'clean');
  expect(found.map(({ unit, machine, state }) => [unit, machine, state])).toEqual([
    ['so-gddt', 'PC-SGDDT-002', 'handled'],
    ['so-gddt', 'PC-SGDDT-004', 'handled'],
    ['so-gtvt', 'PC-SGTVT-008', 'handled'],
    ['so-khdt', 'PC-SKHDT-001', 'handled'],
    ['so-nnptnt', 'PC-SNNPTNT-003', 'not-handled'],
    ['ubnd-h-phung-hiep', 'PC-UHPH-005', 'not-handled'],
    ['ubnd-h-phung-hiep', 'PC-UHPH-008', 're-infected'],
    ['ubnd-h-vi-thuy', 'PC-UHVT-001', 'handled'],
    ['ubnd-h-vi-thuy', 'PC-UHVT-007', 'handled'],
    ['ubnd-tp-nga-bay', 'PC-UTPNB-006', 'not-handled'],
  ]);
});

test('the rules load without a complaint', () => {
  expect(workspace.rules.problems.map(formatProblem)).toEqual([]);
});

test('six stories, each with an alert', () => {
  const stories = new Set(expected.map(({ story }) => story));
  expect([...stories].toSorted()).toEqual([
    'everyday',
    'story 1',
    'story 2',
    'story 3',
    'story 4',
    'story 5',
    'story 6',
  ]);
});

async function open(): Promise<Workspace> {
  const opened = await openWorkspace(
    {
      configPath: resolve('sample-logs/soclite.yml'),
      rulePaths: [],
      indicatorPaths: [],
      bundled: { rules: 'rules', mappings: 'seeds/mappings' },
    },
    textFiles,
  );
  expect(opened.problems.map(formatProblem)).toEqual([]);
  if (!opened.ok) throw new Error('the sample configuration does not load');
  return opened.value;
}

function toExpected(alert: Alert): Omit<ExpectedAlert, 'story'> {
  const { ruleSet } = workspace.rules;
  const rule = [...ruleSet.rules, ...ruleSet.correlations].find(({ id }) => id === alert.ruleId);
  return {
    rule: rule?.name ?? alert.ruleId,
    unit: alert.unit,
    ...(alert.isProvince ? { units: alert.units } : {}),
    severity: alert.severity,
    layer: alert.layer,
    at: new Date(alert.windowStartMs + 7 * 3_600_000).toISOString().slice(11, 19),
    count: alert.count,
    machines: alert.machines,
    group: Object.fromEntries(alert.groupKey.map(({ field, value }) => [field, value])),
  };
}

function memorySorter(): Sorter<MatchedEvent> {
  const items: MatchedEvent[] = [];
  return {
    push(item) {
      items.push(item);
    },
    async *sorted() {
      yield* await Promise.resolve(items.toSorted(compareMatched));
    },
    close: () => Promise.resolve(),
  };
}
