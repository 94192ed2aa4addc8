import type { Event } from './event.ts';

/**
 * Rough bytes that an event holds in memory: a decoded event takes up to some twenty times its line (measured on lines
 * of nothing but empty arrays), and never less than a few hundred bytes.
 */
export function weighEvent({ raw }: Event): number {
  return 512 + raw.length * 20;
}
