import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createSourceSet } from '../../../src/io/tail/source-set.ts';
import { TailLoop } from '../../../src/io/tail/tail-loop.ts';
import { MemoryDisk } from '../../support/memory-disk.ts';
import { RecordingSink } from '../../support/recording-sink.ts';
import { EVENTS, RotatingLog } from '../../support/rotating-log.ts';
import type { LogEvent } from '../../support/rotating-log.ts';

const FOLDER = '/logs';
const PATTERNS = ['/logs/x.log', '/logs/*.log', '/logs/x.log*', '/logs/*'];

/** A look of the tailer, with events that happen between its calls: each after so many calls. */
interface Look {
  readonly look: 'all' | 'hinted';
  readonly during: readonly (readonly [number, LogEvent])[];
}
type Step = LogEvent | Look;

interface Story {
  readonly pattern: string;
  readonly before: readonly LogEvent[];
  readonly steps: readonly Step[];
  readonly maxOpenFiles: number;
}

interface Outcome {
  readonly lost: readonly string[];
  readonly repeated: readonly string[];
  readonly invented: readonly string[];
}
const NOTHING_WRONG: Outcome = { lost: [], repeated: [], invented: [] };

/** Tells the story to a tailer, then gives it time, and compares what it read with what was written. */
async function tell(story: Story): Promise<Outcome> {
  const disk = new MemoryDisk(FOLDER);
  const log = new RotatingLog(disk);
  const sink = new RecordingSink();
  let nowMs = 0;
  for (const event of story.before) log.happen(event);
  const history = new Set(
    [...disk.files]
      .filter(([name]) => name !== 'x.log')
      .flatMap(([, inode]) => RotatingLog.tokens(RotatingLog.plain(inode))),
  );
  const sources = createSourceSet(
    [{ id: 's', pattern: story.pattern, from: 'start' }],
    (problem) => {
      sink.problem(problem);
    },
  );
  const options = {
    disk,
    sources,
    sink,
    clock: { nowMs: () => nowMs },
    maxOpenFiles: story.maxOpenFiles,
  };
  const loop = new TailLoop({ ...options, lingerMs: 5, keepMs: 50 });
  const look = async (step: Look): Promise<void> => {
    const queue = step.during.map(([calls, event]) => ({ calls, event }));
    disk.between = () => {
      const next = queue[0];
      if (next === undefined) return;
      if (next.calls > 0) next.calls -= 1;
      else {
        queue.shift();
        log.happen(next.event);
      }
    };
    await (step.look === 'all' ? loop.roundOfAll() : loop.roundOf([`${FOLDER}/x.log`]));
    disk.between = () => undefined;
    for (const { event } of queue) log.happen(event);
  };
  await look({ look: 'all', during: [] });
  for (const step of story.steps) {
    nowMs += 1;
    if (step === 'pause') nowMs += 100;
    else if (typeof step === 'string') log.happen(step);
    else await look(step);
  }
  for (let round = 0; round < 4; round += 1) {
    nowMs += 20;
    await loop.roundOfAll();
  }
  await loop.finish();
  expect(
    [...disk.files.values()].map((inode) => inode.opened).filter((opened) => opened > 0),
  ).toEqual([]);

  const read = new Map<string, number>();
  for (const token of RotatingLog.tokens(sink.text)) read.set(token, (read.get(token) ?? 0) + 1);
  const written = new Set(log.written);
  return {
    lost: log.written.filter(
      (token) => !read.has(token) && !log.destroyed.has(token) && !history.has(token),
    ),
    repeated: [...read].filter(([, count]) => count > 1).map(([token]) => token),
    invented: [...read.keys()].filter((token) => !written.has(token)),
  };
}

const event = fc.constantFrom<LogEvent>(
  ...EVENTS,
  'write',
  'write',
  'write-much',
  'reopen',
  'rotate',
  'copytruncate',
);
const steps = fc.array(
  fc.oneof(
    { weight: 3, arbitrary: event },
    {
      weight: 2,
      arbitrary: fc.record<Look>({
        look: fc.constantFrom('all', 'all', 'hinted'),
        during: fc.array(fc.tuple(fc.nat({ max: 25 }), event), { maxLength: 5 }),
      }),
    },
  ),
  { maxLength: 25 },
);
const stories = fc.record<Story>({
  pattern: fc.constantFrom(...PATTERNS),
  before: fc.array(event, { maxLength: 4 }),
  steps,
  maxOpenFiles: fc.constantFrom(1, 100),
});

describe('tailing, whatever rotation does and whenever', () => {
  const runs = Number(process.env['SOCLITE_TAIL_RUNS'] ?? 3000);
  test(
    'nothing is lost but what the rotation itself destroyed, nothing is repeated',
    { timeout: 600_000 },
    async () => {
      await fc.assert(
        fc.asyncProperty(stories, async (story) => {
          expect(await tell(story)).toEqual(NOTHING_WRONG);
        }),
        { numRuns: runs },
      );
    },
  );
});
