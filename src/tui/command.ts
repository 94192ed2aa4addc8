/** What the dashboard asks of the world; app/ carries it out. */
export type Command =
  | { readonly kind: 'quit' }
  | { readonly kind: 'suspend' }
  /** Paint every cell anew. */
  | { readonly kind: 'redraw' }
  /** Put `text` on the terminal's clipboard; it is display text already. */
  | { readonly kind: 'copy'; readonly text: string };
