import type { Clock } from '../../ports.ts';
import type { ServiceStore } from '../../ports/store.ts';

/** How long commits take, and whether the store takes them. */
export interface CommitCounts {
  readonly commits: number;
  readonly seconds: number;
  readonly lastSeconds: number;
  readonly faults: number;
  /** Why the last commit failed; null = it went through. */
  readonly fault: string | null;
}

export interface MeteredStore {
  readonly store: ServiceStore;
  readonly counts: () => CommitCounts;
}

/** The store, its commits counted. */
export function meterCommits(store: ServiceStore, clock: Clock): MeteredStore {
  let counts: CommitCounts = { commits: 0, seconds: 0, lastSeconds: 0, faults: 0, fault: null };
  const commit: ServiceStore['commit'] = (what) => {
    const startedMs = clock.nowMs();
    try {
      store.commit(what);
    } catch (error) {
      const fault = error instanceof Error ? error.message : String(error);
      counts = { ...counts, faults: counts.faults + 1, fault };
      throw error;
    }
    // the clock may have been set back
    const lastSeconds = Math.max(0, clock.nowMs() - startedMs) / 1000;
    counts = {
      ...counts,
      commits: counts.commits + 1,
      seconds: counts.seconds + lastSeconds,
      lastSeconds,
      fault: null,
    };
  };
  const metered = new Proxy(store, {
    get(target, key) {
      if (key === 'commit') return commit;
      const value: unknown = Reflect.get(target, key, target);
      // its methods reach into what is private to it
      const bound: unknown = typeof value === 'function' ? value.bind(target) : value;
      return bound;
    },
  });
  return { store: metered, counts: () => counts };
}
