import type { StreamStats } from '../decode/stream-reader.ts';

export function emptyStats(): StreamStats {
  return {
    bytes: 0,
    frames: 0,
    records: 0,
    headers: 0,
    unparsed: 0,
    truncatedFrames: 0,
    droppedBytes: 0,
  };
}

/** Sums two streams' counts; every byte read stays accounted for. */
export function addStats(a: StreamStats, b: StreamStats): StreamStats {
  return {
    bytes: a.bytes + b.bytes,
    frames: a.frames + b.frames,
    records: a.records + b.records,
    headers: a.headers + b.headers,
    unparsed: a.unparsed + b.unparsed,
    truncatedFrames: a.truncatedFrames + b.truncatedFrames,
    droppedBytes: a.droppedBytes + b.droppedBytes,
  };
}

/** What was counted since `before`. */
export function subtractStats(after: StreamStats, before: StreamStats): StreamStats {
  return {
    bytes: after.bytes - before.bytes,
    frames: after.frames - before.frames,
    records: after.records - before.records,
    headers: after.headers - before.headers,
    unparsed: after.unparsed - before.unparsed,
    truncatedFrames: after.truncatedFrames - before.truncatedFrames,
    droppedBytes: after.droppedBytes - before.droppedBytes,
  };
}
