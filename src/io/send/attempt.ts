export interface SendEffects {
  readonly env: Readonly<Record<string, string | undefined>>;
}

/** What a way of sending is given beside channel and message. */
export interface Attempt extends SendEffects {
  /** Ends when the time is up or soclite stops. */
  readonly signal: AbortSignal;
  /** Notes a secret that must not stand in an error. */
  readonly keepSecret: (secret: string) => void;
}
