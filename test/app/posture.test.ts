import { join } from 'node:path';
import { beforeEach, expect, test } from 'vitest';
import { openServiceSession } from '../../src/app/service-session.ts';
import { PostureBook } from '../../src/app/service/posture-book.ts';
import { openWorkspace, type Workspace } from '../../src/app/workspace.ts';
import { createReferenceMatcher } from '../../src/detect/reference.ts';
import { textFiles } from '../../src/io/text-files.ts';
import type { PostureFault } from '../../src/layers/posture.ts';
import type { Machine } from '../../src/ports/machine.ts';
import { fakeMachine } from '../support/fake-machine.ts';
import { createFakeTailer } from '../support/fake-tailer.ts';
import { createMemoryStores, type MemoryStores } from '../support/memory-store.ts';
import { freshFolder } from '../support/fresh-folder.ts';

const NOW = Date.UTC(2026, 10, 23, 9);
const MINUTE = 60_000;
const CONFIG = `units: [{ id: u1, name: U, short-name: U }]
rules: [rules]
sources: [{ id: win, path: 'logs/{unit}/win.log', cadence: 10m }, { id: central, path: 'c/*.log', cadence: 20m }]
limits: { free-disk: 500MiB }
alerts: { lateness: 100ms }
`;
const RULE = `title: Failed
id: 44444444-4444-4444-8444-444444444444
level: medium
logsource: { product: windows, service: security }
detection: { selection: { EventID: 4625 }, condition: selection }
`;
const clock = { ms: NOW, nowMs: () => clock.ms };
const line = (): string =>
  `${JSON.stringify({ EventID: 1, Channel: 'Security', Computer: 'pc', '@timestamp': new Date(clock.ms).toISOString() })}\n`;

let workspace: Workspace;
let stores: MemoryStores;
let log: { text: string };

beforeEach(async () => {
  const folder = freshFolder({ 'soclite.yml': CONFIG, 'rules/r.yml': RULE });
  const opened = await openWorkspace(
    {
      configPath: join(folder, 'soclite.yml'),
      rulePaths: [],
      indicatorPaths: [],
      bundled: { rules: 'rules', mappings: 'seeds/mappings' },
    },
    textFiles,
  );
  if (!opened.ok) throw new Error(JSON.stringify(opened.problems));
  workspace = opened.value;
  stores = createMemoryStores();
  log = { text: '' };
  clock.ms = NOW;
});

// oxlint-disable-next-line typescript/explicit-function-return-type -- a helper of this file
async function start(over: Partial<Machine> = {}) {
  const tailer = createFakeTailer(join(workspace.dataFolder, '../logs/u1/win.log'), log);
  const store = stores.openService(workspace.dataFolder);
  const session = openServiceSession(workspace, {
    store,
    tailer,
    matcher: createReferenceMatcher(workspace.rules.ruleSet.rules),
    clock,
    machine: fakeMachine(over),
    process: { pid: 1, host: 'h', program: '0' },
    isPrinting: false,
  });
  await session.start();
  return {
    session,
    tailer,
    /** What posture says after some time; lines come as long as `isSending`. */
    run(ms: number, isSending = true): readonly string[] {
      for (let passed = 0; passed < ms; passed += 5000) {
        clock.ms += 5000;
        if (isSending) void tailer.append(line());
        session.tick();
      }
      return store.list({ limit: 100, order: 'oldest-first' }).map(({ alert }) => {
        const state = alert.evidence.at(-1)?.raw === 'recovered' ? 'recovered' : 'lasts';
        return `${alert.ruleId} ${alert.unit} ${alert.groupKey[0]?.value} ${alert.count} ${state}`;
      });
    },
  };
}

const UNIT = 'soclite-posture-silent-unit u1 u1';
const CENTRAL = 'soclite-posture-silent-source null central';

test('a unit that stops sending, a source that never sent; restarts repeat nothing; recovery is told', async () => {
  const first = await start();
  expect(first.run(15 * MINUTE)).toEqual([]);
  expect(first.run(11 * MINUTE, false)).toEqual([`${CENTRAL} 1 lasts`, `${UNIT} 1 lasts`]);
  stores.kill(workspace.dataFolder);
  const second = await start();
  expect(second.run(5 * MINUTE, false)).toEqual([`${CENTRAL} 1 lasts`, `${UNIT} 1 lasts`]);
  expect(second.run(MINUTE)).toEqual([`${CENTRAL} 1 lasts`, `${UNIT} 1 recovered`]);
});

test('a full disk stops the reading, is an alert, and ends when there is room', async () => {
  let freeBytes = 2 ** 40;
  const service = await start({ disk: () => ({ freeBytes, totalBytes: 2 ** 41 }) });
  service.run(10_000);
  expect(service.tailer.append(line())).toBeUndefined();
  freeBytes = 100 * 2 ** 20;
  const disk = `soclite-posture-disk-full null ${workspace.dataFolder}`;
  expect(service.run(10_000, false)).toEqual([`${disk} 1 lasts`]);
  const waits = service.tailer.append(line());
  expect(waits).toBeInstanceOf(Promise);
  expect(service.session.snapshot().health.problems.join()).toContain(
    'limits.free-disk is 500 MiB',
  );
  freeBytes = 2 ** 40;
  expect(service.run(10_000, false)).toEqual([`${disk} 1 recovered`]);
  await waits;
});

test('lines that nobody understands, a clock that goes back', async () => {
  const service = await start();
  service.run(10_000);
  void service.tailer.append('%%% ??\n'.repeat(1500));
  expect(service.run(10_000)).toEqual(['soclite-posture-unparsed null win 1 lasts']);
  clock.ms -= 10 * MINUTE;
  expect(service.run(10_000)).toContain('soclite-posture-clock-back null clock 1 lasts');
});

const FAULT: PostureFault = {
  kind: 'behind',
  unit: null,
  subject: 'watch',
  sinceMs: NOW,
  detail: 'x',
};

test('a fault that comes and goes is one alert within the window, and another one once a person closed it', () => {
  const book = new PostureBook(60 * MINUTE, null);
  const [first] = book.judge([FAULT], NOW);
  expect(book.judge([FAULT], NOW + 1)).toEqual([]);
  expect(book.judge([], NOW + 2)[0]?.alert).toMatchObject({ id: first?.alert.id, lastMs: NOW + 2 });
  const again = { ...FAULT, sinceMs: NOW + MINUTE };
  expect(book.judge([again], NOW + MINUTE)[0]?.alert).toMatchObject({
    id: first?.alert.id,
    count: 2,
  });
  book.judge([], NOW + 2 * MINUTE);
  book.setClosed(first?.alert.id ?? '', true);
  const restored = new PostureBook(60 * MINUTE, book.save());
  const third = { ...FAULT, sinceMs: NOW + 3 * MINUTE };
  const [other] = restored.judge([third], NOW + 3 * MINUTE);
  expect(other?.alert.id).not.toBe(first?.alert.id);
  expect(other?.recurrenceOf).toBe(first?.alert.id);
});
