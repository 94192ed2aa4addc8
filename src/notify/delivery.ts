import type { GatherKind, Tally } from './digest.ts';
import type { Item } from './item.ts';

/** One message to one channel. */
export interface Delivery {
  /** Of the news, or of route, kind and time of a digest; receivers drop what they had. Unique with `channel`. */
  readonly id: string;
  readonly channel: string;
  readonly kind: 'alert' | GatherKind;
  readonly createdMs: number;
  readonly items: readonly Item[];
  /** Of a digest; null for a single alert. */
  readonly tally: Tally | null;
  readonly attempts: number;
  /** Why the last attempt failed. */
  readonly error: string | null;
}

/** A message that was given up; it waits for a person. */
export interface DeadLetter {
  readonly delivery: Delivery;
  readonly timeMs: number;
}

/** What became of an attempt. */
export type Attempt =
  | { readonly ok: true }
  /** `isRefused`: the receiver does not want this message, however often it comes. */
  | { readonly ok: false; readonly isRefused: boolean; readonly error: string };
