// Every number that `/metrics` serves; docs/operations.md lists them, and a test compares.
import type { AlertState } from '../../lifecycle/act.ts';
import type { ListenerStats } from '../../ports/listen.ts';
import type { Metric, Sample } from '../../ports/metrics.ts';
import type { Level } from '../../sigma/rule.ts';
import type { ServiceStatus, SourceStatus } from '../service/status.ts';
import type { CommitCounts } from './commit-meter.ts';

/** Alerts in the queue of one severity and state. */
export interface QueueCount {
  readonly severity: Level;
  readonly state: AlertState;
  readonly alerts: number;
}

export interface NotificationCounts {
  readonly pending: number;
  readonly dead: number;
  readonly sent: number;
  readonly failed: number;
}

export interface MetricsInput {
  readonly program: string;
  /** Null = nothing was written yet. */
  readonly status: ServiceStatus | null;
  readonly commits: CommitCounts;
  readonly isHealthy: boolean;
  /** It can be read, and took the last commit. */
  readonly isStoreUp: boolean;
  /** Null = the store cannot be read now. */
  readonly queue: readonly QueueCount[] | null;
  readonly notifications: NotificationCounts | null;
  readonly freeDiskBytes: number | null;
}

type Row = readonly [kind: Metric['kind'], name: string, help: string, samples: readonly Sample[]];

export function serviceMetrics(input: MetricsInput): readonly Metric[] {
  const rows = [
    ...processRows(input),
    ...readingRows(input.status),
    ...queueRows(input),
    ...listenerRows(input.status?.listening?.listeners ?? []),
    ...spoolRows(input.status),
  ];
  return rows.map(([kind, name, help, samples]) => ({
    kind,
    name: `soclite_${name}`,
    help,
    samples,
  }));
}

/** One number without labels; null = unknown, no sample. */
function one(value: number | null | undefined): readonly Sample[] {
  return value === null || value === undefined ? [] : [{ labels: {}, value }];
}

function processRows({
  program,
  status,
  commits,
  isHealthy,
  isStoreUp,
  freeDiskBytes,
}: MetricsInput): readonly Row[] {
  return [
    ['gauge', 'build_info', 'Version of soclite.', [{ labels: { version: program }, value: 1 }]],
    ['gauge', 'healthy', '1 when /healthz says ok.', one(isHealthy ? 1 : 0)],
    [
      'gauge',
      'ready',
      '1 once the backlog is read.',
      one(status === null ? 0 : Number(status.isReady)),
    ],
    [
      'gauge',
      'start_time_seconds',
      'Start of the service, Unix time.',
      one(status && status.startedMs / 1000),
    ],
    [
      'gauge',
      'status_time_seconds',
      'When the numbers were last written, Unix time.',
      one(status && status.nowMs / 1000),
    ],
    ['gauge', 'memory_bytes', 'Resident memory of the process.', one(status?.memoryBytes)],
    ['gauge', 'disk_free_bytes', 'Free on the disk of the data folder.', one(freeDiskBytes)],
    ['gauge', 'rules_loaded', 'Rules in use.', one(status?.rules.rulesLoaded)],
    ['gauge', 'rules_refused', 'Rules that cannot be used.', one(status?.rules.rulesRefused)],
    [
      'counter',
      'commits_total',
      'Commits that went through since the start.',
      one(commits.commits),
    ],
    ['counter', 'commit_seconds_total', 'Time that these took.', one(commits.seconds)],
    [
      'gauge',
      'last_commit_duration_seconds',
      'Time that the last one took.',
      one(commits.lastSeconds),
    ],
    [
      'counter',
      'store_faults_total',
      'Commits that failed since the start; each is tried again.',
      one(commits.faults),
    ],
    [
      'gauge',
      'store_up',
      '1 while the store can be read and takes commits.',
      one(isStoreUp ? 1 : 0),
    ],
  ];
}

function readingRows(status: ServiceStatus | null): readonly Row[] {
  const sources = (value: (source: SourceStatus) => number | null): readonly Sample[] =>
    (status?.sources ?? []).flatMap((source) =>
      one(value(source)).map((sample) => ({ ...sample, labels: { source: source.id } })),
    );
  const units = Object.entries(status?.units ?? {}).map(([unit, { isSilent }]) => ({
    labels: { unit },
    value: isSilent ? 1 : 0,
  }));
  const losses = (status?.losses ?? []).map(({ kind, count }) => ({
    labels: { kind },
    value: count,
  }));
  const reading = status?.reading;
  return [
    ['counter', 'events_total', 'Events read.', one(status?.events)],
    ['gauge', 'lag_seconds', 'How far the work is behind.', one(reading && reading.lagMs / 1000)],
    ['gauge', 'sources_up', 'Sources that have a file that can be read.', one(reading?.sourcesUp)],
    ['gauge', 'sources_expected', 'Sources of the configuration.', one(reading?.sourcesTotal)],
    [
      'counter',
      'source_lines_total',
      'Lines of a source, over all runs.',
      sources(({ lines }) => lines),
    ],
    [
      'counter',
      'source_bytes_total',
      'Bytes of a source, over all runs.',
      sources(({ bytes }) => bytes),
    ],
    [
      'counter',
      'source_unparsed_lines_total',
      'Lines that no format reads.',
      sources(({ unparsed }) => unparsed),
    ],
    [
      'counter',
      'source_cut_lines_total',
      'Lines that were too long and cut.',
      sources(({ dropped }) => dropped),
    ],
    [
      'gauge',
      'source_last_event_time_seconds',
      'Event time of the latest event of a source, Unix time.',
      sources(({ lastEventMs }) => (lastEventMs === null ? null : lastEventMs / 1000)),
    ],
    ['gauge', 'unit_silent', '1 for a unit that should send and does not.', units],
    ['counter', 'losses_total', 'What was given up for want of room, by kind.', losses],
  ];
}

function queueRows({ queue, notifications }: MetricsInput): readonly Row[] {
  const open = (queue ?? []).map(({ severity, state, alerts }) => ({
    labels: { severity, state },
    value: alerts,
  }));
  return [
    ['gauge', 'alerts_open', 'Alerts in the queue by severity and state.', open],
    [
      'gauge',
      'notifications_pending',
      'Notifications that wait to be sent.',
      one(notifications?.pending),
    ],
    [
      'gauge',
      'notifications_dead',
      'Notifications given up that wait for a person.',
      one(notifications?.dead),
    ],
    [
      'counter',
      'notifications_sent_total',
      'Notifications that receivers took.',
      one(notifications?.sent),
    ],
    ['counter', 'notifications_failed_total', 'Attempts that failed.', one(notifications?.failed)],
  ];
}

function listenerRows(listeners: readonly ListenerStats[]): readonly Row[] {
  const each = (value: (listener: ListenerStats) => number | null): readonly Sample[] =>
    listeners.flatMap((listener) =>
      one(value(listener)).map((sample) => ({
        ...sample,
        labels: { listener: listener.id, protocol: listener.protocol },
      })),
    );
  return [
    [
      'gauge',
      'listener_up',
      '1 while the port is open.',
      each(({ isListening }) => Number(isListening)),
    ],
    ['gauge', 'listener_connections', 'Open connections.', each(({ connections }) => connections)],
    [
      'counter',
      'listener_messages_total',
      'Messages received since the start.',
      each(({ messages }) => messages),
    ],
    ['counter', 'listener_bytes_total', 'Bytes of these.', each(({ bytes }) => bytes)],
    [
      'counter',
      'listener_dropped_messages_total',
      'Messages given up: the disk was slower.',
      each(({ dropped }) => dropped),
    ],
    [
      'counter',
      'listener_cut_messages_total',
      'Messages too long or broken off.',
      each(({ cut }) => cut),
    ],
    [
      'counter',
      'listener_kernel_dropped_messages_total',
      'Datagrams that the kernel dropped.',
      each(({ kernelDropped }) => kernelDropped),
    ],
    [
      'counter',
      'listener_refused_connections_total',
      'Connections refused.',
      each(({ refused }) => refused),
    ],
    [
      'counter',
      'listener_bad_handshakes_total',
      'TLS handshakes that failed.',
      each(({ badHandshakes }) => badHandshakes),
    ],
  ];
}

function spoolRows(status: ServiceStatus | null): readonly Row[] {
  const spool = status?.listening?.spool;
  return [
    ['gauge', 'spool_bytes', 'Size of the spool.', one(spool?.bytes)],
    [
      'counter',
      'spool_deleted_bytes_total',
      'Bytes deleted because the spool was full.',
      one(spool?.deletedBytes),
    ],
  ];
}
