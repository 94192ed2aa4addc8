import type { PlotSeriesName } from '../tui/dashboard-data.ts';

const MINUTE_MS = 60_000;
const PLOT_MINUTES = 60;
const RATE_SECONDS = 10;

type Counts = Record<PlotSeriesName, number>;

export interface EventRates {
  /** One more event, of a series of the plot or none. */
  count(series: PlotSeriesName | null, timeMs: number, nowMs: number): void;
  /** Mean over the last ten seconds of reading. */
  perSecond(nowMs: number): number;
  /** By event time over the last hour, oldest first. */
  perMinute(nowMs: number): Readonly<Record<PlotSeriesName, readonly number[]>>;
  save(): SavedRates;
}

export type SavedRates = readonly (readonly [minute: number, counts: Readonly<Counts>])[];

export function createEventRates(saved: SavedRates = []): EventRates {
  const seconds = new Map<number, number>();
  const minutes = new Map<number, Counts>(saved.map(([minute, counts]) => [minute, { ...counts }]));

  return {
    count(series, timeMs, nowMs) {
      const second = Math.floor(nowMs / 1000);
      const known = seconds.get(second);
      seconds.set(second, (known ?? 0) + 1);
      // nobody may ask for the rate for hours: only the last seconds and minutes stay
      if (known === undefined) forget(seconds, second - RATE_SECONDS, second);
      if (series === null || timeMs <= nowMs - PLOT_MINUTES * MINUTE_MS) return;
      const minute = Math.floor(timeMs / MINUTE_MS);
      const counts = minutes.get(minute) ?? { firewall: 0, endpoint: 0, antivirus: 0 };
      counts[series] += 1;
      if (minutes.has(minute)) return;
      minutes.set(minute, counts);
      const newest = Math.floor(nowMs / MINUTE_MS);
      forget(minutes, newest - PLOT_MINUTES, newest);
    },
    perSecond(nowMs) {
      const now = Math.floor(nowMs / 1000);
      let sum = 0;
      for (const [second, n] of seconds) if (second < now && second >= now - RATE_SECONDS) sum += n;
      return sum / RATE_SECONDS;
    },
    perMinute(nowMs) {
      const newest = Math.floor(nowMs / MINUTE_MS);
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
    save: () => [...minutes].map(([minute, counts]) => [minute, { ...counts }]),
  };
}

/** Leaves what lies between two keys: the clock may go back too. */
function forget(counts: Map<number, unknown>, from: number, to: number): void {
  for (const key of counts.keys()) if (key < from || key > to) counts.delete(key);
}
