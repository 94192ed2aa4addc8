// What soclite.yml and filter files change about rules, through the real program.
import { expect, test } from 'vitest';
import { freshFolder, records, soclite } from '../support/run-soclite.ts';

const RULE = `title: Administrator logs on
id: 11111111-1111-4111-8111-111111111111
status: test
author: an author
level: high
logsource: { product: windows, service: security }
detection:
  selection:
    EventID: 4624
    TargetUserName|expand: '%Administrators%'
  condition: selection
`;
const FILTER = `title: Jump server
id: 22222222-2222-4222-8222-222222222222
logsource: { product: windows }
filter:
  rules: [11111111-1111-4111-8111-111111111111]
  selection: { WorkstationName: jump-1 }
  condition: not selection
`;
const logon = (user: string, from: string): string =>
  `${JSON.stringify({
    EventID: 4624,
    Channel: 'Security',
    Computer: 'dc-1',
    TimeCreated: '2026-11-20T01:00:00Z',
    TargetUserName: user,
    WorkstationName: from,
  })}\n`;
const LOG = logon('adm-an', 'pc-1') + logon('adm-an', 'jump-1') + logon('binh', 'pc-1');
const SCAN = ['scan', 'log.ndjson', '-r', 'rules', '--matches', '-o', 'ndjson'];

test('placeholders of soclite.yml are the values of expand; a filter file filters', async () => {
  const folder = freshFolder({
    'soclite.yml': 'placeholders: { Administrators: [root, adm-*] }\n',
    'rules/rule.yml': RULE,
    'rules/filter.yml': FILTER,
    'log.ndjson': LOG,
  });
  const run = await soclite(folder, SCAN);
  expect([run.code, records(run.stdout)]).toMatchObject([
    1,
    [{ rule_id: '11111111-1111-4111-8111-111111111111', line: 1 }],
  ]);
});

test('without values the rule is refused by the name of its placeholder', async () => {
  const folder = freshFolder({ 'rules/rule.yml': RULE, 'log.ndjson': LOG });
  const run = await soclite(folder, SCAN);
  expect([run.code, run.stdout]).toEqual([2, '']);
  expect(run.stderr).toMatch(
    /rule\.yml:10:28: error: no values are configured for the placeholder "Administrators" \[placeholder-undefined\]/,
  );
});
