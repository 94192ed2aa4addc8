// What people do with alerts (design: alert life cycle). Acts are data: a store appends them as steps, applies them
// and chains them; who may act and what it means is decided here and nowhere else.
import type { Layer } from '../sigma/soclite-keys.ts';
import type { Level } from '../sigma/rule.ts';

export const ALERT_STATES = ['new', 'acked', 'escalated', 'closed'] as const;
export type AlertState = (typeof ALERT_STATES)[number];

/** đúng, báo nhầm, vô hại, trùng, diễn tập. */
export const VERDICTS = [
  'true-positive',
  'false-positive',
  'benign',
  'duplicate',
  'drill',
] as const;
export type Verdict = (typeof VERDICTS)[number];

/** To whom an alert is handed on: the SOC (layer 2), the leadership, the national centre (layer 4). */
export const ESCALATION_TARGETS = ['layer-2', 'leadership', 'layer-4'] as const;
export type EscalationTarget = (typeof ESCALATION_TARGETS)[number];

/** An act on one alert. */
export type AlertAct =
  | { readonly kind: 'ack' }
  | { readonly kind: 'escalate'; readonly to: EscalationTarget; readonly ticket: string | null }
  | { readonly kind: 'close'; readonly verdict: Verdict; readonly reason: string }
  | { readonly kind: 'reopen'; readonly reason: string }
  /** Gives an acked or escalated alert back to the queue, at hand-over. */
  | { readonly kind: 'release'; readonly reason: string }
  | { readonly kind: 'note'; readonly text: string }
  /** Takes back the step with this sequence number, the alert's last one, by the same actor. */
  | { readonly kind: 'undo'; readonly sequence: number };

/** Which alerts a suppression holds; what is left out does not restrict, and at least one part is given. */
export interface SuppressionScope {
  readonly ruleId?: string;
  /** Null = unknown unit. */
  readonly unit?: string | null;
  readonly layer?: Layer;
  readonly maximumLevel?: Level;
  readonly machine?: string;
  /** Pairs that the alert's group key must hold. */
  readonly groupKey?: readonly { readonly field: string; readonly value: string }[];
}

/**
 * An expiring rule about rules: alerts in its scope are raised, counted and kept, but do not stand in the queue and
 * notify nobody. `exception` = known and accepted; `maintenance` = announced work.
 */
export interface Suppression {
  /** `<kind>-<sequence number of the step that made it>`. */
  readonly id: string;
  readonly kind: 'exception' | 'maintenance';
  readonly scope: SuppressionScope;
  readonly owner: string;
  readonly reason: string;
  readonly fromMs: number;
  /** At most 30 days after `fromMs`. */
  readonly untilMs: number;
}

/** An act on no single alert. */
export type QueueAct =
  | { readonly kind: 'suppress'; readonly suppression: Omit<Suppression, 'id'> }
  | { readonly kind: 'lift'; readonly suppressionId: string; readonly reason: string };

/** One thing that somebody did; append-only. */
export interface Step {
  /** 1, 2, 3 … over all alerts. */
  readonly sequence: number;
  /** Null for a queue act. */
  readonly alertId: string | null;
  readonly act: AlertAct | QueueAct;
  /** The OS user, or the name that soclite.yml maps it to. */
  readonly actor: string;
  readonly timeMs: number;
  /** Hex SHA-256 over the step before (`previousHash`) and everything above; see `chain.ts`. */
  readonly previousHash: string;
  readonly hash: string;
}

/** Where an alert stands after all its steps. */
export interface AlertStatus {
  readonly state: AlertState;
  readonly owner: string | null;
  readonly escalatedTo: EscalationTarget | null;
  readonly ticket: string | null;
  readonly verdict: Verdict | null;
  readonly reason: string | null;
  /** Number of steps on this alert; an act names the version that its actor saw. */
  readonly version: number;
  /** Since when it is in this state; null while untouched. */
  readonly sinceMs: number | null;
}
