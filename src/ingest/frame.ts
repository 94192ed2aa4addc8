/**
 * One frame of a byte stream: a line without its terminator, or a unit of a binary format (an EVTX chunk).
 * Every byte read belongs to exactly one frame: the sum of `byteLength` over all frames is the stream's length.
 */
export interface Frame {
  /** The frame's content; for lines without LF or CRLF. A view into the reader's buffer: copy to keep. */
  readonly bytes: Uint8Array;
  /** 1-based number of the frame in its stream (the line number). */
  readonly line: number;
  /** Offset in bytes of the frame's first byte in its stream. */
  readonly offset: number;
  /** Bytes the frame took from the stream, terminator and dropped bytes included. */
  readonly byteLength: number;
  /** Bytes of an over-long line that are not in `bytes`. 0 in the normal case. */
  readonly droppedBytes: number;
}

/** Cuts a byte stream into frames; the result does not depend on how the stream was cut into chunks. */
export interface Framer {
  /** Takes the next bytes and emits each frame that they complete. */
  push(chunk: Uint8Array, emit: (frame: Frame) => void): void;
  /** The stream ended: emits a last line that has no terminator, if there is one. */
  end(emit: (frame: Frame) => void): void;
  /** Bytes held back because their frame is not complete yet. */
  readonly pendingBytes: number;
  /** All that the frames to come depend on; a new framer that is given it goes on as this one would. */
  save(): SavedFraming;
  /** For a new framer, before its first `push`. */
  restore(saved: SavedFraming): void;
}

/** Where a framer stands in its stream. */
export interface SavedFraming {
  /** The open frame's bytes, as many as are held. A copy. */
  readonly held: Uint8Array;
  /** Length of the open frame so far, dropped bytes included. */
  readonly openBytes: number;
  readonly endsWithCr: boolean;
  /** Number and offset of the open frame, or of the next one. */
  readonly line: number;
  readonly offset: number;
}
