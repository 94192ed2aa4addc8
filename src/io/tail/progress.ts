import type { Clock } from '../../ports.ts';

/** How far reading has come in time: what was there when a round began was read when it is over. */
export class Progress {
  /** When the latest round that is over began; and the latest that looked at everything. */
  seenMs = 0;
  polledMs = 0;
  isAtWork = false;

  /** Rounds do not overlap. */
  async work(round: () => Promise<void>, clock: Clock): Promise<void> {
    const beganMs = clock.nowMs();
    this.isAtWork = true;
    await round();
    this.isAtWork = false;
    this.seenMs = beganMs;
  }
}
