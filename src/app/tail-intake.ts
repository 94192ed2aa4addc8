import {
  createStreamReader,
  type StreamReader,
  type StreamStats,
} from '../decode/stream-reader.ts';
import type { Clock, TailFile, TailSink } from '../ports.ts';
import { formatProblem } from '../util/problem.ts';
import type { Monitor } from './monitor.ts';
import { createEventStream } from './event-stream.ts';
import { addStats, emptyStats } from './stream-totals.ts';
import type { StreamSource, Workspace } from './workspace.ts';

/** Decodes what the tailer reads, one reader a file, and counts it by source. */
export interface TailIntake {
  readonly sink: TailSink;
  /** What was read, by source id; a source without files yet has zeros. */
  bySource(): ReadonlyMap<string, StreamStats>;
  /** Sources that have at least one open file. */
  sourcesUp(): number;
  readonly isCaughtUp: boolean;
  /** Faults of the world, oldest first, the last 50. */
  readonly problems: readonly string[];
  /** Those since the last call. */
  takeProblems(): readonly string[];
}

interface OpenStream {
  readonly sourceId: string;
  readonly unit: string | null;
  readonly reader: StreamReader;
  readonly toEvent: ReturnType<typeof createEventStream>;
}

const MAX_PROBLEMS = 50;

export function createTailIntake(
  workspace: Workspace,
  clock: Clock,
  monitor: Pick<Monitor, 'take' | 'caughtUp'>,
): TailIntake {
  const streams = new Map<TailFile, OpenStream>();
  const closed = new Map<string, StreamStats>(
    workspace.sources.map(({ id }) => [id, emptyStats()]),
  );
  const faults = createFaultLog();
  let isCaughtUp = false;

  function add(stream: OpenStream, totals: Map<string, StreamStats>): void {
    const before = totals.get(stream.sourceId) ?? emptyStats();
    totals.set(stream.sourceId, addStats(before, stream.reader.stats));
  }

  const sink: TailSink = {
    opened(file) {
      const source = workspace.sourceOf(file.path);
      if (source.problem !== null) faults.add(formatProblem(source.problem));
      streams.set(file, openStream(source, file, workspace, clock));
    },
    data(file, bytes) {
      const stream = streams.get(file);
      stream?.reader.push(bytes, (record) => monitor.take(stream.toEvent(record), stream.unit));
    },
    closed(file) {
      const stream = streams.get(file);
      if (stream === undefined) return;
      stream.reader.end((record) => monitor.take(stream.toEvent(record), stream.unit));
      add(stream, closed);
      streams.delete(file);
    },
    caughtUp() {
      isCaughtUp = true;
      monitor.caughtUp();
    },
    problem: (problem) => faults.add(formatProblem(problem)),
  };

  return {
    sink,
    get problems() {
      return faults.recent;
    },
    takeProblems: () => faults.takeNew(),
    get isCaughtUp() {
      return isCaughtUp;
    },
    sourcesUp: () => new Set([...streams.values()].map(({ sourceId }) => sourceId)).size,
    bySource() {
      const totals = new Map(closed);
      for (const stream of streams.values()) add(stream, totals);
      return totals;
    },
  };
}

/** The last faults, and those that nobody was told of yet. */
function createFaultLog(): {
  add(text: string): void;
  takeNew(): readonly string[];
  readonly recent: readonly string[];
} {
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

function openStream(
  source: StreamSource,
  file: TailFile,
  workspace: Workspace,
  clock: Clock,
): OpenStream {
  return {
    sourceId: file.sourceId,
    unit: source.unit,
    reader: createStreamReader({
      zone: source.zone,
      // asked anew for each record: a stream that stays open over New Year needs it
      get referenceTimeMs() {
        return clock.nowMs();
      },
      mappings: workspace.mappings,
    }),
    toEvent: createEventStream(
      {
        sourceId: file.sourceId,
        file: file.path,
        defaultUnit: source.unit,
        receivedMs: clock.nowMs(),
      },
      workspace.enrichment,
    ),
  };
}
