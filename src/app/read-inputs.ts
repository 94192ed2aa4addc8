import { createStreamReader, type StreamStats } from '../decode/stream-reader.ts';
import type { Event } from '../event/event.ts';
import { InputError, type InputFile, type InputReader } from '../ports.ts';
import { compareProblems, type Problem } from '../util/problem.ts';
import { createEventStream } from './event-stream.ts';
import { addStats, emptyStats } from './stream-totals.ts';
import type { Workspace } from './workspace.ts';

export interface ReadTotals extends StreamStats {
  readonly files: number;
  readonly failedFiles: number;
}

export interface ReadResult {
  readonly totals: ReadTotals;
  /** Faults of inputs in path order; `error` = (part of) an input could not be read. */
  readonly problems: readonly Problem[];
}

export interface ReadHooks {
  /** Each event, in reading order; synchronous, so that a chunk is worked through without waiting. */
  event(event: Event): void;
  /** After each chunk: the place to wait for slow outputs. */
  chunkDone(): Promise<void>;
  /** Stored bytes read so far, and in all (null when standard input is among the inputs). */
  progress(readBytes: number, totalBytes: number | null): void;
  /** Whether nobody wants more (the reader of the output went away). */
  isCancelled(): boolean;
}

/** Reads every event of files, folders, globs and standard input. One bad input never stops the others. */
export async function readInputs(
  paths: readonly string[],
  workspace: Workspace,
  inputs: InputReader,
  hooks: ReadHooks,
): Promise<ReadResult> {
  const found = await inputs.find(paths);
  const problems: Problem[] = [...found.problems];
  const total = totalBytes(found.files);
  let stats: StreamStats = emptyStats();
  let doneBytes = 0;
  let failedFiles = found.problems.length;
  for (const file of found.files) {
    if (hooks.isCancelled()) break;
    const outcome = await readOne(file, workspace, inputs, {
      ...hooks,
      progress: (bytes) => hooks.progress(doneBytes + bytes, total),
    });
    stats = addStats(stats, outcome.stats);
    doneBytes += file.sizeBytes ?? 0;
    problems.push(...outcome.problems);
    if (outcome.problems.some(({ severity }) => severity === 'error')) failedFiles += 1;
  }
  return {
    totals: { ...stats, files: found.files.length, failedFiles },
    problems: problems.toSorted(compareProblems),
  };
}

interface OneRead {
  readonly stats: StreamStats;
  readonly problems: readonly Problem[];
}

async function readOne(
  file: InputFile,
  workspace: Workspace,
  inputs: InputReader,
  hooks: ReadHooks,
): Promise<OneRead> {
  const source = workspace.sourceOf(file.path);
  const reader = createStreamReader({
    zone: source.zone,
    referenceTimeMs: file.modifiedMs,
    mappings: workspace.mappings,
  });
  const events = createEventStream(
    { sourceId: source.id, file: file.path, defaultUnit: source.unit, receivedMs: file.modifiedMs },
    workspace.enrichment,
  );
  const problems: Problem[] = source.problem === null ? [] : [source.problem];
  try {
    for await (const chunk of inputs.read(file, (bytes) => hooks.progress(bytes, null))) {
      reader.push(chunk, (record) => hooks.event(events.take(record)));
      await hooks.chunkDone();
      if (hooks.isCancelled()) break;
    }
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    problems.push(inputProblem(file, error));
  }
  reader.end((record) => hooks.event(events.take(record)));
  await hooks.chunkDone();
  if (reader.stats.records > 0 && reader.stats.unparsed === reader.stats.records) {
    problems.push(unreadProblem(file, reader.stats.records));
  }
  return { stats: { ...reader.stats }, problems };
}

function inputProblem(file: InputFile, error: InputError): Problem {
  return {
    code: error.code,
    severity: 'error',
    message: error.message,
    at: { file: file.path, line: 0, column: 0 },
  };
}

/** A file of which no line is a record is a failed input: it must not look like a quiet one. */
function unreadProblem(file: InputFile, lines: number): Problem {
  return {
    code: 'nothing-readable',
    severity: 'error',
    message: `none of its ${lines} lines is in a format that soclite reads`,
    hint: 'is it binary, in another encoding, or of a product without a mapping? soclite parse says why',
    at: { file: file.path, line: 0, column: 0 },
  };
}

function totalBytes(files: readonly InputFile[]): number | null {
  let total = 0;
  for (const file of files) {
    if (file.sizeBytes === null) return null;
    total += file.sizeBytes;
  }
  return total;
}
