import type { StreamStats } from '../decode/stream-reader.ts';
import { sealText, unsealText } from '../util/sealed-text.ts';
import { addStats, emptyStats, subtractStats } from './stream-totals.ts';

interface CountedStream {
  readonly sourceId: string;
  readonly stats: StreamStats;
}

/** What was read, by source: by this run, and by all runs on the same store. */
export interface SourceTotals {
  /** A stream is open; what its statistics say already was read by an earlier run. */
  began(stream: CountedStream): void;
  ended(stream: CountedStream): void;
  /** Another stream goes on in its place and with its counts. */
  replace(stream: CountedStream, next: CountedStream): void;
  /** Sources that are no longer there are no longer counted. */
  setSources(sources: readonly { readonly id: string }[]): void;
  ofThisRun(): ReadonlyMap<string, StreamStats>;
  inAll(): ReadonlyMap<string, StreamStats>;
  /** Of the streams that have ended; those of open ones are saved with them. */
  save(): string;
}

const SEAL = { kind: 'soclite-totals', version: 1 };
type Saved = readonly (readonly [sourceId: string, stats: StreamStats])[];

/** @param onFault is told in words why `saved` is of no use; counting then begins at zero */
export function createSourceTotals(
  sources: readonly { readonly id: string }[],
  saved: string | null,
  onFault: (text: string) => void,
): SourceTotals {
  const open = new Set<CountedStream>();
  const ended = new Map(sources.map(({ id }) => [id, emptyStats()]));
  const before = new Map<string, StreamStats>();
  let text: string | null = null;

  const read = saved === null ? null : unsealText<Saved>(SEAL, saved);
  if (read?.ok === false) onFault(`totals of the sources begin at zero: ${read.reason}`);
  if (read?.ok === true)
    for (const [id, stats] of read.value) {
      if (!ended.has(id)) continue; // no longer configured
      ended.set(id, stats);
      before.set(id, stats);
    }

  const inAll = (): Map<string, StreamStats> => {
    const totals = new Map(ended);
    for (const stream of open) add(totals, stream);
    return totals;
  };

  return {
    began(stream) {
      open.add(stream);
      add(before, stream);
    },
    ended(stream) {
      open.delete(stream);
      add(ended, stream);
      text = null;
    },
    replace(stream, next) {
      open.delete(stream);
      open.add(next);
    },
    setSources(next) {
      const ids = new Set(next.map(({ id }) => id));
      for (const id of ended.keys()) if (!ids.has(id)) ended.delete(id);
      for (const id of ids) if (!ended.has(id)) ended.set(id, emptyStats());
      text = null;
    },
    inAll,
    ofThisRun() {
      const totals = inAll();
      for (const [id, stats] of totals)
        totals.set(id, subtractStats(stats, before.get(id) ?? emptyStats()));
      return totals;
    },
    save() {
      text ??= sealText(SEAL, [...ended]);
      return text;
    },
  };
}

function add(totals: Map<string, StreamStats>, { sourceId, stats }: CountedStream): void {
  totals.set(sourceId, addStats(totals.get(sourceId) ?? emptyStats(), stats));
}
