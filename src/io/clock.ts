import type { Clock } from '../ports.ts';

/** The machine's clock. Everything that asks for the time takes a Clock, so that tests and replays can give another. */
export const systemClock: Clock = { nowMs: () => Date.now() };
