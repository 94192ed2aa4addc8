import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createTailIntake } from '../../src/app/tail-intake.ts';
import type { TailIntake, TailIntakeOptions } from '../../src/app/tail-intake.ts';
import { UTC } from '../../src/decode/timestamp.ts';
import type { Event } from '../../src/event/event.ts';
import { createAttributor } from '../../src/layers/attribution.ts';
import { createIndicatorMatcher } from '../../src/layers/indicators.ts';
import type { SavedTexts, TailFile } from '../../src/ports.ts';
import { findFailure } from '../support/property.ts';
import { sampleContext, seedMappings } from '../support/streams.ts';

const { zone } = sampleContext();
const mappings = seedMappings();
const inventory = { name: 'test', units: [], systems: [], machines: [], networks: [] };
const source = { id: 'fw', unit: null as string | null, zone, problem: null };
const workspace = {
  sources: [{ id: 'fw', isExpected: true }],
  mappings,
  enrichment: {
    attributor: createAttributor(inventory),
    indicators: createIndicatorMatcher([]),
  },
  sourceOf: () => source,
};

interface World {
  readonly events: Event[];
  readonly clock: { ms: number };
}

const newWorld = (): World => ({ events: [], clock: { ms: 1_795_392_000_000 } });

function start({ events, clock }: World, options: TailIntakeOptions = {}): TailIntake {
  const monitor = { take: (event: Event) => events.push(event), caughtUp: () => undefined };
  return createTailIntake(workspace, { nowMs: () => clock.ms }, monitor, options);
}

const file = (id: string, isResumed = false): TailFile => ({
  id,
  isResumed,
  sourceId: 'fw',
  path: `/logs/${id}.log`,
  captures: new Map(),
  modifiedMs: 0,
});
const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);

const HEADER = 'Tên máy,Tên mã độc,Đường dẫn,Trạng thái';
const LINES = [
  'no time, no format',
  '<13>Nov 20 08:02:03 web-01 app: hello',
  'no time after one that has',
  HEADER,
  'PC-1,W32.A,"C:\\a',
  'b.exe",Nhiễm',
  '',
  'PC-2,W32.B,x,sạch',
];
const TEXT = `${LINES.join('\n')}\n`;

describe('restart', () => {
  const all = bytes(TEXT);

  test('anywhere in a stream: the same events, the same counts', () => {
    const whole = newWorld();
    const once = start(whole);
    once.sink.opened(file('1'));
    void once.sink.data(file('1'), all);
    // nothing comes: the sink knows files by identity, not by id
    expect(whole.events).toEqual([]);
    const opened = file('1');
    once.sink.opened(opened);
    void once.sink.data(opened, all);
    once.sink.closed(opened, 'rotated');
    expect(whole.events.length).toBe(5);

    const property = fc.property(
      fc.array(fc.nat({ max: all.length }), { minLength: 1, maxLength: 5 }),
      (cuts) => {
        const world = newWorld();
        let intake = start(world);
        let current = file('1');
        intake.sink.opened(current);
        let at = 0;
        for (const cut of [...cuts.toSorted((a, b) => a - b), all.length]) {
          void intake.sink.data(current, all.slice(at, cut));
          at = cut;
          const saved = intake.save();
          intake = start(world, { saved });
          current = file('1', true);
          intake.sink.opened(current);
          expect(intake.save()).toEqual(saved);
        }
        intake.sink.closed(current, 'rotated');
        expect(world.events).toEqual(whole.events);
        expect(intake.bySourceInAll().get('fw')).toEqual(once.bySource().get('fw'));
        expect(intake.problems).toEqual([]);
      },
    );
    expect(findFailure(property, { numRuns: 200 })).toBeNull();
  });

  test('counts of this run and of all runs', () => {
    const world = newWorld();
    const first = start(world);
    const [a, b] = [file('1'), file('2')];
    first.sink.opened(a);
    first.sink.opened(b);
    void first.sink.data(a, bytes('x\ny\n'));
    void first.sink.data(b, bytes('x\n'));
    first.sink.closed(b, 'rotated');
    const second = start(world, { saved: first.save() });
    const resumed = file('1', true);
    second.sink.opened(resumed);
    void second.sink.data(resumed, bytes('z\n'));
    const lines = (intake: TailIntake): unknown => [
      intake.bySource().get('fw')?.frames,
      intake.bySourceInAll().get('fw')?.frames,
    ];
    expect([lines(first), lines(second)]).toEqual([
      [3, 3],
      [1, 4],
    ]);
  });

  test.each([
    ['absent', (): SavedTexts => new Map()],
    ['cut', (saved: SavedTexts) => new Map([...saved].map(([key, text]) => [key, text.slice(5)]))],
  ])('state that is %s is told, and reading goes on', (_, damage) => {
    const world = newWorld();
    const first = start(world);
    const opened = file('1');
    first.sink.opened(opened);
    void first.sink.data(opened, bytes('a\nb\nc'));
    world.events.length = 0;
    const second = start(world, { saved: damage(first.save()) });
    const resumed = file('1', true);
    second.sink.opened(resumed);
    void second.sink.data(resumed, bytes('c\nd\n'));
    expect(world.events.map(({ raw, origin }) => `${origin.line} ${raw}`)).toEqual(['1 c', '2 d']);
    expect(second.problems.filter((text) => text.includes('[stream-state]'))).toEqual([
      '/logs/1.log: error: cannot go on reading where the last run was: the saved state is no soclite-event-stream [stream-state]',
    ]);
  });

  test('texts of what did not change are the same strings', () => {
    const intake = start(newWorld());
    const [a, b] = [file('1'), file('2')];
    for (const opened of [a, b]) {
      intake.sink.opened(opened);
      void intake.sink.data(opened, bytes('x\n'));
    }
    const before = intake.save();
    void intake.sink.data(a, bytes('y\n'));
    const changed = [...intake.save()].filter(([key, text]) => text !== before.get(key));
    expect(changed.map(([key]) => key)).toEqual(['intake/stream/1']);
  });
});

test('settings that change while a file is open hold from its next record on', () => {
  const world = newWorld();
  const intake = start(world);
  const opened = file('1');
  intake.sink.opened(opened);
  void intake.sink.data(opened, bytes(`<13>Nov 20 08:02:03 h a: x\n${HEADER}\nPC-1,W32.A,"C:\\`));
  const other = { ...source, zone: UTC, unit: 'so-y-te' };
  intake.reload({ ...workspace, sourceOf: () => other });
  void intake.sink.data(opened, bytes('a",Nhiễm\n<13>Nov 20 08:02:03 h a: y\n'));
  const hour = (event: Event): number => new Date(event.timeMs).getUTCHours();
  expect(
    world.events.map((event) => [event.origin.line, event.format, event.unit, hour(event)]),
  ).toEqual([
    [1, 'syslog', null, 1],
    [3, 'csv:generic', 'so-y-te', 1],
    [4, 'syslog', 'so-y-te', 8],
  ]);
  expect(intake.bySource().get('fw')?.frames).toBe(4);
});

describe('a live stream', () => {
  test('gives out what a stray quote holds back when it was quiet for half a minute', () => {
    const world = newWorld();
    const intake = start(world);
    const opened = file('1');
    intake.sink.opened(opened);
    void intake.sink.data(opened, bytes(`${HEADER}\nPC-1,W32.A,"C:\\a,Nhiễm\nPC-2,W32.B,x,sạch\n`));
    const after = (ms: number): number => {
      world.clock.ms += ms;
      intake.tick();
      return world.events.length;
    };
    // the clock is set back an hour meanwhile: the wait begins anew
    expect([after(29_999), after(-3_600_000), after(29_999), after(1), after(60_000)]).toEqual([
      0, 0, 0, 2, 2,
    ]);
  });

  test('waits where its gate says', async () => {
    const world = newWorld();
    let open: () => void = () => undefined;
    const closed = new Promise<void>((resolve) => {
      open = resolve;
    });
    let isOpen = false;
    const intake = start(world, { gate: { ready: () => (isOpen ? null : closed) } });
    const opened = file('1');
    intake.sink.opened(opened);
    const wait = intake.sink.data(opened, bytes('x\n'));
    expect(world.events.length).toBe(1);
    isOpen = true;
    open();
    await wait;
    expect(intake.sink.data(opened, bytes('y\n'))).toBeUndefined();
  });
});
