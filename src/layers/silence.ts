// Silence is a posture check: what Sigma cannot say, because there is no event to match (row L2-15).
import type { LogSource } from '../event/event.ts';

/** What a stream carries, as far as it changes how long a silence is normal. */
export type StreamKind = 'firewall' | 'antivirus' | 'sensor' | 'endpoint';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;

/**
 * Longest silence that is normal where the configuration does not say: 15 minutes for a sensor, 60 for a firewall,
 * 4 hours for an anti-malware console (L2-15). Workstations are switched off at night: a day.
 */
const DEFAULT_CADENCE_MS = {
  sensor: 15 * MINUTE_MS,
  firewall: HOUR_MS,
  antivirus: 4 * HOUR_MS,
  endpoint: 24 * HOUR_MS,
} as const satisfies Record<StreamKind, number>;

export interface StreamActivity {
  /** The source's own `cadence`; null = the default of its kind. */
  readonly cadenceMs: number | null;
  /** What its events were; null before the first one. */
  readonly kind: StreamKind | null;
  /** Time of its last event; null = none yet. */
  readonly lastEventMs: number | null;
  /** Since when it is expected to send: the start of watching. */
  readonly sinceMs: number;
}

export interface Silence {
  /** `waiting` = nothing came yet, but the cadence has not passed either: neither good nor silent. */
  readonly state: 'sending' | 'waiting' | 'silent';
  /** Since the last event, or since the start of watching; never negative. */
  readonly silentForMs: number;
  /** When it becomes, or became, silent. */
  readonly dueMs: number;
}

/** A stream that never sent anything is silent once its cadence has passed: it must not look healthy. */
export function judgeSilence(stream: StreamActivity, nowMs: number): Silence {
  const { cadenceMs, kind, lastEventMs, sinceMs } = stream;
  const allowedMs = cadenceMs ?? DEFAULT_CADENCE_MS[kind ?? 'firewall'];
  // a log read from its start may end long before the watching began: that silence is real
  const startMs = lastEventMs ?? sinceMs;
  // an event from the future (a clock that runs ahead) does not make a stream alive for longer than one from now
  const silentForMs = Math.max(0, nowMs - startMs);
  const dueMs = Math.min(startMs, nowMs) + allowedMs;
  if (silentForMs > allowedMs) return { state: 'silent', silentForMs, dueMs };
  return { state: lastEventMs === null ? 'waiting' : 'sending', silentForMs, dueMs };
}

/** The kind of stream that events with these log sources make; null when they say nothing of it. */
export function streamKindOf(logSources: readonly LogSource[]): StreamKind | null {
  for (const { category, product } of logSources) {
    if (category === 'antivirus') return 'antivirus';
    if (category === 'firewall') return 'firewall';
    if (category === 'ids' || product === 'zeek' || product === 'suricata') return 'sensor';
  }
  return logSources.some(({ product }) => product === 'windows' || product === 'linux')
    ? 'endpoint'
    : null;
}
