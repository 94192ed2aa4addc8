// How a log file is recognised again, under another name, as a copy, or after it was cut. An inode number alone says
// nothing: ext4 hands the number of a deleted file to the next one. So a reader remembers what it has read as a Mark:
// the first bytes, the last bytes before its offset, and a few samples between, kept as bytes because a hash of the
// first 256 could not be compared with a file that is shorter still.

/** Identity as the file system tells it; `birthtimeNs` sets apart files that reuse an inode number. */
export interface FileIdentity {
  readonly dev: bigint;
  readonly ino: bigint;
  readonly birthtimeNs: bigint;
}

export function isSameIdentity(a: FileIdentity, b: FileIdentity): boolean {
  return a.dev === b.dev && a.ino === b.ino && a.birthtimeNs === b.birthtimeNs;
}

/** The identity as a key of maps. */
export function identityKey(identity: FileIdentity): string {
  return `${identity.dev}:${identity.ino}:${identity.birthtimeNs}`;
}

/** Bytes that a file must hold at an offset to be what was read before. */
export interface Sample {
  readonly offset: number;
  readonly bytes: Uint8Array;
}

/** What is remembered of the part of a file that was read. Immutable. */
export interface Mark {
  /** Bytes read so far. */
  readonly offset: number;
  /** The first bytes, at most `HEAD_BYTES`. */
  readonly head: Uint8Array;
  /** The bytes just before `offset`, at most `ANCHOR_BYTES`: long enough to hold a whole line with its time. */
  readonly anchor: Uint8Array;
  /** Bytes before offsets 512, 1024, 2048 ...: tell files apart that share a long header. */
  readonly samples: readonly Sample[];
}

export const HEAD_BYTES = 256;
export const ANCHOR_BYTES = 256;
const SAMPLE_BYTES = 32;
const FIRST_SAMPLE = 512;

const NONE = new Uint8Array(0);
export const START: Mark = { offset: 0, head: NONE, anchor: NONE, samples: [] };

/** The mark after `bytes` were read as well. Copies what it keeps. */
export function advance(mark: Mark, bytes: Uint8Array): Mark {
  const offset = mark.offset + bytes.length;
  const headRoom = HEAD_BYTES - mark.head.length;
  return {
    offset,
    head: headRoom === 0 ? mark.head : concatenate(mark.head, bytes.subarray(0, headRoom)),
    anchor:
      bytes.length >= ANCHOR_BYTES
        ? bytes.slice(-ANCHOR_BYTES)
        : concatenate(mark.anchor, bytes).slice(-ANCHOR_BYTES),
    samples: addSamples(mark, bytes),
  };
}

function addSamples(mark: Mark, bytes: Uint8Array): readonly Sample[] {
  const end = mark.offset + bytes.length;
  let at = sampleOffset(mark.samples.length) + SAMPLE_BYTES;
  if (at > end || mark.offset > at) return mark.samples;
  const samples = [...mark.samples];
  for (; at <= end; at *= 2) {
    const start = at - SAMPLE_BYTES;
    const inBytes = bytes.slice(Math.max(0, start - mark.offset), at - mark.offset);
    const missing = SAMPLE_BYTES - inBytes.length;
    const before = missing === 0 ? NONE : mark.anchor.slice(mark.anchor.length - missing);
    samples.push({ offset: start, bytes: concatenate(before, inBytes) });
  }
  return samples;
}

/** Where the sample with this number begins. */
export function sampleOffset(index: number): number {
  return FIRST_SAMPLE * 2 ** index - SAMPLE_BYTES;
}

/**
 * What a file of `sizeBytes` must hold to be the file of the mark, or a copy of it: everything remembered that lies
 * within its size. A shorter file may be a copy that misses the end.
 */
export function samplesWithin(mark: Mark, sizeBytes: number): readonly Sample[] {
  const head = { offset: 0, bytes: mark.head.subarray(0, sizeBytes) };
  const anchor = { offset: mark.offset - mark.anchor.length, bytes: mark.anchor };
  return [head, ...mark.samples, anchor].filter(
    ({ offset, bytes }) => bytes.length > 0 && offset + bytes.length <= sizeBytes,
  );
}

export function equalBytes(a: Uint8Array, b: Uint8Array): boolean {
  if (a.length !== b.length) return false;
  for (let index = 0; index < a.length; index += 1) if (a[index] !== b[index]) return false;
  return true;
}

/** Whether the shorter of the two begins the longer; two files of which one is empty share nothing. */
export function sharesHead(a: Uint8Array, b: Uint8Array): boolean {
  const length = Math.min(a.length, b.length);
  return length > 0 && equalBytes(a.subarray(0, length), b.subarray(0, length));
}

function concatenate(a: Uint8Array, b: Uint8Array): Uint8Array {
  const both = new Uint8Array(a.length + b.length);
  both.set(a);
  both.set(b, a.length);
  return both;
}
