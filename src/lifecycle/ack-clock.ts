import type { Alert } from '../alert/alert.ts';
import type { Level } from '../sigma/rule.ts';
import type { AlertStatus } from './act.ts';

/** How long an alert of a severity may wait to be taken, milliseconds; null = as long as it likes. */
export type AckLimits = Readonly<Record<Level, number | null>>;

export const DEFAULT_ACK_LIMITS: AckLimits = {
  critical: 15 * 60_000,
  high: 3_600_000,
  medium: 4 * 3_600_000,
  low: 86_400_000,
  informational: null,
};

export interface AckClock {
  readonly elapsedMs: number;
  readonly limitMs: number;
  /** Warned at half and at four fifths of the limit. */
  readonly stage: 'calm' | 'half' | 'near' | 'overdue';
}

/** The clock of an alert that nobody has taken: from its first event, or from when it came back; null = it has none. */
export function ackClock(
  { severity, firstMs }: Pick<Alert, 'severity' | 'firstMs'>,
  { state, sinceMs }: Pick<AlertStatus, 'state' | 'sinceMs'>,
  { nowMs, limits = DEFAULT_ACK_LIMITS }: { readonly nowMs: number; readonly limits?: AckLimits },
): AckClock | null {
  const limitMs = limits[severity];
  if (state !== 'new' || limitMs === null) return null;
  const elapsedMs = Math.max(nowMs - (sinceMs ?? firstMs), 0);
  return { elapsedMs, limitMs, stage: toStage(elapsedMs / limitMs) };
}

function toStage(share: number): AckClock['stage'] {
  if (share > 1) return 'overdue';
  if (share >= 0.8) return 'near';
  return share >= 0.5 ? 'half' : 'calm';
}
