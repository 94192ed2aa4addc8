// What the thread that listens and the main one tell each other.
import type { ListenPlan, ListenStats } from '../../ports/listen.ts';
import type { Problem } from '../../util/problem.ts';

export type ToThread =
  | { readonly kind: 'start'; readonly plan: ListenPlan; readonly name: string }
  | { readonly kind: 'deletable'; readonly request: number; readonly isDeletable: boolean }
  | { readonly kind: 'stop' };

export type FromThread =
  | { readonly kind: 'started' | 'stats' | 'stopped'; readonly stats: ListenStats }
  | { readonly kind: 'problem'; readonly problem: Problem }
  | { readonly kind: 'may-delete'; readonly request: number; readonly path: string };

/** Only our own two sides write to the channel. */
export function isThreadMessage<T extends ToThread | FromThread>(message: unknown): message is T {
  return typeof message === 'object' && message !== null && 'kind' in message;
}
