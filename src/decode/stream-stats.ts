/** What was read of a stream so far. */
export interface StreamStats {
  /** Bytes in complete frames: the sum of their `byteLength`. */
  readonly bytes: number;
  readonly frames: number;
  readonly records: number;
  /** Frames that are headers, comments or blank. */
  readonly headers: number;
  /** Records that no format read. */
  readonly unparsed: number;
  /** Frames that were cut because they were too long, and the bytes cut from them. */
  readonly truncatedFrames: number;
  readonly droppedBytes: number;
}
