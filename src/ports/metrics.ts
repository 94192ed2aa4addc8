// Serving numbers and health to monitoring systems over HTTP.

/** One number of the service, with its labels. Texts may hold anything: the server escapes them. */
export interface Sample {
  readonly labels: Readonly<Record<string, string>>;
  readonly value: number;
}

/** Samples of one name. Names follow https://prometheus.io/docs/practices/naming/. */
export interface Metric {
  readonly name: string;
  readonly help: string;
  readonly kind: 'counter' | 'gauge';
  readonly samples: readonly Sample[];
}

/** What is served; asked for at each request. */
export interface MetricsPages {
  metrics(): readonly Metric[];
  /** Why the service is not well; [] = it is. */
  faults(): readonly string[];
}

export interface MetricsServer {
  /** The port in use. */
  readonly port: number;
  /** Ends every connection, then resolves. */
  close(): Promise<void>;
}

export interface MetricsPlace {
  readonly address: string;
  /** 0 = any that is free (tests). */
  readonly port: number;
}

/** Resolves to the server, or to why it cannot be opened (`EADDRINUSE`). */
export type OpenMetrics = (
  place: MetricsPlace,
  pages: MetricsPages,
) => Promise<MetricsServer | string>;
