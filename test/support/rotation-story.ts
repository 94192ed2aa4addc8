// Tells a story of rotations to the tailer, on a disk in memory, and judges what it read.
import { expect } from 'vitest';
import { createSourceSet } from '../../src/io/tail/source-set.ts';
import { TailLoop } from '../../src/io/tail/tail-loop.ts';
import { MemoryDisk } from './memory-disk.ts';
import { RecordingSink } from './recording-sink.ts';
import { RotatingLog } from './rotating-log.ts';
import type { LogEvent } from './rotating-log.ts';

const FOLDER = '/logs';
export const PATTERNS = ['/logs/x.log', '/logs/*.log', '/logs/x.log*', '/logs/*'];

/** A look of the tailer, with events that happen between its calls: each after so many calls. */
export interface Look {
  readonly look: 'all' | 'hinted';
  readonly during: readonly (readonly [number, LogEvent])[];
}
export type Step = LogEvent | Look;

export interface Story {
  readonly pattern: string;
  readonly before: readonly LogEvent[];
  readonly steps: readonly Step[];
  readonly maxOpenFiles: number;
}

export interface Outcome {
  readonly lost: readonly string[];
  readonly repeated: readonly string[];
  readonly invented: readonly string[];
}
export const NOTHING_WRONG: Outcome = { lost: [], repeated: [], invented: [] };

/** Tells the story to a tailer, then gives it time, and compares what it read with what was written. */
export async function tellStory(
  story: Story,
  trace: (line: string) => void = () => undefined,
): Promise<Outcome> {
  const disk = new MemoryDisk(FOLDER);
  const log = new RotatingLog(disk);
  const sink = new RecordingSink();
  let nowMs = 0;
  sink.onTold = trace;
  disk.onCall = trace;
  const happen = (event: LogEvent): void => {
    trace(`-- ${event}`);
    log.happen(event);
  };
  // rotated files that are there first are history, even if somebody still writes to one
  for (const event of [...story.before, 'reopen'] as const) happen(event);
  const perFile = [...disk.files].map(([name, inode]) => ({
    name,
    tokens: RotatingLog.tokens(RotatingLog.plain(inode)),
  }));
  const history = new Set(
    perFile.filter(({ name }) => name !== 'x.log').flatMap(({ tokens }) => tokens),
  );
  // copies that are there first are files like any other
  const all = perFile.flatMap(({ tokens }) => tokens);
  const copied = new Set(all.filter((token, index) => all.indexOf(token) !== index));
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
  const loop = new TailLoop({ ...options, lingerMs: 5, keepMs: 1_000_000 });
  const look = async (step: Look): Promise<void> => {
    const queue = step.during.map(([calls, event]) => ({ calls, event }));
    disk.between = () => {
      const next = queue[0];
      if (next === undefined) return;
      if (next.calls > 0) next.calls -= 1;
      else {
        queue.shift();
        happen(next.event);
      }
    };
    await (step.look === 'all' ? loop.roundOfAll() : loop.roundOf([`${FOLDER}/x.log`]));
    disk.between = () => undefined;
    for (const { event } of queue) happen(event);
  };
  await look({ look: 'all', during: [] });
  for (const step of story.steps) {
    nowMs += 1;
    if (step === 'pause') nowMs += 100;
    else if (typeof step === 'string') happen(step);
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
    repeated: [...read]
      .filter(([token, count]) => count > 1 && !copied.has(token))
      .map(([token]) => token),
    invented: [...read.keys()].filter((token) => !written.has(token)),
  };
}
