import type { AlertAct, SuppressionScope } from '../lifecycle/act.ts';
import type { ActTarget } from './desk.ts';

/** What the dashboard asks of the world; app/ carries it out. */
export type Command =
  | { readonly kind: 'quit' }
  | { readonly kind: 'suspend' }
  /** Paint every cell anew. */
  | { readonly kind: 'redraw' }
  /** Put `text` on the terminal's clipboard; it is display text already. */
  | { readonly kind: 'copy'; readonly text: string }
  /** Answered by the message `acted`. An undo takes back the person's last step on each alert. */
  | {
      readonly kind: 'act';
      readonly targets: readonly ActTarget[];
      readonly act: Exclude<AlertAct, { readonly kind: 'undo' }> | { readonly kind: 'undo' };
    }
  /** An exception from now on; answered by `suppressed`. */
  | {
      readonly kind: 'suppress';
      readonly scope: SuppressionScope;
      readonly durationMs: number;
      readonly reason: string;
    }
  /** What became of the open alert; answered by `story`. */
  | { readonly kind: 'tell-story'; readonly id: string }
  /** How many alerts of the last 30 days an exception would have held; answered by `past-counted`. */
  | { readonly kind: 'count-past'; readonly scope: SuppressionScope };
