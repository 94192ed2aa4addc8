import { expect, test } from 'vitest';
import { expectSchema } from '../support/json-schema.ts';
import { freshFolder, soclite } from '../support/run-soclite.ts';

const rule = (id: string, detection: string): string =>
  `title: ${id}\nid: ${id}\nlevel: low\nlogsource: {product: windows}\ndetection:\n  s: {EventID: 7, ${detection}}\n  condition: s\n`;
const event = (time: string, user: string, id = 7): string =>
  `{"EventID":${id},"Channel":"Security","EventTime":"${time}","Computer":"PC","TargetUserName":"${user}"}\n`;
/** Two days in Vietnam, although one day in UTC. */
const LOG =
  event('2026-11-20T16:30:00Z', 'lan') +
  event('2026-11-20T17:30:00Z', 'lan') +
  event('2026-11-20T17:31:00Z', '\\u001b[2Jhoa') +
  event('2026-11-20T17:32:00Z', 'x', 8);
const FILES = {
  'logs/a.ndjson': LOG,
  'new/loud.yml': rule('loud', "TargetUserName: '*'"),
  'new/quiet.yml': rule('quiet', 'TargetUserName: nobody'),
  'new/moved.yml': rule('moved', 'TargetUserName|contains: hoa'),
  'old/moved.yml': rule('moved', 'TargetUserName|startswith: la'),
  'old/gone.yml': rule('gone', "TargetUserName|endswith: 'n'"),
};

test('rules backtest -o json: hits by day of the zone, by unit, values that tune; two versions compared', async () => {
  const folder = freshFolder(FILES);
  const args = ['rules', 'backtest', 'new', '--on', 'logs', '--against', 'old', '-o', 'json'];
  const run = await soclite(folder, args);
  expect({ code: run.code, stderr: run.stderr }).toEqual({ code: 0, stderr: '' });
  const record: unknown = JSON.parse(run.stdout);
  expectSchema('rules-backtest', record);
  const of = (id: string): object => ({
    rule_id: id,
    rule_title: id,
    author: null,
    kind: 'rule',
    level: 'low',
    layer: 1,
    file: `new/${id}.yml`,
  });
  const sample = (change: string, line: number): object => ({
    change,
    file: 'logs/a.ndjson',
    line,
  });
  expect(record).toEqual({
    files: 1,
    events: 4,
    rules: [
      {
        ...of('loud'),
        hits: 3,
        alerts: expect.any(Number),
        days: [
          { day: '2026-11-20', hits: 1 },
          { day: '2026-11-21', hits: 2 },
        ],
        units: [{ unit: null, hits: 3 }],
        fields: [
          {
            field: 'TargetUserName',
            values: [
              { value: 'lan', hits: 2 },
              { value: '\u001b[2Jhoa', hits: 1 },
            ],
            others: 0,
          },
        ],
      },
      {
        ...of('moved'),
        hits: 1,
        alerts: 1,
        days: [{ day: '2026-11-21', hits: 1 }],
        units: [{ unit: null, hits: 1 }],
        fields: [
          { field: 'TargetUserName', values: [{ value: '\u001b[2Jhoa', hits: 1 }], others: 0 },
        ],
      },
      { ...of('quiet'), hits: 0, alerts: 0, days: [], units: [], fields: [] },
    ],
    changes: [
      {
        id: 'loud',
        kind: 'rule',
        title: 'loud',
        before: 0,
        after: 3,
        added: 3,
        removed: 0,
        samples: [sample('added', 1), sample('added', 2), sample('added', 3)],
      },
      {
        id: 'moved',
        kind: 'rule',
        title: 'moved',
        before: 2,
        after: 1,
        added: 1,
        removed: 2,
        samples: [sample('removed', 1), sample('removed', 2), sample('added', 3)],
      },
      {
        id: 'gone',
        kind: 'rule',
        title: 'gone',
        before: 2,
        after: 0,
        added: 0,
        removed: 2,
        samples: [sample('removed', 1), sample('removed', 2)],
      },
    ],
  });
});

const counting = (gte: number): string => `${rule('fed', "TargetUserName: '*'")}---
title: Count
id: count
level: high
correlation: {type: event_count, rules: fed, group-by: TargetUserName, timespan: 2h, condition: {gte: ${gte}}}
`;

test('rules backtest: correlations by their alerts, and two versions of one compared', async () => {
  const folder = freshFolder({
    'logs/a.ndjson': LOG,
    'new.yml': counting(2),
    'old.yml': counting(1),
  });
  const args = ['rules', 'backtest', 'new.yml', '--on', 'logs', '--against', 'old.yml'];
  const json = await soclite(folder, [...args, '-o', 'json']);
  const record = JSON.parse(json.stdout) as { rules: object[]; changes: object[] };
  expectSchema('rules-backtest', record);
  expect(record.rules[1]).toMatchObject({
    rule_id: 'count',
    hits: 0,
    alerts: 1,
    days: [{ day: '2026-11-20', hits: 1 }],
    units: [{ unit: null, hits: 1 }],
    fields: [{ field: 'TargetUserName', values: [{ value: 'lan', hits: 1 }], others: 0 }],
  });
  expect(record.changes).toEqual([
    {
      id: 'count',
      kind: 'correlation',
      title: 'Count',
      before: 3,
      after: 1,
      added: 0,
      removed: 2,
      samples: [1, 3].map((line) => ({ change: 'removed', file: 'logs/a.ndjson', line })),
    },
  ]);
  const text = (await soclite(folder, args)).stdout.split('\n');
  expect(text.slice(-6)).toEqual([
    '  TargetUserName',
    '    100%  1  lan',
    '',
    'BEFORE  AFTER  ADDED  REMOVED  OF      RULE   FOR EXAMPLE',
    '     3      1     +0       -2  alerts  Count  -logs/a.ndjson:1 -logs/a.ndjson:3',
    '',
  ]);
});

test('rules backtest: the table, the noisiest rule first, log text made harmless', async () => {
  const folder = freshFolder(FILES);
  const run = await soclite(folder, ['rules', 'backtest', 'new/loud.yml', '--on', 'logs']);
  expect({ ...run, stdout: run.stdout.split('\n') }).toEqual({
    code: 0,
    stderr: '',
    stdout: [
      'HITS  ALERTS  DAYS  BUSIEST DAY   UNITS      LEVEL  RULE',
      '   3       2     2  2026-11-21 2  unknown 3  low    loud',
      '1 files, 4 events; 0 rules matched nothing',
      '',
      'loud (loud)',
      '  by day: 2026-11-20 1, 2026-11-21 2',
      '  TargetUserName',
      '     67%  2  lan',
      '     33%  1  <1B>[2Jhoa',
      '',
    ],
  });
});

test.each([
  {
    name: 'the same rules match the same',
    args: ['--against', 'new/loud.yml'],
    code: 0,
    says: 'both sets of rules match the same',
  },
  { name: 'a broken other version is told', args: ['--against', 'bad.yml'], code: 2, says: '+3' },
])('rules backtest: $name', async ({ args, code, says }) => {
  const folder = freshFolder({ ...FILES, 'bad.yml': 'title: x\n' });
  const run = await soclite(folder, ['rules', 'backtest', 'new/loud.yml', '--on', 'logs', ...args]);
  expect({ code: run.code, stdout: run.stdout }).toEqual({
    code,
    stdout: expect.stringContaining(says),
  });
});

test.each([
  { name: 'an archive that is not there', args: ['new/loud.yml', '--on', 'none'], code: 2 },
  { name: 'no rule', args: ['bad.yml', '--on', 'logs'], code: 2 },
  { name: 'no archive named', args: ['new/loud.yml'], code: 3 },
])('rules backtest: $name', async ({ args, code }) => {
  const folder = freshFolder({ ...FILES, 'bad.yml': 'title: x\n' });
  expect((await soclite(folder, ['rules', 'backtest', ...args])).code).toBe(code);
});
