/** What a shell sees (product.md): the larger fault wins, an input failure over alerts. */
export const EXIT = {
  /** Nothing was found, nothing failed. */
  clean: 0,
  /** Alerts (scan), failing cases (rules test), problems (rules check). */
  findings: 1,
  /** Some input or rule failed: the answer may be incomplete. */
  incomplete: 2,
  /** Wrong usage or configuration: nothing was done. */
  usage: 3,
} as const;

export type ExitCode = (typeof EXIT)[keyof typeof EXIT];
