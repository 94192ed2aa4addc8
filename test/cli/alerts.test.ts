// The queue from a shell, on a store in memory: what a person sees, does, and is refused.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, describe, expect, test } from 'vitest';
import type { Alert } from '../../src/alert/alert.ts';
import type { ServiceStore } from '../../src/ports/store.ts';
import { displayWidth } from '../../src/util/display-text.ts';
import { makeWrite } from '../support/alerts.ts';
import { runInWorld, type FakeWorld } from '../support/cli-world.ts';
import { HOSTILE_TEXTS } from '../support/hostile-text.ts';
import { expectSchema } from '../support/json-schema.ts';
import { createMemoryStores, type MemoryStores } from '../support/memory-store.ts';
import { freshFolder, type Run } from '../support/run-soclite.ts';

const NOW = Date.UTC(2026, 10, 23, 7, 32);
const HOUR = 3_600_000;
const CONFIG = `
zone: Asia/Ho_Chi_Minh
units:
  - { id: so-tttt, name: { vi: Sở Thông tin, en: Dept of Information }, short-name: Sở TT&TT, contact: 0293 123 }
  - { id: so-yte, name: { vi: Sở Y tế, en: Dept of Health }, short-name: Sở Y tế }
`;
const PEOPLE = `
people:
  - { user: an, name: Nguyễn Văn An, role: lead }
  - { user: binh, name: Trần Bình, role: operator }
  - { user: kt, name: Kiểm tra, role: auditor }
`;

let stores: MemoryStores;
let service: ServiceStore;
let folder: string;

beforeEach(() => {
  stores = createMemoryStores();
  folder = freshFolder({ 'soclite.yml': CONFIG });
  service = stores.openService(join(folder, 'data'));
});

const run = (line: string | readonly string[], world: Partial<FakeWorld> = {}): Promise<Run> =>
  runInWorld({ folder, stores, nowMs: NOW, ...world }, [
    'alerts',
    ...(typeof line === 'string' ? line.split(' ') : line),
  ]);

/** Raises alerts; ids are `a…1`, `a…2` in order. */
function raise(...alerts: readonly Partial<Alert>[]): readonly string[] {
  const writes = alerts.map((alert, i) => {
    const id = `a${String(i + 1).padStart(3, '0')}`.padEnd(16, String(i + 1));
    const firstMs = NOW - HOUR;
    return makeWrite({ id, firstMs, lastMs: firstMs, windowStartMs: firstMs, ...alert });
  });
  const state = new Map<string, string>();
  service.commit({ state, journal: null, dropsJournal: false, alerts: writes });
  return writes.map(({ alert }) => alert.id);
}

describe('list', () => {
  test('what is worst and has waited longest comes first, as a table of 80 columns', async () => {
    raise(
      { severity: 'low', unit: 'so-yte', title: 'A USB stick' },
      { severity: 'critical', firstMs: NOW - 16 * 60_000, count: 240 },
      { severity: 'critical', firstMs: NOW - 2 * 60_000, unit: null, units: [] },
      { isProvince: true, unit: null, title: 'Đ '.repeat(60) },
    );
    await run('ack a001', { user: 'an' });
    const { stdout, stderr, code } = await run('list', { columns: 80 });
    expect(stdout).toMatchInlineSnapshot(`
      "ID        LEVEL  AGE   UNIT      ALERT                        N  STATE
      a0022222  CRIT   16m!  Sở TT&TT  Web shell written to the…  240  new
      a0033333  CRIT   2m    unknown   Web shell written to the…    1  new
      a0044444  HIGH   60m   Province  Đ Đ Đ Đ Đ Đ Đ Đ Đ Đ Đ Đ …    1  new
      a0011111  LOW    60m   Sở Y tế   A USB stick                  1  acknowledged an
      "
    `);
    expect(Math.max(...stdout.split('\n').map(displayWidth))).toBeLessThanOrEqual(80);
    expect({ stderr, code }).toEqual({ stderr: '4 of 4 alerts\n', code: 0 });
  });

  test('in Vietnamese', async () => {
    raise({ severity: 'critical' });
    const { stdout } = await run('list --lang vi', { columns: 80 });
    expect(stdout).toMatchInlineSnapshot(`
      "MÃ        MỨC      TUỔI  ĐƠN VỊ    CẢNH BÁO                              SL  TT
      a0011111  N.TRỌNG  60p!  Sở TT&TT  Web shell được ghi vào thư mục tải …   1  mới
      "
    `);
  });

  test.each([
    ['', '1 2 3'],
    ['--unit so-yte', '2'],
    ['--unit unknown', '3'],
    ['--level high', '1 2'],
    ['--layer 1', '3'],
    ['--state acked', '2'],
    ['--state acked --state closed', '2 4'],
    ['--owner an', '2'],
    ['--owner me', '2'],
    ['--rule rule-9', '3'],
    ['--text QUET', '1'],
    ['--since 2026-11-23T13:00', '1 2 3'],
    ['--until 2026-11-23T13:00', ''],
    ['--order newest-first --limit 1', '1'],
    ['--all', '1 2 3 4 5'],
    ['--suppressed', '1 2 3 5'],
  ])('filters: %s', async (flags, expected) => {
    const ids = raise(
      { titleVi: 'Dò quét cổng' },
      { unit: 'so-yte', units: ['so-yte'] },
      { unit: null, units: [], severity: 'low', layer: 1, ruleId: 'rule-9' },
      { severity: 'low' },
    );
    const held = makeWrite({ id: 'b555555555555555', severity: 'low' }, { suppressedBy: 's' });
    const state = new Map<string, string>();
    service.commit({ state, journal: null, dropsJournal: false, alerts: [held] });
    await run('ack a002');
    await run('close a004 --verdict drill -m r');
    const { stdout } = await run(`list -o json ${flags}`.trim());
    const names = [...ids, held.alert.id];
    const found = (JSON.parse(stdout) as { id: string }[]).map(({ id }) => names.indexOf(id) + 1);
    expect(found.toSorted((a, b) => a - b).join(' ')).toBe(expected);
  });

  test('as JSON and NDJSON, as documented', async () => {
    raise({}, { severity: 'informational' });
    await run(['escalate', 'a001', '--to', 'leadership', '--ticket', '118']);
    const array = JSON.parse((await run('list -o json')).stdout) as object[];
    expectSchema('queue-alert', array[0]);
    expectSchema('queue-alert', array[1]);
    const lines = (await run('list -o ndjson')).stdout.trim().split('\n');
    expect(lines.map((line) => JSON.parse(line) as object)).toEqual(array);
    expect(array[0]).toMatchObject({
      state: 'escalated',
      owner: 'an',
      escalated_to: 'leadership',
      ticket: '118',
      version: 1,
      acknowledge_by: null,
    });
  });

  test('nothing of a log acts on the terminal or moves a column', async () => {
    raise(...HOSTILE_TEXTS.map(({ text }) => ({ title: `${text}X`, unit: text })));
    const { stdout } = await run('list --limit 999', { columns: 80 });
    const lines = stdout.trimEnd().split('\n');
    expect(lines).toHaveLength(HOSTILE_TEXTS.length + 1);
    expect(stdout.replaceAll('\n', '')).not.toMatch(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u);
    expect(Math.max(...lines.map(displayWidth))).toBeLessThanOrEqual(80);
  });

  test('more than asked for is told', async () => {
    raise({}, {}, {});
    expect((await run('list --limit 2')).stderr).toBe('2 of 3 alerts (raise --limit for more)\n');
    expect((await run('list --limit 0')).code).toBe(3);
    expect((await run('list --unit nowhere')).stderr).toContain('no unit "nowhere"');
  });
});

describe('show', () => {
  test('everything that an alert knows, and what people did', async () => {
    raise(
      { id: 'b111111111111111', firstMs: NOW - 50 * HOUR, lastMs: NOW - 50 * HOUR },
      {
        correlation: {
          type: 'event_count',
          field: null,
          groupBy: ['src_ip'],
          timespanMs: 300_000,
          conditions: [{ operator: 'gte', value: 20 }],
          greatestCount: 46,
        },
        evidence: [
          {
            file: 'web.log',
            line: 7,
            timeMs: NOW - HOUR,
            ruleId: 'rule-1',
            raw: `POST /a.php\u001b[31m ${'x'.repeat(100)}`,
            omittedChars: 12,
            fields: [
              { selection: 'sel', field: 'cs-uri', value: '/a.php', item: 'cs-uri|endswith' },
            ],
          },
        ],
      },
    );
    await run(['close', 'b111', '--verdict', 'false-positive', '-m', 'máy quét']);
    await run('ack a002');
    const { stdout, code } = await run('show a002', { columns: 80 });
    expect(code).toBe(0);
    expect(stdout).toMatchInlineSnapshot(`
      "HIGH · Web shell written to the upload folder
        id            a002222222222222
        state         acknowledged by an · since 23/11/2026 14:32:00
        unit          Dept of Information
        contact       0293 123
        layer         Layer 2: Professional monitoring · Application
        time          23/11/2026 13:32:00
        count         1
        machines      dvc-web02
        grouped by    machine = dvc-web02
        rule          rule-1
        author        soclite
        tags          attack.t1505.003

      WHY
        event_count gte 20 within 300 s, same src_ip; counted 46
        sel: cs-uri = /a.php   [cs-uri|endswith]

      RAW RECORDS (1/1)
        23/11/2026 13:32:00  web.log line 7
          POST /a.php<1B>[31m
          xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx
          xxxxxxxxxxxxxxxxxxxxxxxx
          … 12 more characters

      NEXT STEPS
        1. Isolate the machine

      HISTORY
        #2 23/11/2026 14:32:00 an: acknowledged

      SEEN BEFORE
        in this unit: 1
          b111111111111111 21/11/2026 12:32:00 Dept of Information (closed: false
        positive)
        elsewhere: 0
      "
    `);
  });

  test('as JSON, and what is not there', async () => {
    raise({}, {});
    const { stdout, stderr, code } = await run('show a001 zzzz a0 -o json');
    const [shown] = JSON.parse(stdout) as object[];
    expectSchema('alerts-show', JSON.parse(stdout));
    expect(shown).toMatchObject({ history: [], seen_before: { in_unit: 1, elsewhere: 0 } });
    expect(code).toBe(2);
    expect(stderr.split('\n').slice(0, 2)).toEqual([
      'no alert is "zzzz", or the short id names several: write more of it',
      'no alert is "a0", or the short id names several: write more of it',
    ]);
  });
});

describe('acts', () => {
  test('from new to closed, back, and on', async () => {
    raise({});
    const said: string[] = [];
    for (const line of [
      ['ack', 'a001'],
      ['escalate', 'a001', '--to', 'layer-2'],
      ['note', 'a001', '-m', 'đã gọi'],
      ['close', 'a001', '--verdict', 'benign', '-m', 'lịch sao lưu'],
      ['undo', 'a001'],
      ['release', 'a001', '-m', 'hết ca'],
      ['close', 'a001', '--verdict', 'benign', '-m', 'lịch sao lưu'],
      ['reopen', 'a001', '-m', 'lại thấy'],
    ]) {
      const { stdout, code } = await run(line);
      said.push(`${code} ${stdout.trim()}`);
    }
    expect(said.join('\n')).toMatchInlineSnapshot(`
      "0 a001111111111111 Web shell written to the upload folder: acknowledged (an), step 1
      0 a001111111111111 Web shell written to the upload folder: escalated (an), step 2
      0 a001111111111111 Web shell written to the upload folder: escalated (an), step 3
      0 a001111111111111 Web shell written to the upload folder: closed (an), step 4
      0 a001111111111111 Web shell written to the upload folder: escalated (an), step 5
      0 a001111111111111 Web shell written to the upload folder: new, step 6
      0 a001111111111111 Web shell written to the upload folder: closed (an), step 7
      0 a001111111111111 Web shell written to the upload folder: new, step 8"
    `);
  });

  test('who comes second is told who was first, and nothing happens', async () => {
    const [id] = raise({});
    await run('ack a001', { user: 'an' });
    const refused = await run('ack a001', { user: 'binh' });
    expect(refused.code).toBe(2);
    expect(refused.stderr).toBe(
      `${id} Web shell written to the upload folder: refused, acknowledged by an at 23/11/2026 14:32:00\n`,
    );
    const vi = await run('ack a001 --lang vi', { user: 'binh' });
    expect(vi.stderr).toContain('bị từ chối, đã nhận bởi an lúc 23/11/2026 14:32:00');
    const stale = await run(['close', 'a001', '--seen', '0', '--verdict', 'drill', '-m', 'r']);
    expect(stale.stderr).toContain('refused, acknowledged by an at');
    expect(service.get('a001')?.status.version).toBe(1);
  });

  test('several at once: each for itself, as JSON', async () => {
    raise({}, {});
    await run('ack a001');
    const { stdout, code } = await run('ack a001 a002 nope -o json');
    const outcomes = JSON.parse(stdout) as { ok: boolean; code: string | null }[];
    expectSchema('alerts-act', outcomes);
    expect(outcomes.map(({ ok, code: why }) => why ?? ok)).toEqual([
      'wrong-state',
      true,
      'unknown-alert',
    ]);
    expect(code).toBe(2);
  });

  test('by filter: only those that the act is for', async () => {
    raise({}, {}, { unit: 'so-yte', units: ['so-yte'] });
    await run('ack a001', { user: 'binh' });
    const { stdout, stderr, code } = await run('ack --unit so-tttt');
    expect({ lines: stdout.split('\n').length - 1, stderr, code }).toEqual({
      lines: 1,
      stderr: '',
      code: 0,
    });
    expect(service.get('a001')?.status.owner).toBe('binh');
    expect((await run('reopen --unit so-tttt -m r')).stderr).toBe('no alert fits the filters\n');
  });

  test('more than 20 need the number or --yes', async () => {
    raise(...Array.from({ length: 21 }, () => ({})));
    const closed = (): number => service.count({ states: ['closed'] });
    const line = 'close --level high --verdict drill -m r';
    const refused = await run(line);
    expect(refused).toMatchObject({ code: 3, stdout: '' });
    expect(refused.stderr).toContain('21 alerts, nothing was done');
    expect((await run(line, { answer: 'y' })).code).toBe(3);
    expect(closed()).toBe(0);
    expect((await run(line, { answer: ' 21\n' })).code).toBe(0);
    expect(closed()).toBe(21);
    expect((await run('reopen --level high -m r --yes')).stderr).toBe('21 done, 0 refused\n');
  });

  test.each([
    ['ack', 'name alerts by id, or filters'],
    ['ack a001 --unit so-tttt', 'choose one'],
    ['close a001 --verdict wrong -m r', 'verdict'],
    ['close a001 --verdict drill', 'reason'],
    ['escalate a001', 'to'],
    ['undo', 'soclite: '],
    ['frobnicate', 'a command is needed'],
    ['list --since yesterday', 'is no time'],
  ])('wrong usage does nothing: %s', async (line, words) => {
    raise({});
    const { code, stderr } = await run(line);
    expect(code).toBe(3);
    expect(stderr).toContain(words);
    expect(service.steps({ limit: 9 })).toEqual([]);
  });

  test('a blank reason is refused', async () => {
    raise({});
    const { code, stderr } = await run(['close', 'a001', '--verdict', 'drill', '-m', ' ']);
    expect(code).toBe(2);
    expect(stderr).toContain('a reason or text is missing or too long');
  });
});

describe('who may', () => {
  beforeEach(() => {
    folder = freshFolder({ 'soclite.yml': CONFIG + PEOPLE });
    service = stores.openService(join(folder, 'data'));
    raise({});
  });

  test.each([
    ['an', 'ack a001', 0],
    ['binh', 'ack a001', 0],
    ['kt', 'ack a001', 2],
    ['stranger', 'ack a001', 2],
    ['stranger', 'list', 0],
    ['kt', 'export', 0],
    ['stranger', 'export', 2],
    ['kt', 'verify', 0],
    ['an', 'except --rule r --for 1d -m r', 0],
    ['binh', 'except --rule r --for 1d -m r', 2],
  ])('%s: %s', async (user, line, code) => {
    const result = await run(line, { user });
    expect(result.code).toBe(code);
    if (code === 2)
      expect(result.stderr).toMatch(/^\w+ is a [a-z ]+; this is for: .*soclite\.yml\)\n$/);
  });

  test('a step records the name that soclite.yml gives', async () => {
    await run('ack a001', { user: 'binh' });
    expect(service.get('a001')?.status.owner).toBe('Trần Bình');
    expect((await run('undo a001', { user: 'an' })).stderr).toContain("another person's");
  });
});

test('without a store, or with one that is busy, it says so and ends with 2', async () => {
  const nowhere = await run('list', { folder: freshFolder({ 'soclite.yml': '' }) });
  expect(nowhere.code).toBe(2);
  expect(nowhere.stderr).toContain('there is no store');
  stores.fault = 'busy';
  expect((await run('list')).code).toBe(2);
});

test('every verb has help with an example', async () => {
  const { stdout } = await run('--help');
  const verbs = [...stdout.matchAll(/^ {2}soclite alerts ([a-z]+)/gm)].map(([, verb = '']) => verb);
  expect(verbs.length).toBeGreaterThanOrEqual(15);
  for (const verb of new Set(verbs)) {
    expect((await run(`${verb} --help`)).stdout).toMatch(/\n\s+soclite alerts .+/);
  }
  expect(readFileSync('docs/cli.md', 'utf8')).toContain('## soclite alerts verify');
});
