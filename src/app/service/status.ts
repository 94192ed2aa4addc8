import type { ListenStats } from '../../ports/listen.ts';
import type { MonitorView } from '../dashboard-snapshot.ts';
import type { Loss } from '../monitor.ts';

/** Under which key of the store's state the service tells how it is. */
export const STATUS_KEY = 'status';

/** How a running service is: for its own faces, viewers, `soclite status` and the metrics. */
export interface ServiceStatus extends MonitorView {
  /** Of this structure. */
  readonly version: 1;
  readonly pid: number;
  readonly host: string;
  /** Version of soclite. */
  readonly program: string;
  readonly startedMs: number;
  /** When this was written; a service that runs writes at least every five seconds. */
  readonly nowMs: number;
  /** False while the backlog is read: silence and counts are not true yet. */
  readonly isReady: boolean;
  /** It was told to stop, and this is the last that it wrote. */
  readonly isStopped: boolean;
  /** Resident memory of the process. */
  readonly memoryBytes: number;
  readonly sources: readonly SourceStatus[];
  readonly losses: readonly Loss[];
  /** What this run has received; null when nothing listens. */
  readonly listening: ListenStats | null;
}

/** What was read of a source by all runs on this store. */
export interface SourceStatus {
  readonly id: string;
  readonly lines: number;
  readonly bytes: number;
  readonly unparsed: number;
  /** Lines that were cut because they were too long. */
  readonly dropped: number;
  /** Event time of its latest event; null = none yet. */
  readonly lastEventMs: number | null;
}

/** What the last service wrote; null when there never was one, or one of another version. */
export function readStatus(text: string | null): ServiceStatus | null {
  if (text === null) return null;
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the service wrote it, the store guards its rows
  const status = JSON.parse(text) as ServiceStatus;
  return Number(status.version) === 1 ? status : null;
}
