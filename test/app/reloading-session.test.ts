import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, expect, test } from 'vitest';
import { createReloadingSession } from '../../src/app/reloading-session.ts';
import { openServiceSession } from '../../src/app/service-session.ts';
import type { Session } from '../../src/app/session.ts';
import { openWorkspace, type Workspace } from '../../src/app/workspace.ts';
import { createReferenceMatcher } from '../../src/detect/reference.ts';
import { textFiles } from '../../src/io/text-files.ts';
import type { ServiceStore } from '../../src/ports/store.ts';
import type { Checked } from '../../src/util/problem.ts';
import { fakeMachine } from '../support/fake-machine.ts';
import { createFakeTailer, type FakeTailer } from '../support/fake-tailer.ts';
import { createMemoryStores, type MemoryStores } from '../support/memory-store.ts';
import { freshFolder } from '../support/fresh-folder.ts';

const CONFIG = `units: [{ id: u1, name: U, short-name: U }]
rules: [rules]
sources: [{ id: win, path: 'logs/{unit}/win.log' }]
alerts: { lateness: 100ms }
`;
const NOW = Date.UTC(2026, 10, 23, 9);
const rule = (name: string, number: number, eventId: number): string => `title: ${name}
name: ${name}
id: 44444444-4444-4444-8444-44444444444${number}
level: medium
logsource: { product: windows, service: security }
detection: { selection: { EventID: ${eventId} }, condition: selection }
`;
/** Three failures within ten minutes. */
const CORRELATION = `title: Many
id: 55555555-5555-4555-8555-555555555555
level: high
correlation: { type: event_count, rules: [failed], group-by: [Computer], timespan: 10m, condition: { gte: 3 } }
`;
const hit = (eventId: number, afterMs: number): string =>
  `${JSON.stringify({ EventID: eventId, Channel: 'Security', Computer: 'pc', '@timestamp': new Date(NOW + afterMs).toISOString() })}\n`;

let folder = '';
let stores: MemoryStores;
let log: { text: string };
const clock = { ms: NOW, nowMs: () => clock.ms };

beforeEach(() => {
  folder = freshFolder({
    'soclite.yml': CONFIG,
    'rules/failed.yml': rule('failed', 1, 4625),
    'rules/many.yml': CORRELATION,
  });
  stores = createMemoryStores();
  log = { text: '' };
  clock.ms = NOW;
});

const load = (): Promise<Checked<Workspace>> =>
  openWorkspace(
    {
      configPath: join(folder, 'soclite.yml'),
      rulePaths: [],
      indicatorPaths: [],
      bundled: { rules: 'rules', mappings: 'seeds/mappings' },
    },
    textFiles,
  );
const write = (path: string, text: string): void => writeFileSync(join(folder, path), text);

interface Running {
  readonly session: Session;
  readonly tailer: FakeTailer;
  readonly store: ServiceStore;
  /** Titles and counts of what is in the store after some time. */
  run(ms: number): Promise<readonly string[]>;
  change(): void;
}

async function start(): Promise<Running> {
  const loaded = await load();
  if (!loaded.ok) throw new Error(JSON.stringify(loaded.problems));
  const { value: workspace } = loaded;
  const tailer = createFakeTailer(join(folder, 'logs/u1/win.log'), log);
  const store = stores.openService(workspace.dataFolder);
  let change = (): void => undefined;
  const session = createReloadingSession(
    openServiceSession(workspace, {
      store,
      tailer,
      matcher: createReferenceMatcher(workspace.rules.ruleSet.rules),
      clock,
      machine: fakeMachine(),
      process: { pid: 1, host: 'h', program: '0' },
      isPrinting: false,
    }),
    workspace,
    {
      clock,
      watcher: {
        watch: (_paths, onChange) => {
          change = onChange;
          return Promise.resolve({ close: () => Promise.resolve() });
        },
      },
      load,
      compile: createReferenceMatcher,
      onAsked: () => undefined,
    },
  );
  await session.start();
  return {
    session,
    tailer,
    store,
    change: () => change(),
    async run(ms) {
      for (let passed = 0; passed < ms; passed += 100) {
        clock.ms += 100;
        session.tick();
        // loading reads files
        await new Promise((resolve) => {
          setTimeout(resolve, 5);
        });
      }
      return store
        .list({ limit: 100, order: 'oldest-first' })
        .map(({ alert }) => `${alert.title} ${alert.count}`)
        .toSorted();
    },
  };
}

test('a rule that comes is used at once, and those that did not change go on where they were', async () => {
  const service = await start();
  void service.tailer.append(hit(4625, 0) + hit(4625, 1));
  await service.run(500);
  write('rules/other.yml', rule('other', 2, 4688));
  service.change();
  await service.run(2000);
  expect(service.session.takeProblems()).toEqual([
    'the configuration was reloaded: 3 rules, 1 sources, 1 units',
  ]);
  void service.tailer.append(hit(4688, 2) + hit(4625, 3));
  // the third failure since the first of them, before the reload
  expect(await service.run(500)).toEqual(['Many 3', 'other 1']);
});

test('what cannot be used leaves the old in place, is shown until it is mended, and then taken', async () => {
  const service = await start();
  write('rules/failed.yml', 'title: half of it\n');
  service.change();
  await service.run(2000);
  const [told] = service.session.takeProblems();
  expect(told).toContain('the one before stays in use');
  expect(told).toContain('failed.yml:1:1');
  void service.tailer.append(hit(4625, 0) + hit(4625, 1) + hit(4625, 2));
  expect(await service.run(500)).toEqual(['Many 3']);
  expect(service.session.snapshot().health.problems).toEqual([told]);
  write('rules/failed.yml', rule('mended', 1, 4625));
  write('rules/many.yml', CORRELATION.replace('[failed]', '[mended]'));
  service.change();
  await service.run(2000);
  // what a changed rule had counted is gone, and that is told
  expect(service.session.snapshot().health.problems).toEqual([
    'rules were removed or changed: 1 open correlation groups and 0 waiting matches were dropped',
  ]);
});

test.each([
  {
    name: 'a configuration with an error',
    path: 'soclite.yml',
    text: 'sources: 3\n',
    says: 'soclite.yml:1:10',
  },
  {
    name: 'another data folder',
    path: 'soclite.yml',
    text: `${CONFIG}data: other\n`,
    says: 'needs a restart',
  },
  { name: 'no rules any more', path: null, text: '', says: 'no rule any more' },
])('$name is refused', async ({ path, text, says }) => {
  const service = await start();
  if (path === null)
    for (const file of ['failed', 'many']) rmSync(join(folder, `rules/${file}.yml`));
  else write(path, text);
  service.change();
  await service.run(2000);
  expect(service.session.takeProblems().join('\n')).toContain(says);
});

test('killed after a reload, the next run makes the same alerts as one that was never killed', async () => {
  const end = async (isKilled: boolean): Promise<readonly string[]> => {
    stores = createMemoryStores();
    log = { text: '' };
    clock.ms = NOW;
    rmSync(join(folder, 'rules/other.yml'), { force: true });
    const first = await start();
    void first.tailer.append(hit(4625, 0) + hit(4625, 1) + hit(4688, 1));
    await first.run(300);
    write('rules/other.yml', rule('other', 2, 4688));
    first.change();
    await first.run(2000);
    const data = join(folder, 'data');
    if (isKilled) stores.kill(data);
    const second = isKilled ? await start() : first;
    void second.tailer.append(hit(4688, 2) + hit(4625, 3));
    return second.run(500);
  };
  const unbroken = await end(false);
  expect(unbroken).toEqual(['Many 3', 'other 1']);
  expect(await end(true)).toEqual(unbroken);
});
