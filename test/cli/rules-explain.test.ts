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

test('rules explain -o json says what its schema says; --line picks one', async () => {
  const folder = freshFolder({ 'r.yml': RULE, 'e.ndjson': EVENTS });
  const args = ['rules', 'explain', 'shell', '-r', 'r.yml', 'e.ndjson', '-o', 'json'];
  const all: unknown = JSON.parse((await soclite(folder, args)).stdout);
  expectSchema('rules-explain', all);
  expect(all).toHaveLength(4);
  const one = JSON.parse((await soclite(folder, [...args, '--line', '3'])).stdout) as object[];
  expect(one).toMatchObject([{ line: 3, match: false, reasons: [{ selection: 'f' }] }]);
});

test('rules explain: a correlation by the rules that feed it, in Vietnamese; more events than asked are told', async () => {
  const folder = freshFolder({ 'e.ndjson': EVENTS });
  const args = ['rules', 'explain', 'l1-10', 'e.ndjson', '--limit', '1', '--lang', 'vi'];
  const run = await soclite(folder, args);
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
