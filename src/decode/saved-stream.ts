import type { SavedFraming } from '../ingest/frame.ts';
import { decodeUtf8, encodeUtf8 } from '../util/utf8.ts';
import type { SavedLines } from './line-reader.ts';
import type { StreamStats } from './stream-stats.ts';

/** A stream reader's state as JSON has it; bytes are text as `decodeUtf8` makes it, which loses none. */
export interface SavedStream {
  readonly stats: StreamStats;
  /** Bytes that came before the framing was known. */
  readonly head: string;
  readonly body: SavedBody | null;
}

export interface SavedText {
  readonly kind: 'lines';
  readonly framing: FramingText;
  readonly lines: SavedLines;
}

export interface SavedBinary {
  readonly kind: 'binary';
  /** Name of the format. */
  readonly format: string;
  readonly framing: FramingText;
  readonly decoder: string | null;
}

export type SavedBody = SavedText | SavedBinary;

type FramingText = Omit<SavedFraming, 'held'> & { readonly held: string };

export function writeFraming(framing: SavedFraming): FramingText {
  return { ...framing, held: decodeUtf8(framing.held) };
}

export function readFraming(framing: FramingText): SavedFraming {
  return { ...framing, held: encodeUtf8(framing.held) };
}
