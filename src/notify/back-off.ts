const FIRST_MS = 5000;
const LONGEST_MS = 300_000;

/**
 * How long a channel rests after so many failures in a row: 5 s, doubled each time, at most 5 min; a half of it is chance,
 * so that many do not come back at the same moment.
 * @param jitter 0 to 1
 */
export function backOffMs(failures: number, jitter: number): number {
  const full = Math.min(FIRST_MS * 2 ** Math.min(Math.max(failures - 1, 0), 20), LONGEST_MS);
  return Math.round(full * (0.5 + jitter / 2));
}
