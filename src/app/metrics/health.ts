import type { ServiceStatus } from '../service/status.ts';
import type { CommitCounts } from './commit-meter.ts';

/** A service that runs writes every five seconds. */
const STALE_MS = 15_000;

export interface HealthInput {
  /** What the service wrote last; null = nothing yet. */
  readonly status: ServiceStatus | null;
  readonly commits: CommitCounts;
  /** Why the store cannot be read; null = it can. */
  readonly readFault: string | null;
  /** Being further behind is a fault. */
  readonly maxLagMs: number;
  readonly nowMs: number;
}

/** Why the service is not well; [] = it is. */
export function findFaults(input: HealthInput): readonly string[] {
  const { status, commits, readFault, maxLagMs, nowMs } = input;
  const store = [commits.fault, readFault].flatMap((fault) =>
    fault === null ? [] : [`store: ${fault}`],
  );
  if (status === null) return [...store, 'the service has written nothing yet'];
  const faults = [...store];
  const { reading, isReady } = status;
  const quietMs = Math.abs(nowMs - status.nowMs);
  if (quietMs > STALE_MS)
    faults.push(`the service has written nothing for ${Math.round(quietMs / 1000)} s`);
  faults.push(...reading.problems.filter((text) => text.startsWith('reading waits')));
  if (reading.lagMs > maxLagMs)
    faults.push(
      `lag: ${Math.round(reading.lagMs / 1000)} s behind, the limit is ${maxLagMs / 1000} s`,
    );
  // before the backlog is read nobody knows which are there
  if (isReady && reading.sourcesUp < reading.sourcesTotal)
    faults.push(
      `sources: only ${reading.sourcesUp} of ${reading.sourcesTotal} can be read: soclite doctor`,
    );
  return [...new Set(faults)];
}
