// Marks and identities as JSON has them, compact: a service remembers thousands.
import { Buffer } from 'node:buffer';
import { sampleOffset } from '../../ingest/fingerprint.ts';
import type { FileIdentity, Mark } from '../../ingest/fingerprint.ts';

/** Offset, head, anchor (null = the head), samples one after the other; bytes in base64. */
export type SavedMark = readonly [number, string, string | null, string];

const SAMPLE_BYTES = 32;

export function writeMark({ offset, head, anchor, samples }: Mark): SavedMark {
  const isWhole = offset === head.length;
  const joined = Buffer.concat(samples.map(({ bytes }) => bytes));
  return [offset, toBase64(head), isWhole ? null : toBase64(anchor), toBase64(joined)];
}

export function readMark([offset, head, anchor, joined]: SavedMark): Mark {
  const bytes = fromBase64(joined);
  const count = Math.floor(bytes.length / SAMPLE_BYTES);
  return {
    offset,
    head: fromBase64(head),
    anchor: fromBase64(anchor ?? head),
    samples: Array.from({ length: count }, (_, index) => ({
      offset: sampleOffset(index),
      bytes: bytes.slice(index * SAMPLE_BYTES, (index + 1) * SAMPLE_BYTES),
    })),
  };
}

/** What `identityKey` wrote, read on the machine of today, whose devices may have other numbers. */
export function readIdentity(key: string, devices: ReadonlyMap<bigint, bigint>): FileIdentity {
  const [dev = 0n, ino = 0n, birthtimeNs = 0n] = key.split(':').map(BigInt);
  return { dev: devices.get(dev) ?? dev, ino, birthtimeNs };
}

function toBase64(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('base64');
}

/** A copy: a small Buffer is a view into a pool that it keeps alive. */
function fromBase64(text: string): Uint8Array {
  return Uint8Array.from(Buffer.from(text, 'base64'));
}
