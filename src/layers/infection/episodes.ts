/** One bout of a malware family on one machine: detections close together. */
interface Episode {
  startMs: number;
  endMs: number;
}

const MINUTE_MS = 60_000;
/** Detections closer than this are one bout: one scan reports many files. */
const GAP_MS = 15 * MINUTE_MS;
const WEEK_MS = 7 * 24 * 60 * MINUTE_MS;
/** Re-infection (L1-03): this many bouts of one family on one machine within a week. */
const RECURRING = 3;
const MAX_EPISODES = 32;

/** Bouts of one family on one machine, ordered by time whatever the order of arrival. */
export interface Episodes {
  seen(timeMs: number): void;
  handled(timeMs: number): void;
  /** A bout within the week before `nowMs` that began after the family had been dealt with before. */
  isReinfection(nowMs: number): boolean;
  isRecurring(nowMs: number): boolean;
}

export function createEpisodes(): Episodes {
  const episodes: Episode[] = [];
  let firstHandledMs = Number.POSITIVE_INFINITY;
  return {
    seen(timeMs) {
      const after = episodes.findIndex(({ startMs }) => startMs > timeMs);
      const at = after < 0 ? episodes.length : after;
      episodes.splice(at, 0, { startMs: timeMs, endMs: timeMs });
      join(episodes, at + 1);
      join(episodes, at);
      if (episodes.length > MAX_EPISODES) episodes.shift();
    },
    handled(timeMs) {
      firstHandledMs = Math.min(firstHandledMs, timeMs);
    },
    isReinfection(nowMs) {
      return episodes.some(({ startMs }) => startMs > nowMs - WEEK_MS && startMs > firstHandledMs);
    },
    isRecurring(nowMs) {
      return episodes.filter(({ startMs }) => startMs > nowMs - WEEK_MS).length >= RECURRING;
    },
  };
}

/** Makes one bout of the one at `index` and the one before it, if they are close. */
function join(episodes: Episode[], index: number): void {
  const before = episodes[index - 1];
  const next = episodes[index];
  if (before === undefined || next === undefined || next.startMs - before.endMs > GAP_MS) return;
  before.endMs = Math.max(before.endMs, next.endMs);
  episodes.splice(index, 1);
}
