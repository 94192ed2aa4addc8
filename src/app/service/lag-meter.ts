import type { Clock } from '../../ports.ts';
import { TICK_MS } from '../session.ts';

/** How far the work is behind: the whole time so far while the backlog is read, then how late ticks come. */
export interface LagMeter {
  ticked(isCaughtUp: boolean): void;
  readonly lagMs: number;
}

export function createLagMeter(clock: Clock): LagMeter {
  const startMs = clock.nowMs();
  let lastMs = startMs;
  let lagMs = 0;
  return {
    get lagMs() {
      return lagMs;
    },
    ticked(isCaughtUp) {
      const nowMs = clock.nowMs();
      lagMs = Math.max(0, isCaughtUp ? nowMs - lastMs - TICK_MS : nowMs - startMs);
      lastMs = nowMs;
    },
  };
}
