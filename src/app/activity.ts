import type { Event } from '../event/event.ts';
import { streamKindOf, type StreamKind } from '../layers/silence.ts';
import { PLOT_SERIES, type PlotSeriesName } from '../tui/dashboard-data.ts';

const MINUTE_MS = 60_000;
const PLOT_MINUTES = 60;
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
  /** Mean over the last ten seconds of reading. */
  eventsPerSecond(nowMs: number): number;
  readonly events: number;
  readonly unparsed: number;
  /** Events a minute by event time over the last hour, oldest first. */
  perMinute(nowMs: number): Readonly<Record<PlotSeriesName, readonly number[]>>;
}

export function createActivity(): Activity {
  const ownStreams = new Map<string, Map<string, OwnStream>>();
  const lastSeen = new Map<string, number>();
  const perSecond = new Map<number, number>();
  const minutes = new Map<number, Record<PlotSeriesName, number>>();
  let events = 0;
  let unparsed = 0;

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
      count(perSecond, Math.floor(nowMs / 1000));
      // a clock that runs ahead must not make a silent unit look alive tomorrow
      const timeMs = Math.min(event.timeMs, nowMs);
      if (ownUnit !== null) noteOwn(ownStreams, ownUnit, event, timeMs);
      if (event.unit !== null) raise(lastSeen, event.unit, timeMs);
      const series = seriesOf(event);
      if (series !== null && timeMs > nowMs - PLOT_MINUTES * MINUTE_MS) {
        const minute = Math.floor(timeMs / MINUTE_MS);
        const counts = minutes.get(minute) ?? { firewall: 0, endpoint: 0, antivirus: 0 };
        counts[series] += 1;
        minutes.set(minute, counts);
      }
    },
    ownStreams: (unit) => ownStreams.get(unit) ?? NO_STREAMS,
    lastSeenMs: (unit) => lastSeen.get(unit) ?? null,
    eventsPerSecond(nowMs) {
      const now = Math.floor(nowMs / 1000);
      let sum = 0;
      for (const [second, n] of perSecond) {
        if (second < now - 10) perSecond.delete(second);
        else if (second < now) sum += n;
      }
      return sum / 10;
    },
    perMinute(nowMs) {
      const newest = Math.floor(nowMs / MINUTE_MS);
      for (const minute of minutes.keys())
        if (minute <= newest - PLOT_MINUTES) minutes.delete(minute);
      const line = (series: PlotSeriesName): readonly number[] =>
        Array.from({ length: PLOT_MINUTES }, (_, i) => {
          const counts = minutes.get(newest - PLOT_MINUTES + 1 + i);
          return counts === undefined ? 0 : counts[series];
        });
      return {
        firewall: line('firewall'),
        endpoint: line('endpoint'),
        antivirus: line('antivirus'),
      };
    },
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

function count(counts: Map<number, number>, key: number): void {
  counts.set(key, (counts.get(key) ?? 0) + 1);
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
