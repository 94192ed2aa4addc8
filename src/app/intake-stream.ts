import type { DecodedRecord, StreamContext } from '../decode/format.ts';
import { createStreamReader, resumeStreamReader } from '../decode/stream-reader.ts';
import type { StreamReader, StreamStats } from '../decode/stream-reader.ts';
import type { Event } from '../event/event.ts';
import type { Clock, TailFile } from '../ports.ts';
import type { Checked, Problem } from '../util/problem.ts';
import { sealText, unsealText } from '../util/sealed-text.ts';
import { createEventStream, type EventStreamState } from './event-stream.ts';
import type { Workspace } from './workspace.ts';

/** What streams take from the workspace. */
export type IntakeSettings = Pick<Workspace, 'sourceOf' | 'mappings' | 'enrichment'>;

/** One tailed file on its way from bytes to events. */
export interface IntakeStream {
  readonly sourceId: string;
  /** The unit whose own stream it is; null for central streams. */
  readonly unit: string | null;
  readonly stats: StreamStats;
  readonly isWaiting: boolean;
  /** Lets the reader work, and emits the events of the records that it gives. */
  run(work: StreamWork, emit: (event: Event) => void): void;
  /** For `openIntakeStream` of a later run. */
  save(): string;
}

export type StreamWork = (reader: StreamReader, emit: (record: DecodedRecord) => void) => void;

const SEAL = { kind: 'soclite-event-stream', version: 1 };

/**
 * @param saved what `save` of an earlier run gave, for a file that is resumed; one that is absent or damaged is a
 *   problem, and the stream is read on without it: line numbers begin at 1, and a header line before is unknown
 */
export function openIntakeStream(
  file: TailFile,
  saved: string,
  workspace: IntakeSettings,
  clock: Clock,
): { readonly stream: IntakeStream; readonly problems: readonly Problem[] } {
  const source = workspace.sourceOf(file.path);
  const context: StreamContext = {
    zone: source.zone,
    // asked anew for each record: a stream that stays open over New Year needs it
    get referenceTimeMs() {
      return clock.nowMs();
    },
    mappings: workspace.mappings,
  };
  const resumed = file.isResumed ? resume(saved, file, context) : null;
  const parts = resumed?.ok === true ? resumed.value : null;
  const reader = parts?.reader ?? createStreamReader(context);
  const identity = {
    sourceId: file.sourceId,
    file: file.path,
    defaultUnit: source.unit,
    receivedMs: clock.nowMs(),
  };
  const events = createEventStream(identity, workspace.enrichment, parts?.events ?? null);
  const problems = [
    ...(source.problem === null ? [] : [source.problem]),
    ...(resumed?.problems ?? []),
  ];
  return { stream: join(file, source.unit, reader, events), problems };
}

function join(
  { sourceId }: TailFile,
  unit: string | null,
  reader: StreamReader,
  events: ReturnType<typeof createEventStream>,
): IntakeStream {
  let savedReader: string | null = null;
  let saved = '';
  return {
    sourceId,
    unit,
    get stats() {
      return reader.stats;
    },
    get isWaiting() {
      return reader.isWaiting;
    },
    run: (work, emit) => work(reader, (record) => emit(events.take(record))),
    save() {
      const text = reader.save();
      // events change only when the reader is at work
      if (text !== savedReader) saved = `${sealText(SEAL, events.save())}\n${text}`;
      savedReader = text;
      return saved;
    },
  };
}

function resume(
  saved: string,
  file: TailFile,
  context: StreamContext,
): Checked<{ readonly events: EventStreamState; readonly reader: StreamReader }> {
  const cut = saved.indexOf('\n', saved.indexOf('\n') + 1);
  const events = unsealText<EventStreamState>(SEAL, saved.slice(0, Math.max(0, cut)));
  if (!events.ok) {
    const message = `cannot go on reading where the last run was: ${events.reason}`;
    const at = { file: file.path, line: 0, column: 0 };
    return { ok: false, problems: [{ code: 'stream-state', severity: 'error', message, at }] };
  }
  const reader = resumeStreamReader(saved.slice(cut + 1), file.path, context);
  if (!reader.ok) return reader;
  return { ok: true, value: { events: events.value, reader: reader.value }, problems: [] };
}
