import type { FieldValue } from '../event/event.ts';
import type { Frame, Framer } from '../ingest/frame.ts';
import type { FormatSample } from './format-sample.ts';
import type { Mapping } from './mapping.ts';
import type { TimeZone } from './timestamp.ts';

/** What decoding needs to know of the stream: the same values must give the same records. */
export interface StreamContext {
  /** Zone of times that carry none. */
  readonly zone: TimeZone;
  /**
   * The file's modification time, or the time of reading for live streams: settles years that are not written. Read
   * anew for each record, so that a live stream may give a getter: one that stays open over New Year needs it.
   */
  readonly referenceTimeMs: number;
  /** User-written mappings for products without a public format (antivirus consoles). */
  readonly mappings: readonly Mapping[];
}

/** Names the normaliser's table: whose field names a record carries. */
export type Dialect =
  | 'windows'
  | 'fortigate'
  | 'cef'
  | 'leef'
  | 'filterlog'
  | 'netfilter'
  | 'mikrotik'
  | 'sophos-firewall'
  | 'sonicwall'
  | 'juniper'
  | 'unifi'
  | 'antivirus'
  | 'syslog'
  | 'cisco-ios'
  | 'paloalto'
  | 'checkpoint'
  | 'generic'
  | 'cisco-asa';

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

/**
 * What a decoder carries from one frame to the next. A decoder without it must read each frame by itself; the
 * conformance tests (test/conformance) hold every format to that by cutting its samples at every place.
 */
export interface DecoderState {
  /** All that later results depend on, an open record included; null = as new. */
  save(): string | null;
  /**
   * For a new decoder: goes on as the one that was saved. False when it cannot (its mapping was edited meanwhile); it
   * then has no open record, and the lines of the one that was saved are read afresh.
   */
  restore(saved: string): boolean;
}

/**
 * Reads the lines of one stream. Holds per-stream state (a CSV header, an open multi-line record). Never throws on
 * data. Takes text, not bytes: a line that several formats are asked about is decoded to text once.
 */
export interface LineDecoder {
  /** `line` is 1-based; the text has no line terminator and no byte order mark. */
  decode(text: string, line: number): DecodeResult;
  /** The stream ended (or was idle): records still open. */
  flush(): readonly DecodedRecord[];
  /** Absent when no line depends on another. */
  readonly state?: DecoderState;
}

/** Reads the frames of one binary stream. Never throws on data. */
export interface FrameDecoder {
  decode(frame: Frame): DecodeResult;
  /** The stream ended: records still open. */
  flush(): readonly DecodedRecord[];
  /** Absent when no frame depends on another. */
  readonly state?: DecoderState;
}

export interface FormatBase {
  readonly name: string;
  /** What it reads, for `soclite parse` and docs. */
  readonly title: string;
  /** Vendor documentation the decoder follows. */
  readonly reference: string;
  /** Sample lines with the fields they must decode to: the format tests itself (test/decode/formats.test.ts). */
  readonly samples: readonly FormatSample[];
}

/** A text format, one line (or several) a record. Whether a line is of this format, its decoder says line by line. */
export interface LineFormat extends FormatBase {
  readonly framing: 'lines';
  createDecoder(context: StreamContext): LineDecoder;
}

/** What stood round a message: a syslog header, as far as it was written; a bare line has none of it. */
export interface Envelope {
  /** 0..191 (RFC 5424, 6.2.1). */
  readonly priority: number | null;
  readonly timeMs: number | null;
  readonly host: string | null;
  readonly program: string | null;
  readonly pid: string | null;
  /** RFC 5424 MSGID. */
  readonly messageId: string | null;
  /** RFC 5424 structured data, by `id.name`. */
  readonly structuredData: ReadonlyMap<string, string>;
}

/** What a message or an object says; its envelope's time and host stand in for what it leaves out. */
export interface Message {
  readonly dialect: Dialect;
  /** Of the message itself; null = the envelope's. */
  readonly timeMs: number | null;
  readonly host: string | null;
  /** Under the product's own names. With the dialect `syslog` the envelope's fields are added. */
  readonly fields: Map<string, FieldValue>;
}

/** A text format of single messages, on lines by themselves or in an envelope. Holds no state; never throws on data. */
export interface MessageFormat extends FormatBase {
  /** Programs whose messages it reads (lower case, without folder); asked first. [] = the program does not matter. */
  readonly programs: readonly string[];
  /** Sticky and quick: what a message must begin with to be asked about; null = asked by program only. */
  readonly begins: RegExp | null;
  /** Whether it is also read without an envelope. */
  readonly isBare: boolean;
  /** The message, or why it is none of this format (lower case, no full stop). */
  read(text: string, envelope: Envelope, context: StreamContext): Message | string;
}

/** A kind of JSON object, one a line, also in an envelope. Holds no state; never throws on data. */
export interface ObjectFormat extends FormatBase {
  read(object: JsonObject, envelope: Envelope, context: StreamContext): Message | string;
}

export type JsonObject = { readonly [key: string]: FieldValue };

/** A format that fills a whole stream, with a framing of its own. */
export interface BinaryFormat extends FormatBase {
  readonly framing: () => Framer;
  /** Whether a stream that begins with these bytes can be this format; asked again as more bytes arrive. */
  recognise(head: Uint8Array): boolean;
  createDecoder(context: StreamContext): FrameDecoder;
}

export function mismatch(reason: string): DecodeResult {
  return { kind: 'mismatch', reason };
}

export const HEADER: DecodeResult = { kind: 'header' };
export const PENDING: DecodeResult = { kind: 'pending' };
