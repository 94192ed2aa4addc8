// Tells a story of rotations to the tailer, on a disk in memory, and judges what it read.
import { createSourceSet } from '../../src/io/tail/source-set.ts';
import { Suspended } from '../../src/io/tail/suspension.ts';
import { TailLoop } from '../../src/io/tail/tail-loop.ts';
import type { SavedTexts } from '../../src/ports.ts';
import { MemoryDisk } from './memory-disk.ts';
import { RecordingSink } from './recording-sink.ts';
import type { Recorded } from './recording-sink.ts';
import { RotatingLog } from './rotating-log.ts';
import type { LogEvent } from './rotating-log.ts';

const FOLDER = '/logs';
export const PATTERNS = ['/logs/x.log', '/logs/*.log', '/logs/x.log*', '/logs/*'];

/**
 * What can happen to the tailer itself: its state is stored; it stops and starts; it dies and starts from what was
 * stored last; it does so after the machine has numbered its devices anew; all files move to another disk meanwhile.
 */
export const TAILER_EVENTS = ['commit', 'restart', 'crash', 'reboot', 'migrate'] as const;
export type TailerEvent = (typeof TAILER_EVENTS)[number];

/** A look of the tailer, with events that happen between its calls: each after so many calls. */
export interface Look {
  readonly look: 'all' | 'hinted';
  readonly during: readonly (readonly [number, LogEvent | TailerEvent])[];
}
export type Step = LogEvent | TailerEvent | Look;

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
  const clock = { ms: 0 };
  disk.onCall = trace;
  const happen = (event: LogEvent): void => {
    trace(`-- ${event}`);
    log.happen(event);
  };
  // rotated files that are there first are history, even if somebody still writes to one
  for (const event of [...story.before, 'reopen'] as const) happen(event);
  const excused = tokensBefore(disk);
  const runs = new Runs({ disk, clock, story, trace, happen });
  await runs.look({ look: 'all', during: [[0, 'commit']] });
  await runs.happen('commit');
  for (const step of story.steps) {
    clock.ms += 1;
    log.step();
    if (step === 'pause') {
      log.finishLine();
      clock.ms += 100;
    }
    if (typeof step === 'object') await runs.look(step);
    else if (isTailerEvent(step)) await runs.happen(step);
    else happen(step);
  }
  log.finishLine();
  for (let round = 0; round < 4; round += 1) {
    clock.ms += 20;
    await runs.look({ look: 'all', during: [] });
  }
  await runs.finish();
  assertClosed(disk);

  const read = new Map<string, number>();
  // file by file: a line whose halves are told as two files is lost
  for (const { text } of runs.files)
    for (const token of RotatingLog.tokens(text)) read.set(token, (read.get(token) ?? 0) + 1);
  const written = new Set(log.written);
  return {
    lost: log.written.filter(
      (token) => !read.has(token) && !log.destroyed.has(token) && !excused.history.has(token),
    ),
    repeated: [...read]
      .filter(([token, count]) => count > 1 && !excused.copied.has(token))
      .map(([token]) => token),
    invented: [...read.keys()].filter((token) => !written.has(token)),
  };
}

function assertClosed(disk: MemoryDisk): void {
  const open = [...disk.files].filter(([, inode]) => inode.opened > 0).map(([name]) => name);
  if (open.length > 0) throw new Error(`descriptors are left open: ${open.join(', ')}`);
}

/** What was there before the first look: rotated files need not be read, and copies are files like any other. */
function tokensBefore(disk: MemoryDisk): {
  readonly history: ReadonlySet<string>;
  readonly copied: ReadonlySet<string>;
} {
  const perFile = [...disk.files].map(([name, inode]) => ({
    name,
    tokens: RotatingLog.tokens(RotatingLog.plain(inode)),
  }));
  const all = perFile.flatMap(({ tokens }) => tokens);
  return {
    history: new Set(
      perFile.filter(({ name }) => name !== 'x.log').flatMap(({ tokens }) => tokens),
    ),
    copied: new Set(all.filter((token, index) => all.indexOf(token) !== index)),
  };
}

function isTailerEvent(event: LogEvent | TailerEvent): event is TailerEvent {
  return TAILER_EVENTS.some((known) => known === event);
}

interface World {
  readonly disk: MemoryDisk;
  readonly clock: { ms: number };
  readonly story: Story;
  readonly trace: (line: string) => void;
  readonly happen: (event: LogEvent) => void;
}

interface Run {
  readonly loop: TailLoop;
  readonly sink: RecordingSink;
}

/** The tailer over its restarts, with the store that it finds its state in. */
class Runs {
  readonly #world: World;
  #run: Run;
  #stored: { readonly texts: SavedTexts; readonly files: readonly Recorded[] } = {
    texts: new Map(),
    files: [],
  };

  constructor(world: World) {
    this.#world = world;
    this.#run = this.#begin();
  }

  get files(): readonly Recorded[] {
    return this.#run.sink.files;
  }

  async look({ look, during }: Look): Promise<void> {
    const { disk, happen } = this.#world;
    const queue = during.map(([calls, event]) => ({ calls, event }));
    const killed: { by: TailerEvent | null } = { by: null };
    disk.between = () => {
      const next = queue[0];
      if (next === undefined || killed.by !== null) return;
      if (next.calls > 0) next.calls -= 1;
      else {
        queue.shift();
        if (!isTailerEvent(next.event)) happen(next.event);
        else if (next.event === 'commit') this.#commit();
        else {
          killed.by = next.event;
          this.#kill(next.event);
        }
      }
    };
    const { loop } = this.#run;
    const round = look === 'all' ? loop.roundOfAll() : loop.roundOf([`${FOLDER}/x.log`]);
    await round.catch((error: unknown) => {
      if (!(error instanceof Suspended)) throw error;
    });
    disk.between = () => undefined;
    if (killed.by !== null) await this.#restart(killed.by);
    for (const { event } of queue)
      if (isTailerEvent(event)) await this.happen(event);
      else happen(event);
  }

  async happen(event: TailerEvent): Promise<void> {
    if (event === 'commit') this.#commit();
    else {
      this.#kill(event);
      await this.#restart(event);
    }
  }

  async finish(): Promise<void> {
    await this.#run.loop.finish();
  }

  #commit(): void {
    this.#world.trace('-- commit');
    // through text, as a store has it
    this.#stored = { texts: this.#run.loop.save(), files: this.#run.sink.snapshot() };
  }

  /** The process ends here and now; what it would still say, nobody hears. */
  #kill(event: TailerEvent): void {
    if (event === 'restart' || event === 'migrate') this.#commit();
    this.#world.trace(`-- ${event}`);
    this.#run.loop.suspend();
  }

  async #restart(event: TailerEvent): Promise<void> {
    const { disk } = this.#world;
    await this.#run.loop.closeHandles();
    assertClosed(disk);
    if (event === 'reboot') disk.dev += 1n;
    if (event === 'migrate') disk.migrate();
    this.#run = this.#begin();
    await this.#run.loop.resume(this.#stored.texts);
    const { orphans } = this.#run.sink;
    if (orphans.length > 0) throw new Error(`${orphans.length} open files are not resumed`);
  }

  #begin(): Run {
    const { disk, clock, story, trace } = this.#world;
    const sink = RecordingSink.resume(this.#stored.files);
    sink.onTold = trace;
    const problem = sink.problem.bind(sink);
    const loop = new TailLoop({
      disk,
      sources: createSourceSet([{ id: 's', pattern: story.pattern, from: 'start' }], problem),
      sink,
      clock: { nowMs: () => clock.ms },
      maxOpenFiles: story.maxOpenFiles,
      lingerMs: 5,
      keepMs: 1_000_000,
    });
    return { loop, sink };
  }
}
