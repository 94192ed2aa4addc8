import { gzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { freshFolder, records, soclite } from '../support/run-soclite.ts';

const RULE = `title: Shell from Office
id: 11111111-1111-4111-8111-111111111111
status: test
author: an author
level: high
logsource: { category: process_creation, product: windows }
detection:
  selection:
    ParentImage|endswith: '\\winword.exe'
    Image|endswith: '\\cmd.exe'
  condition: selection
`;
const EVENT = JSON.stringify({
  EventID: 1,
  Channel: 'Microsoft-Windows-Sysmon/Operational',
  Computer: 'pc-1',
  UtcTime: '2026-11-20 01:00:00.000',
  ParentImage: 'C:\\Office\\WINWORD.EXE',
  Image: 'C:\\Windows\\System32\\cmd.exe',
});
const QUIET = EVENT.replace('WINWORD', 'EXPLORER');

test('exit 0 and no alert when nothing matches', async () => {
  const folder = freshFolder({ 'rule.yml': RULE, 'a.ndjson': `${QUIET}\n` });
  const run = await soclite(folder, ['scan', 'a.ndjson', '-r', 'rule.yml']);
  expect(run).toEqual({
    code: 0,
    stdout: 'No alerts.\n',
    stderr: `1 rules (0 refused); 1 files (0 failed), ${QUIET.length + 1} bytes, 1 events (0 unparsed), 0 header or blank lines, 0 over-long lines cut by 0 bytes; 0 matches, 0 alerts\n`,
  });
});

test('exit 1 and one alert that says who, when, where, why', async () => {
  const folder = freshFolder({ 'rule.yml': RULE, 'logs/a.ndjson': `${QUIET}\n${EVENT}\n` });
  const run = await soclite(folder, ['scan', 'logs', '-r', 'rule.yml', '-o', 'ndjson']);
  expect(run.code).toBe(1);
  expect(records(run.stdout)).toEqual([
    {
      id: expect.stringMatching(/^[0-9a-f]{16,}$/),
      rule_id: '11111111-1111-4111-8111-111111111111',
      rule_title: 'Shell from Office',
      rule_title_vi: null,
      author: 'an author',
      tags: [],
      unit: null,
      units: [],
      scope: 'unit',
      system: null,
      layer: 1,
      tier: 'endpoint',
      severity: 'high',
      count: 1,
      first: '2026-11-20T01:00:00.000Z',
      last: '2026-11-20T01:00:00.000Z',
      window_start: '2026-11-20T01:00:00.000Z',
      group: [{ field: 'machine', value: 'pc-1' }],
      correlation: null,
      machines: ['pc-1'],
      evidence: [
        {
          file: 'logs/a.ndjson',
          line: 2,
          time: '2026-11-20T01:00:00.000Z',
          rule_id: '11111111-1111-4111-8111-111111111111',
          fields: [
            {
              selection: 'selection',
              field: 'ParentImage',
              value: 'C:\\Office\\WINWORD.EXE',
              item: 'ParentImage|endswith',
            },
            {
              selection: 'selection',
              field: 'Image',
              value: 'C:\\Windows\\System32\\cmd.exe',
              item: 'Image|endswith',
            },
          ],
          raw: EVENT,
          raw_omitted: 0,
        },
      ],
      next_steps_vi: [],
      next_steps_en: [],
    },
  ]);
});

test('the same logs gzipped, renamed and in another order give the same alerts', async () => {
  const later = EVENT.replace('01:00:00', '01:30:00');
  const folder = freshFolder({
    'rule.yml': RULE,
    'one/a.ndjson': `${EVENT}\n`,
    'one/b.ndjson': `${later}\n`,
    'two/x.gz': gzipSync(`${later}\n`),
    'two/y.log': `${EVENT}\n`,
  });
  const [one, two] = await Promise.all(
    ['one', 'two'].map(async (name) => {
      const run = await soclite(folder, ['scan', name, '-r', 'rule.yml', '-o', 'ndjson']);
      return records(run.stdout).map(({ id, count, first, last }) => ({ id, count, first, last }));
    }),
  );
  expect(one).toEqual([expect.objectContaining({ count: 2 })]);
  expect(two).toEqual(one);
});

test('--matches prints rule × event; standard input is -', async () => {
  const folder = freshFolder({ 'rule.yml': RULE });
  const run = await soclite(
    folder,
    ['scan', '-', '-r', 'rule.yml', '--matches'],
    `${QUIET}\n${EVENT}`,
  );
  expect(run.code).toBe(1);
  expect(records(run.stdout)).toEqual([
    {
      rule_id: '11111111-1111-4111-8111-111111111111',
      rule_title: 'Shell from Office',
      author: 'an author',
      level: 'high',
      file: '-',
      line: 2,
      time: '2026-11-20T01:00:00.000Z',
      unit: null,
      system: null,
    },
  ]);
});

test('--level, --since and --until choose alerts', async () => {
  const folder = freshFolder({ 'rule.yml': RULE, 'a.ndjson': `${EVENT}\n` });
  const count = async (...args: readonly string[]): Promise<number> =>
    records(
      (await soclite(folder, ['scan', 'a.ndjson', '-r', 'rule.yml', '-o', 'ndjson', ...args]))
        .stdout,
    ).length;
  expect(await count('--level', 'high')).toBe(1);
  expect(await count('--level', 'critical')).toBe(0);
  expect(await count('--since', '20/11/2026 08:00')).toBe(1);
  expect(await count('--since', '2026-11-20T08:01')).toBe(0);
  expect(await count('--until', '2026-11-20T07:59')).toBe(0);
  expect(await count('--until', '2026-11-20T01:00:00Z')).toBe(1);
  expect(await count('--layer', '2')).toBe(0);
});

test('an indicator list marks events of known and unknown products for the layer-4 rule', async () => {
  const line =
    'date=2026-11-20 time=08:00:00 devname="FW" devid="FGT60F" logid="0000000013" type="traffic" subtype="forward" srcip=10.0.0.5 dstip=198.51.100.7 dstport=443 action="accept"';
  const folder = freshFolder({
    'fw.log': `${line}\n`,
    'app.ndjson': '{"time":"2026-11-20T08:01:00+07:00","query":"a.evil.example"}\n',
    'ioc.txt': '# national list\n198.51.100[.]7\nevil.example\n',
  });
  const run = await soclite(folder, [
    'scan',
    'fw.log',
    'app.ndjson',
    '--ioc',
    'ioc.txt',
    '-o',
    'ndjson',
  ]);
  expect(records(run.stdout).map(({ rule_title, layer }) => ({ rule_title, layer }))).toEqual([
    { rule_title: 'National Indicator Seen in Logs', layer: 4 },
    { rule_title: 'National Indicator Seen in Logs', layer: 4 },
  ]);
});
