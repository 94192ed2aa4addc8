import type { StreamStats } from '../decode/stream-reader.ts';
import type { Clock, SavedTexts, TailFile, TailSink } from '../ports.ts';
import { formatProblem, type Problem } from '../util/problem.ts';
import { openIntakeStream } from './intake-stream.ts';
import type { IntakeSettings, IntakeStream, StreamWork } from './intake-stream.ts';
import type { Monitor } from './monitor.ts';
import { createSourceTotals, type SourceTotals } from './source-totals.ts';
import type { Source } from './workspace.ts';

/** Decodes what the tailer reads, one reader a file, and counts it by source. */
export interface TailIntake {
  readonly sink: TailSink;
  /** What this run has read, by source id; a source without files yet has zeros. */
  bySource(): ReadonlyMap<string, StreamStats>;
  /** What all runs on the same store have read. */
  bySourceInAll(): ReadonlyMap<string, StreamStats>;
  /** Gives out lines that were held back in streams that have been quiet for long; to be called now and then. */
  tick(): void;
  /** Other sources, units, zones and mappings from now on: open files are read on under them. */
  reload(workspace: IntakeWorkspace): void;
  /**
   * Where decoding stands, by key: exactly what the monitor was given so far. Keys begin with `intake/`; one that is
   * no longer there is to be removed from the store.
   */
  save(): SavedTexts;
  /** Sources that have at least one open file; those that nobody expects do not count. */
  sourcesUp(): number;
  readonly isCaughtUp: boolean;
  /** Faults of the world, oldest first, the last 50. */
  readonly problems: readonly string[];
  /** Those since the last call. */
  takeProblems(): readonly string[];
}

export type IntakeWorkspace = IntakeSettings & {
  readonly sources: readonly Pick<Source, 'id' | 'isExpected'>[];
};

/** Holds the reading when what was read cannot be kept (the store is full, the work is behind). */
export interface Gate {
  /** Null: read on at once. */
  ready(): Promise<void> | null;
}

export interface TailIntakeOptions {
  readonly gate?: Gate;
  /** What `save` of an earlier run gave; other keys are ignored. */
  readonly saved?: SavedTexts;
  /** A text of `saved` is of no use: going on would lose or repeat what it knew. */
  readonly onDamage?: (problem: Problem) => void;
}

const MAX_PROBLEMS = 50;
/** Writers that make a record of several lines write it at once; see docs/decisions/0010. */
const IDLE_MS = 30_000;
const PREFIX = 'intake/stream/';
const TOTALS = 'intake/totals';

export function createTailIntake(
  first: IntakeWorkspace,
  clock: Clock,
  monitor: Pick<Monitor, 'take' | 'caughtUp'>,
  { gate, saved = new Map(), onDamage }: TailIntakeOptions = {},
): TailIntake {
  let workspace = first;
  const faults = createFaultLog();
  const totals = createSourceTotals(workspace.sources, saved.get(TOTALS) ?? null, (fault) =>
    faults.add(fault),
  );
  const streams = new Map<TailFile, IntakeStream>();
  const quiet = createQuietWatch(clock);
  const open = (file: TailFile, text = saved.get(PREFIX + file.id) ?? ''): IntakeStream => {
    const { stream, problems } = openIntakeStream(file, text, workspace, clock);
    for (const problem of problems) {
      faults.add(formatProblem(problem));
      if (problem.severity === 'error') onDamage?.(problem);
    }
    return stream;
  };
  const parts = { monitor, faults, totals, streams, quiet, open };
  const sink = createSink(parts, gate);
  return {
    sink,
    get problems() {
      return faults.recent;
    },
    takeProblems: () => faults.takeNew(),
    get isCaughtUp() {
      return sink.isCaughtUp;
    },
    sourcesUp() {
      const open = new Set([...streams.values()].map(({ sourceId }) => sourceId));
      return workspace.sources.filter(({ id, isExpected }) => isExpected && open.has(id)).length;
    },
    bySource: () => totals.ofThisRun(),
    bySourceInAll: () => totals.inAll(),
    tick() {
      for (const stream of quiet.due()) run(parts, stream, (reader, emit) => reader.idle(emit));
    },
    reload(next) {
      workspace = next;
      totals.setSources(next.sources);
      for (const [file, stream] of streams) {
        const resumed = open({ ...file, isResumed: true }, stream.save());
        totals.replace(stream, resumed);
        quiet.replace(stream, resumed);
        streams.set(file, resumed);
      }
    },
    save: () => saveIntake(totals.save(), streams),
  };
}

interface Parts {
  readonly monitor: Pick<Monitor, 'take' | 'caughtUp'>;
  readonly faults: FaultLog;
  readonly totals: SourceTotals;
  readonly streams: Map<TailFile, IntakeStream>;
  readonly quiet: QuietWatch;
  readonly open: (file: TailFile) => IntakeStream;
}

function run({ monitor, quiet }: Parts, stream: IntakeStream, work: StreamWork): void {
  stream.run(work, (event) => monitor.take(event, stream.unit));
  quiet.note(stream);
}

function createSink(
  parts: Parts,
  gate: Gate | undefined,
): TailSink & { readonly isCaughtUp: boolean } {
  const { monitor, faults, totals, streams, quiet } = parts;
  let isCaughtUp = false;
  return {
    get isCaughtUp() {
      return isCaughtUp;
    },
    opened(file) {
      const stream = parts.open(file);
      streams.set(file, stream);
      quiet.note(stream);
      totals.began(stream);
    },
    data(file, bytes) {
      const stream = streams.get(file);
      if (stream !== undefined) run(parts, stream, (reader, emit) => reader.push(bytes, emit));
      return gate?.ready() ?? undefined;
    },
    closed(file) {
      const stream = streams.get(file);
      if (stream === undefined) return;
      run(parts, stream, (reader, emit) => reader.end(emit));
      totals.ended(stream);
      streams.delete(file);
    },
    caughtUp() {
      isCaughtUp = true;
      monitor.caughtUp();
    },
    problem: (problem) => faults.add(formatProblem(problem)),
  };
}

function saveIntake(totals: string, streams: ReadonlyMap<TailFile, IntakeStream>): SavedTexts {
  const texts = new Map([[TOTALS, totals]]);
  for (const [file, stream] of streams) texts.set(PREFIX + file.id, stream.save());
  return texts;
}

/** Which streams hold lines back and have been quiet for `IDLE_MS`. */
interface QuietWatch {
  /** The stream was read. */
  note(stream: IntakeStream): void;
  /** Another one goes on in its place. */
  replace(stream: IntakeStream, next: IntakeStream): void;
  due(): readonly IntakeStream[];
}

function createQuietWatch(clock: Clock): QuietWatch {
  const since = new Map<IntakeStream, number>();
  return {
    note(stream) {
      if (stream.isWaiting) since.set(stream, clock.nowMs());
      else since.delete(stream);
    },
    replace(stream, next) {
      const sinceMs = since.get(stream);
      since.delete(stream);
      if (sinceMs !== undefined && next.isWaiting) since.set(next, sinceMs);
    },
    due() {
      const nowMs = clock.nowMs();
      // a clock that was set back begins the wait anew
      for (const [stream, sinceMs] of since) if (nowMs < sinceMs) since.set(stream, nowMs);
      return [...since].filter(([, ms]) => nowMs - ms >= IDLE_MS).map(([stream]) => stream);
    },
  };
}

/** The last faults, and those that nobody was told of yet. */
interface FaultLog {
  add(text: string): void;
  takeNew(): readonly string[];
  readonly recent: readonly string[];
}

function createFaultLog(): FaultLog {
  const recent: string[] = [];
  let untold: string[] = [];
  return {
    recent,
    add(text) {
      for (const list of [recent, untold]) {
        list.push(text);
        if (list.length > MAX_PROBLEMS) list.shift();
      }
    },
    takeNew() {
      const taken = untold;
      untold = [];
      return taken;
    },
  };
}
