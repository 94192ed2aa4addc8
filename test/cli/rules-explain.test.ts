import { expect, test } from 'vitest';
import { expectSchema } from '../support/json-schema.ts';
import { freshFolder, soclite } from '../support/run-soclite.ts';

const RULE = `title: Shell
id: shell
logsource: {product: windows, category: process_creation}
detection:
  s:
    Image|endswith: ['\\cmd.exe', '\\pwsh.exe']
  f:
    User: root
  condition: s and not f
`;
const event = (fields: object): string =>
  `${JSON.stringify({ EventID: 1, Channel: 'Microsoft-Windows-Sysmon/Operational', EventTime: '2026-11-20 09:00:00', ...fields })}\n`;
const EVENTS =
  event({ Image: 'C:\\a\\cmd.exe' }) +
  event({ image: 'C:\\a\\cmd.exe' }) +
  event({ Image: 'C:\\a\\cmd.exe', User: 'root' }) +
  event({ Image: 'C:\\\u001b[2Jx\u202e', Channel: 'Security' });

test('rules explain: the tree with real values, and why not', async () => {
  const folder = freshFolder({ 'r.yml': RULE, 'e.ndjson': EVENTS });
  const run = await soclite(folder, ['rules', 'explain', 'r.yml', 'e.ndjson']);
  const source = 'log source windows/process_creation  event: windows/process_creation/sysmon';
  expect({ code: run.code, stderr: run.stderr, text: run.stdout.split('\n') }).toEqual({
    code: 0,
    stderr: '',
    text: [
      'MATCH  Shell  e.ndjson:1  2026-11-20T02:00:00.000Z',
      '  condition: s and not f',
      `  [+] ${source}`,
      '  [+] and',
      '    [+] s',
      '      [+] Image|endswith: "\\cmd.exe"  event: "C:\\a\\cmd.exe"',
      '    [+] not',
      '      [-] f',
      '        [-] User: "root"  the event has no field User',
      '',
      'NO MATCH  Shell  e.ndjson:2  2026-11-20T02:00:00.000Z',
      '  condition: s and not f',
      `  [+] ${source}`,
      '  [-] and',
      '    [-] s',
      '      [-] Image|endswith: "\\cmd.exe", "\\pwsh.exe"  the event has no field Image; the nearest is image',
      '    [+] not',
      '      [-] f',
      '        [-] User: "root"  the event has no field User',
      '  WHY NOT:',
      '    s: Image|endswith: "\\cmd.exe", "\\pwsh.exe"  the event has no field Image; the nearest is image',
      '',
      'NO MATCH  Shell  e.ndjson:3  2026-11-20T02:00:00.000Z',
      '  condition: s and not f',
      `  [+] ${source}`,
      '  [-] and',
      '    [+] s',
      '      [+] Image|endswith: "\\cmd.exe"  event: "C:\\a\\cmd.exe"',
      '    [-] not',
      '      [+] f',
      '        [+] User: "root"  event: "root"',
      '  WHY NOT:',
      '    f: excluded by User: "root"  event: "root"',
      '',
      'NO MATCH  Shell  e.ndjson:4  2026-11-20T02:00:00.000Z',
      '  condition: s and not f',
      '  [-] log source windows/process_creation  event: windows/security',
      '  [-] and',
      '    [-] s',
      '      [-] Image|endswith: "\\cmd.exe", "\\pwsh.exe"  event: "C:\\<1B>[2Jx<202E>"',
      '    [+] not',
      '      [-] f',
      '        [-] User: "root"  the event has no field User',
      '  WHY NOT (2):',
      '    log source: the rule asks for windows/process_creation, the event is windows/security',
      '    s: Image|endswith: "\\cmd.exe", "\\pwsh.exe"  event: "C:\\<1B>[2Jx<202E>"',
      '',
    ],
  });
});

test('rules explain: of `all` what is missing', async () => {
  const rule = RULE.replace(
    "Image|endswith: ['\\cmd.exe', '\\pwsh.exe']",
    "Image|contains|all: ['cmd', 'net', 'a']",
  );
  const folder = freshFolder({ 'r.yml': rule, 'e.ndjson': EVENTS });
  const run = await soclite(folder, ['rules', 'explain', 'r.yml', 'e.ndjson', '--line', '1']);
  expect(run.stdout.split('\n').at(-2)).toBe(
    '    s: Image|contains|all: lacks "net"  event: "C:\\a\\cmd.exe"',
  );
});

test('rules explain -o json says what its schema says; --line picks one', async () => {
  const folder = freshFolder({ 'r.yml': RULE, 'e.ndjson': EVENTS });
  const args = ['rules', 'explain', 'shell', '-r', 'r.yml', 'e.ndjson', '-o', 'json'];
  const all: unknown = JSON.parse((await soclite(folder, args)).stdout);
  expectSchema('rules-explain', all);
  expect(all).toHaveLength(4);
  const one = JSON.parse((await soclite(folder, [...args, '--line', '3'])).stdout) as object[];
  expect(one).toMatchObject([{ line: 3, match: false, reasons: [{ selection: 'f' }] }]);
});

const FAILURE = { EventID: 4625, Channel: 'Security' };
const SUCCESS = { EventID: 4624, Channel: 'Security' };
const rule = (name: string, id: number): string => `title: ${name}
id: ${name}
level: low
logsource: {product: windows, service: security}
detection:
  s: {EventID: ${id}}
  condition: s
---
`;
const CHAIN = `${rule('failed', 4625)}${rule('ok', 4624)}title: Twice
id: twice
level: medium
correlation:
  type: event_count
  rules: failed
  group-by: TargetUserName
  timespan: 5m
  condition: {gte: 2}
---
title: Then success
id: then
level: high
correlation:
  type: temporal_ordered
  rules: [twice, ok]
  group-by: TargetUserName
  timespan: 10m
`;
const LOGONS =
  event({ ...FAILURE, TargetUserName: 'lan' }) +
  event({ ...FAILURE, targetusername: 'lan' }) +
  event({ ...SUCCESS, TargetUserName: 'lan', EventTime: '2026-11-20 09:00:30' }) +
  event({ ...FAILURE, TargetUserName: 'lan', EventTime: '2026-11-20 09:01:00' }) +
  event({ ...FAILURE, TargetUserName: 'mi\u001b[2Jnh' });

test('rules explain: a correlation of correlations, from what the correlator did', async () => {
  const folder = freshFolder({ 'r.yml': CHAIN, 'e.ndjson': LOGONS });
  const args = ['rules', 'explain', 'then', '-r', 'r.yml', 'e.ndjson', '--limit', '0'];
  const run = await soclite(folder, args);
  expect({ code: run.code, stderr: run.stderr, text: run.stdout.split('\n') }).toEqual({
    code: 0,
    stderr: '',
    text: [
      'DID NOT FIRE  Then success',
      '  temporal_ordered within 10m, by TargetUserName, within each unit',
      '  rules:',
      '    [+] Twice: 1 match  e.ndjson:4',
      '    [+] ok: 1 match  e.ndjson:3',
      '  groups: 1',
      '    [-] TargetUserName="lan": 2 events',
      '        out of order: ok',
      '        2026-11-20T02:00:30.000Z  e.ndjson:3  ok',
      '        2026-11-20T02:01:00.000Z  e.ndjson:4  Twice',
      '',
      'FIRED 1×  Twice',
      '  event_count gte 2 within 5m, by TargetUserName, within each unit',
      '  rules:',
      '    [+] failed: 4 matches  e.ndjson:1, e.ndjson:5, e.ndjson:2, e.ndjson:4',
      '  not counted:',
      '    failed: 1, no value to group by in TargetUserName; the nearest field is targetusername  e.ndjson:2',
      '  groups: 2',
      '    [+] TargetUserName="lan": 2 (gte 2)',
      '        2026-11-20T02:00:00.000Z  e.ndjson:1  failed',
      '        2026-11-20T02:01:00.000Z  e.ndjson:4  failed',
      '    [-] TargetUserName="mi<1B>[2Jnh": 1 (gte 2)',
      '        2026-11-20T02:00:00.000Z  e.ndjson:5  failed',
      '',
    ],
  });
});

test('rules explain -o json of a correlation: it, what it refers to, then rule × event', async () => {
  const folder = freshFolder({ 'r.yml': CHAIN, 'e.ndjson': LOGONS });
  const run = await soclite(folder, [
    'rules',
    'explain',
    'r.yml',
    'e.ndjson',
    '-o',
    'json',
    '--line',
    '3',
  ]);
  const values = JSON.parse(run.stdout) as readonly { kind: string; rule_id: string }[];
  expectSchema('rules-explain', values);
  expect(values.map(({ kind, rule_id }) => [kind, rule_id])).toEqual([
    ['correlation', 'twice'],
    ['correlation', 'then'],
    ['rule', 'failed'],
    ['rule', 'ok'],
  ]);
  expect(values[1]).toMatchObject({
    fired: 0,
    groups: [{ window: { holds: false, out_of_order_rules: [{ rule_id: 'ok' }], event_count: 2 } }],
  });
});

test('rules explain: a bundled correlation in Vietnamese; more events than asked are told', async () => {
  const folder = freshFolder({ 'e.ndjson': EVENTS });
  const args = ['rules', 'explain', 'l1-10', 'e.ndjson', '--limit', '1', '--lang', 'vi'];
  const run = await soclite(folder, args);
  expect(run.stdout).toContain('KHÔNG ĐÚNG LẦN NÀO  Repeated Logon Failures of One Account');
  expect(run.stdout).toContain('KHÔNG KHỚP  Failed Windows Logon  e.ndjson:1');
  expect(run.stdout).toContain('VÌ SAO KHÔNG KHỚP (2):');
  expect(run.stderr).toContain('chỉ 1 sự kiện đầu được giải thích');
});

test.each([
  { name: 'no such rule', args: ['nope', 'e.ndjson'], code: 3, says: 'no rule is "nope"' },
  { name: 'no such file', args: ['r.yml', 'none.log'], code: 2, says: 'none.log' },
  { name: 'a refused rule', args: ['bad.yml', 'e.ndjson'], code: 2, says: 'bad.yml:1:' },
  { name: 'no event', args: ['r.yml', 'empty.log'], code: 2, says: 'there was no event' },
])('rules explain: $name', async ({ args, code, says }) => {
  const folder = freshFolder({
    'r.yml': RULE,
    'bad.yml': 'title: x\n',
    'e.ndjson': EVENTS,
    'empty.log': '',
  });
  const run = await soclite(folder, ['rules', 'explain', ...args]);
  expect({ code: run.code, stderr: run.stderr }).toEqual({
    code,
    stderr: expect.stringContaining(says),
  });
});
