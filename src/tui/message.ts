import type { DashboardData } from './dashboard-data.ts';

/** What happens to the dashboard. */
export type Message =
  /** A key by name: the character itself, or `enter`, `escape`, `up`, `ctrl-c`, `f1`, `space` ... */
  | { readonly kind: 'key'; readonly key: string }
  | { readonly kind: 'paste'; readonly text: string }
  | { readonly kind: 'resize'; readonly columns: number; readonly rows: number }
  | { readonly kind: 'data'; readonly data: DashboardData }
  /** The input ended: the terminal is gone. */
  | { readonly kind: 'end' };
