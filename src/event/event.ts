// The Event every room speaks: one decoded, normalised, attributed log record.

/** A field's value: what JSON can say. Nested objects come from JSON sources and may hold any key. */
export type FieldValue =
  string | number | boolean | null | readonly FieldValue[] | { readonly [key: string]: FieldValue };

/** Field name to value. A Map, because names come from logs and may be `__proto__`. */
export type Fields = ReadonlyMap<string, FieldValue>;

/** A Sigma log source (specification 2.1, "Log source"); null = the event says nothing there. Lower case. */
export interface LogSource {
  readonly category: string | null;
  readonly product: string | null;
  readonly service: string | null;
}

/** Where a record was read: for evidence, and for the reader who wants to open the file at that line. */
export interface Origin {
  /** Id of the source (one stream of log lines). */
  readonly source: string;
  /** Path as found; `archive!member` inside an archive; `-` for standard input. */
  readonly file: string;
  /** 1-based line; record number for binary formats. */
  readonly line: number;
}

/** How `timeMs` was found: read from the record, taken from the record before it, or the time of reading. */
export type TimeOrigin = 'record' | 'previous' | 'received';

/** Who an event belongs to (product.md, "attribution"); null = unknown, shown as such and never guessed. */
export interface Attribution {
  readonly unit: string | null;
  readonly system: string | null;
  /** Canonical machine name of the inventory, else the host or address as logged. */
  readonly machine: string | null;
}

export interface Event extends Attribution {
  readonly origin: Origin;
  /** Name of the format that read the record; `unparsed` when none did. */
  readonly format: string;
  /** Event time, milliseconds since 1970-01-01 UTC. */
  readonly timeMs: number;
  readonly timeOrigin: TimeOrigin;
  /** The device that logged the record, as it calls itself; null when the record does not say. */
  readonly host: string | null;
  /** All log sources the record belongs to (a Sysmon 12 is registry_event and registry_add). Interned arrays:
   * events of one kind share one array, so that engines may cache by identity. */
  readonly logSources: readonly LogSource[];
  /** Sigma taxonomy names where the taxonomy defines them, else the vendor's names. Holds `soclite.unit`,
   * `soclite.system` when known. */
  readonly fields: Fields;
  /** The record as read: `encodeUtf8(raw)` (util/utf8) gives back the bytes. */
  readonly raw: string;
}
