// What is worth telling somebody about an alert. An alert grows with every finding; people are told of few of its changes.
import { levelRank } from '../alert/order.ts';
import type { Alert } from '../alert/alert.ts';
import type { AlertStatus } from './act.ts';

/**
 * `new`, `recurring` (it was closed before), `escalated` by a person, `raised` = more severe than told before, `grown` =
 * ten, a hundred, a thousand … findings.
 */
export const NEWS_KINDS = ['new', 'recurring', 'escalated', 'raised', 'grown'] as const;
export type NewsKind = (typeof NEWS_KINDS)[number];

/** What was told of an alert, or known without telling. */
export interface Told {
  /** Rank of its severity. */
  readonly rank: number;
  /** Digits of its count. */
  readonly digits: number;
  /** When it was escalated; null = not. */
  readonly escalatedMs: number | null;
}

export interface News {
  readonly kind: NewsKind;
  /** The same for the same news, however often it is found: receivers know repeats by it. */
  readonly id: string;
}

export interface KnownAlert {
  readonly alert: Alert;
  readonly status: AlertStatus;
  readonly recurrenceOf: string | null;
  readonly suppressedBy: string | null;
}

/** The most important news of an alert since `told`; null = there is none. A suppressed alert is no news. */
export function findNews(told: Told | null, known: KnownAlert): News | null {
  const { alert, status, recurrenceOf, suppressedBy } = known;
  if (suppressedBy !== null) return null;
  const news = (kind: NewsKind, mark: string): News => ({
    kind,
    id: `${alert.id}:${kind}${mark === '' ? '' : `:${mark}`}`,
  });
  const now = toTold(known, null);
  if (now.escalatedMs !== null && now.escalatedMs !== told?.escalatedMs)
    return news('escalated', String(now.escalatedMs));
  if (status.state === 'closed') return null;
  if (told === null) {
    // somebody has it in hand already
    if (status.version > 0) return null;
    return news(recurrenceOf === null ? 'new' : 'recurring', '');
  }
  if (now.rank > told.rank) return news('raised', alert.severity);
  if (now.digits > told.digits) return news('grown', String(10 ** (now.digits - 1)));
  return null;
}

/** What counts as told from now on. */
export function toTold({ alert, status }: KnownAlert, before: Told | null): Told {
  return {
    rank: Math.max(levelRank(alert.severity), before?.rank ?? 0),
    digits: Math.max(String(Math.max(1, Math.trunc(alert.count))).length, before?.digits ?? 0),
    escalatedMs: status.state === 'escalated' ? (status.sinceMs ?? 0) : null,
  };
}
