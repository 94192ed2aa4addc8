// Exceptions with their dry run, exports, and the proof of the chain, in memory and on the real database.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'libsql';
import { beforeEach, describe, expect, test } from 'vitest';
import { createStores } from '../../src/io/store/store-opener.ts';
import type { ServiceStore } from '../../src/ports/store.ts';
import { makeWrite } from '../support/alerts.ts';
import { runInWorld, type FakeWorld } from '../support/cli-world.ts';
import { expectSchema } from '../support/json-schema.ts';
import { createMemoryStores, type MemoryStores } from '../support/memory-store.ts';
import { freshFolder, records, soclite, type Run } from '../support/run-soclite.ts';

const NOW = Date.UTC(2026, 10, 23, 7, 32);
const DAY = 86_400_000;

let stores: MemoryStores;
let service: ServiceStore;
let folder: string;

beforeEach(() => {
  stores = createMemoryStores();
  folder = freshFolder({
    'soclite.yml': 'units: [{ id: so-tttt, name: Sở TT&TT, short-name: Sở TT&TT }]\n',
  });
  service = stores.openService(join(folder, 'data'));
  raise(service);
});

/** Eight alerts, a day apart, the latest an hour old. */
function raise(store: ServiceStore): void {
  const alerts = Array.from({ length: 8 }, (_, i) => {
    const firstMs = NOW - 3_600_000 - i * DAY;
    const id = `${i}`.repeat(16);
    return makeWrite({
      id,
      firstMs,
      lastMs: firstMs,
      count: i + 1,
      severity: i < 7 ? 'high' : 'low',
    });
  });
  store.commit({ state: new Map(), journal: null, dropsJournal: false, alerts });
}

const run = (line: string | readonly string[], world: Partial<FakeWorld> = {}): Promise<Run> =>
  runInWorld({ folder, stores, nowMs: NOW, ...world }, [
    'alerts',
    ...(typeof line === 'string' ? line.split(' ') : line),
  ]);

describe('exceptions and maintenance windows', () => {
  test('a dry run tells what it would have hidden and changes nothing', async () => {
    const line = ['except', '--machine', 'DVC-web02', '--for', '7d', '-m', 'máy quét', '--dry-run'];
    const { stdout, code } = await run([...line, '--past', '5d'], { columns: 80 });
    expect(code).toBe(0);
    expect(stdout).toMatchInlineSnapshot(`
      "over the past 5d it would have hidden 5 alerts (15 findings)
      ID        LEVEL  AGE   UNIT      ALERT                                  N  STATE
      44444444  HIGH   4d!   Sở TT&TT  Web shell written to the upload fold…  5  new
      33333333  HIGH   3d!   Sở TT&TT  Web shell written to the upload fold…  4  new
      22222222  HIGH   2d!   Sở TT&TT  Web shell written to the upload fold…  3  new
      11111111  HIGH   25h!  Sở TT&TT  Web shell written to the upload fold…  2  new
      00000000  HIGH   60m   Sở TT&TT  Web shell written to the upload fold…  1  new
      "
    `);
    expect(service.steps({ limit: 9 })).toEqual([]);
    const json: unknown = JSON.parse((await run([...line, '-o', 'json'])).stdout);
    expectSchema('alerts-suppress', json);
    expect(json).toMatchObject({ id: null, past_alerts: 8, past_findings: 36 });
  });

  test('made, listed, lifted', async () => {
    const made = await run([
      'maintain',
      '--unit',
      'so-tttt',
      '--max-level',
      'medium',
      '--group',
      'machine=dvc=web02',
      '--from',
      '28/11/2026 22:00',
      '--for',
      '4h',
      '-m',
      'nâng cấp',
    ]);
    expect(made.stdout).toBe(
      'maintenance-1: maintenance: unit so-tttt, level up to medium, machine=dvc=web02\n',
    );
    const listed = JSON.parse((await run('suppressions -o json')).stdout) as object[];
    expectSchema('alerts-suppressions', listed);
    expect(listed).toEqual([
      {
        id: 'maintenance-1',
        kind: 'maintenance',
        state: 'planned',
        scope: {
          unit: 'so-tttt',
          maximum_level: 'medium',
          group: [{ field: 'machine', value: 'dvc=web02' }],
        },
        owner: 'an',
        reason: 'nâng cấp',
        from: '2026-11-28T15:00:00.000Z',
        until: '2026-11-28T19:00:00.000Z',
        alerts: 0,
        findings: 0,
      },
    ]);
    expect((await run('lift maintenance-1 -m r --dry-run')).code).toBe(0);
    expect(service.suppressions()[0]?.isLifted).toBe(false);
    expect((await run('lift maintenance-1 -m hoãn')).stdout).toContain('lifted');
    const again = await run('lift maintenance-1 -m hoãn');
    expect(again).toMatchObject({ code: 2, stderr: 'it was lifted before\n' });
    expect((await run('lift exception-9 -m r --dry-run')).code).toBe(2);
  });

  test.each([
    ['except --rule r -m r', '--until or --for'],
    ['except --rule r --for 31d -m r', 'longer than 30 days'],
    ['except --for 1d -m r', 'an empty scope would hide every alert'],
    ['except --rule r --until 2026-11-01 -m r', 'it ends before it starts'],
    ['except --rule r --from 2026-10-01 --for 2d -m r', 'it is over already'],
    ['except --rule r --for soon -m r', 'is no length of time'],
    ['except --unit nowhere --for 1d -m r', 'no unit "nowhere"'],
    ['except --group src_ip --for 1d -m r', 'write field=value'],
    ['except --rule r --for 1d --until 2026-12-01 -m r', 'for'],
  ])('refused: %s', async (line, words) => {
    const { code, stderr } = await run(line);
    expect(code).toBe(3);
    expect(stderr).toContain(words);
    expect(service.suppressions()).toEqual([]);
  });
});

describe('export', () => {
  beforeEach(async () => {
    await run('ack 0000');
    await run(['note', '1111', '-m', '=cmd|calc']);
  });

  test('NDJSON: alerts, steps, head', async () => {
    const { stdout, stderr } = await run('export --level high');
    const lines = records(stdout);
    for (const line of lines) expectSchema('alerts-export', line);
    const kinds = lines.map(({ kind }) => kind).join(' ');
    expect(kinds).toBe(`${'alert '.repeat(7)}step step head`);
    const head = service.steps({ limit: 9 }).at(-1)?.hash;
    expect(lines.at(-1)).toMatchObject({
      head: `${head}:2`,
      alerts: 7,
      steps: 2,
      exported_by: 'an',
    });
    expect(stderr).toBe(`7 alerts, 2 steps; chain head ${head}:2\n`);
  });

  test('JSON is the same, also when there is nothing', async () => {
    const lines = records((await run('export')).stdout);
    const whole = JSON.parse((await run('export -o json')).stdout) as Record<string, object[]>;
    expect([...(whole['alerts'] ?? []), ...(whole['steps'] ?? []), whole['head']]).toEqual(lines);
    const empty = freshFolder({ 'soclite.yml': '' });
    stores.openService(join(empty, 'data'));
    const none = await run('export -o json', { folder: empty });
    expect(JSON.parse(none.stdout)).toMatchObject({ alerts: [], steps: [], head: { head: null } });
  });

  test('CSV: a formula is text, the last row names the head', async () => {
    const alerts = (await run('export -o csv')).stdout.trimEnd().split('\r\n');
    expect(alerts).toHaveLength(10);
    expect(alerts[0]).toContain('"id","rule_id"');
    expect(alerts.at(-1)).toMatch(/^"chain-head","[0-9a-f]{64}:2"$/);
    const steps = (await run('export -o csv --steps')).stdout;
    expect(steps).toContain('"{""text"":""=cmd|calc""}"');
    service.commit({
      state: new Map(),
      journal: null,
      dropsJournal: false,
      alerts: [makeWrite({ id: 'f'.repeat(16), title: '  =HYPERLINK("x")\n', unit: '@SUM(1)' })],
    });
    const row = (await run('export -o csv')).stdout
      .split('\r\n')
      .find((line) => line.startsWith('"ffff'));
    expect(row).toContain('"\'  =HYPERLINK(""x"")<0A>"');
    expect(row).toContain('"\'@SUM(1)"');
  });
});

describe('verify', () => {
  const act = async (): Promise<string> => {
    for (const line of ['ack 0000', 'ack 1111', 'ack 2222', 'note 0000 -m một']) await run(line);
    const exported = (await run('export')).stdout;
    writeFileSync(join(folder, 'before.ndjson'), exported);
    return String(records(exported).at(-1)?.['head']);
  };
  const tamper = (index: number, change: object): void => {
    const rows = stores.rawSteps(join(folder, 'data'));
    const row = rows[index];
    if (row === undefined) throw new Error('no such row');
    rows[index] = { ...row, ...change };
  };

  test('a sound chain, also when it has grown since', async () => {
    const head = await act();
    await run('ack 3333');
    const { stdout, code } = await run([
      'verify',
      '--head',
      head,
      '--export',
      join(folder, 'before.ndjson'),
    ]);
    expect(code).toBe(0);
    expect(stdout).toMatch(
      /^5 steps, compared with 6 exported places: sound; chain head [0-9a-f]{64}:5\n$/,
    );
    const json: unknown = JSON.parse((await run('verify -o json')).stdout);
    expectSchema('alerts-verify', json);
    expect(json).toMatchObject({ sound: true, steps: 5, anchors: 0 });
  });

  test('names a changed row and rows that were cut off', async () => {
    const head = await act();
    tamper(1, { actor: 'somebody else' });
    stores.rawSteps(join(folder, 'data')).pop();
    const { stdout, code } = await run(['verify', '--head', head]);
    expect(code).toBe(1);
    expect(stdout.split('\n').slice(0, 2)).toEqual([
      'step 2: its content was changed',
      'step 4: exported before, now cut from the end',
    ]);
    const json: unknown = JSON.parse((await run(['verify', '--head', head, '-o', 'json'])).stdout);
    expectSchema('alerts-verify', json);
  });

  test.each([
    [['verify', '--head', 'abc'], '64 hex digits'],
    [['verify', '--export', 'nothing.ndjson'], 'no such file'],
    [['verify', '--export', 'soclite.yml'], 'JSON'],
  ])('wrong usage: %j', async (line, words) => {
    const { code, stderr } = await run(
      line.map((word) => (word.includes('.') ? join(folder, word) : word)),
    );
    expect(code).toBe(3);
    expect(stderr).toContain(words);
  });
});

test('on the real database, with the built program, beside the process that ingests', async () => {
  const data = join(folder, 'data');
  const store = createStores(() => NOW).openService(data);
  try {
    raise(store);
    const acked = await soclite(folder, ['alerts', 'ack', '0000']);
    expect(acked).toMatchObject({ code: 0, stderr: '' });
    expect(store.get('0000')?.status.state).toBe('acked');
    await soclite(folder, ['alerts', 'close', '1111', '--verdict', 'drill', '-m', 'diễn tập']);
    const exported = await soclite(folder, ['alerts', 'export']);
    writeFileSync(join(folder, 'before.ndjson'), exported.stdout);
    const sound = await soclite(folder, ['alerts', 'verify', '--export', 'before.ndjson']);
    expect(sound).toMatchObject({ code: 0, stderr: '' });
  } finally {
    store.close();
  }
  // also when nobody ingests; and somebody with the file in hand is found out
  const database = new Database(join(data, 'soclite.db'));
  database.exec("UPDATE step SET actor = 'nobody' WHERE sequence = 1");
  database.exec(
    "UPDATE alert SET status = json_set(status, '$.verdict', 'benign') WHERE id LIKE '1111%'",
  );
  database.close();
  const tampered = await soclite(folder, ['alerts', 'verify', '--export', 'before.ndjson']);
  expect(tampered.code).toBe(1);
  expect(tampered.stdout.split('\n').slice(0, 3)).toEqual([
    'step 1: its content was changed',
    'alert 0000000000000000: its state is not what its steps say, it was changed beside soclite',
    'alert 1111111111111111: its state is not what its steps say, it was changed beside soclite',
  ]);
});

test('several people at once: each alert is taken by one of them, nobody waits for ever', async () => {
  const store = createStores(() => NOW).openService(join(folder, 'data'));
  try {
    const alerts = Array.from({ length: 40 }, (_, i) =>
      makeWrite({ id: `${i}`.padStart(16, 'c') }),
    );
    store.commit({ state: new Map(), journal: null, dropsJournal: false, alerts });
    const ids = alerts.map(({ alert }) => alert.id);
    const runs = await Promise.all(
      [1, 2, 3].map(() => soclite(folder, ['alerts', 'ack', ...ids, '--yes', '-o', 'json'])),
    );
    const outcomes = runs.map(({ stdout }) => JSON.parse(stdout) as { id: string; ok: boolean }[]);
    const taken = outcomes.flatMap((each) => each.filter(({ ok }) => ok).map(({ id }) => id));
    expect(taken.toSorted()).toEqual(ids.toSorted());
    expect(store.count({ states: ['acked'] })).toBe(ids.length);
    expect(store.steps({ limit: 99 })).toHaveLength(ids.length);
    const { stdout, code } = await soclite(folder, ['alerts', 'verify']);
    expect({ code, isSound: stdout.includes('sound') }).toEqual({ code: 0, isSound: true });
  } finally {
    store.close();
  }
});
