import type { Event } from '../event/event.ts';
import { streamKindOf, type StreamKind } from '../layers/silence.ts';
import { PLOT_SERIES, type PlotSeriesName } from '../tui/dashboard-data.ts';
import { createEventRates, type SavedRates } from './event-rates.ts';

const NO_STREAMS: ReadonlyMap<string, OwnStream> = new Map();

/** One stream of a unit's own. */
export interface OwnStream {
  /** Event time of its last event. */
  readonly lastMs: number;
  readonly kind: StreamKind | null;
}

/** Who sent what and when: last events for silence, rates for the header and the plot. */
export interface Activity {
  /** `ownUnit` = the unit whose own stream this is (`{unit}` in the path or the source's unit). */
  saw(event: Event, ownUnit: string | null, nowMs: number): void;
  /** The unit's own streams by source id; empty when it has none. */
  ownStreams(unit: string): ReadonlyMap<string, OwnStream>;
  /** Event time of the last event attributed to the unit, whoever sent it. */
  lastSeenMs(unit: string): number | null;
  /** Event time of the source's last event. */
  lastOfSourceMs(source: string): number | null;
  /** Mean over the last ten seconds of reading. */
  eventsPerSecond(nowMs: number): number;
  readonly events: number;
  readonly unparsed: number;
  /** Events a minute by event time over the last hour, oldest first. */
  perMinute(nowMs: number): Readonly<Record<PlotSeriesName, readonly number[]>>;
  save(): SavedActivity;
}

export interface SavedActivity {
  readonly events: number;
  readonly unparsed: number;
  readonly ownStreams: readonly (readonly [
    unit: string,
    streams: readonly (readonly [source: string, stream: OwnStream])[],
  ])[];
  readonly lastSeen: readonly (readonly [unit: string, timeMs: number])[];
  readonly lastOfSource: readonly (readonly [source: string, timeMs: number])[];
  readonly minutes: SavedRates;
}

/** @param saved what another one's `save` gave */
export function createActivity(saved?: SavedActivity): Activity {
  const ownStreams = new Map<string, Map<string, OwnStream>>(
    saved?.ownStreams.map(([unit, streams]) => [unit, new Map(streams)]),
  );
  const lastSeen = new Map<string, number>(saved?.lastSeen);
  const lastOfSource = new Map<string, number>(saved?.lastOfSource);
  const rates = createEventRates(saved?.minutes);
  let events = saved?.events ?? 0;
  let unparsed = saved?.unparsed ?? 0;

  return {
    get events() {
      return events;
    },
    get unparsed() {
      return unparsed;
    },
    saw(event, ownUnit, nowMs) {
      events += 1;
      if (event.format === 'unparsed') unparsed += 1;
      // a clock that runs ahead must not make a silent unit look alive tomorrow
      const timeMs = Math.min(event.timeMs, nowMs);
      if (ownUnit !== null) noteOwn(ownStreams, ownUnit, event, timeMs);
      if (event.unit !== null) raise(lastSeen, event.unit, timeMs);
      raise(lastOfSource, event.origin.source, timeMs);
      rates.count(seriesOf(event), timeMs, nowMs);
    },
    ownStreams: (unit) => ownStreams.get(unit) ?? NO_STREAMS,
    lastSeenMs: (unit) => lastSeen.get(unit) ?? null,
    lastOfSourceMs: (source) => lastOfSource.get(source) ?? null,
    eventsPerSecond: (nowMs) => rates.perSecond(nowMs),
    perMinute: (nowMs) => rates.perMinute(nowMs),
    save: () => ({
      events,
      unparsed,
      ownStreams: [...ownStreams].map(([unit, streams]) => [unit, [...streams]]),
      lastSeen: [...lastSeen],
      lastOfSource: [...lastOfSource],
      minutes: rates.save(),
    }),
  };
}

function seriesOf(event: Event): PlotSeriesName | null {
  for (const { category, product } of event.logSources) {
    const found = PLOT_SERIES.find((series) => series === category);
    if (found !== undefined) return found;
    if (product === 'windows') return 'endpoint';
  }
  return null;
}

function raise(times: Map<string, number>, key: string, timeMs: number): void {
  const known = times.get(key);
  if (known === undefined || timeMs > known) times.set(key, timeMs);
}

function noteOwn(
  units: Map<string, Map<string, OwnStream>>,
  unit: string,
  event: Event,
  timeMs: number,
): void {
  const streams = units.get(unit) ?? new Map<string, OwnStream>();
  units.set(unit, streams);
  const known = streams.get(event.origin.source);
  if (known !== undefined && known.lastMs >= timeMs) return;
  const kind = streamKindOf(event.logSources) ?? known?.kind ?? null;
  streams.set(event.origin.source, { lastMs: timeMs, kind });
}
