import type { FieldValue } from '../event/event.ts';
import type { Frame, Framer } from '../ingest/frame.ts';
import type { Mapping } from './mapping.ts';
import type { TimeZone } from './timestamp.ts';

/** What decoding needs to know of the stream: the same values must give the same records. */
export interface StreamContext {
  /** Zone of times that carry none. */
  readonly zone: TimeZone;
  /** The file's modification time, or the time of reading for live streams: settles years that are not written. */
  readonly referenceTimeMs: number;
  /** User-written mappings for products without a public format (antivirus consoles). */
  readonly mappings: readonly Mapping[];
}

/** Names the normaliser's table: whose field names a record carries. */
export type Dialect = 'windows' | 'fortigate' | 'antivirus' | 'syslog' | 'generic';

/** One record as its product wrote it; normalise/ turns it into Sigma's taxonomy. */
export interface DecodedRecord {
  /** Name of the format that read it. With an envelope the inner format's (`fortigate`, not `syslog`). */
  readonly format: string;
  readonly dialect: Dialect;
  /** Milliseconds since 1970-01-01 UTC; null when the record has no readable time. */
  readonly timeMs: number | null;
  /** The device that logged the record, as it calls itself. */
  readonly host: string | null;
  readonly fields: ReadonlyMap<string, FieldValue>;
  /** 1-based number of the line (record number for binary formats) where the record starts. */
  readonly line: number;
  /** The record as read; see util/utf8 `decodeUtf8`. */
  readonly raw: string;
}

export type DecodeResult =
  /** The frame completed these records (several for a binary frame or a closed multi-line record). */
  | { readonly kind: 'records'; readonly records: readonly DecodedRecord[] }
  /** The frame is a header, comment or blank line: accounted for, no event. */
  | { readonly kind: 'header' }
  /** The frame belongs to a record that a later frame (or `flush`) completes. */
  | { readonly kind: 'pending' }
  /** Not this format; `reason` is for `soclite parse`: lower case, no full stop. */
  | { readonly kind: 'mismatch'; readonly reason: string };

/** Reads one stream. Holds per-stream state (a CSV header, an open multi-line record). Never throws on data. */
export interface Decoder {
  decode(frame: Frame): DecodeResult;
  /** The stream ended (or was idle): records still open. */
  flush(): readonly DecodedRecord[];
}

/** A log format: one frozen object a file, listed in `formats.ts`. Adding a format touches these two files. */
export interface Format {
  readonly name: string;
  /** What it reads, for `soclite parse` and docs. */
  readonly title: string;
  /** Vendor documentation the decoder follows. */
  readonly reference: string;
  /** `lines`, or the framer of a binary format. */
  readonly framing: 'lines' | (() => Framer);
  /** Whether a stream that begins with these bytes can be this format. Cheap; false positives are allowed. */
  recognise(head: Uint8Array): boolean;
  createDecoder(context: StreamContext): Decoder;
  /** Sample lines with the fields they must decode to: the format tests itself (test/decode/formats.test.ts). */
  readonly samples: readonly FormatSample[];
}

export interface FormatSample {
  /** The lines of one stream, in order (a CSV sample starts with its header). */
  readonly lines: readonly string[];
  /** Expected fields of the last record, a subset. */
  readonly fields: Readonly<Record<string, FieldValue>>;
  /** Expected time of the last record, ISO 8601 in UTC, with `Asia/Ho_Chi_Minh` as the zone and 2026-11-23T00:00:00Z as reference time. */
  readonly time: string | null;
  readonly host: string | null;
}
