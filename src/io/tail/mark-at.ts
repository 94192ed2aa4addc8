import { ANCHOR_BYTES, HEAD_BYTES } from '../../ingest/fingerprint.ts';
import type { Mark } from '../../ingest/fingerprint.ts';
import type { OpenFile } from './tail-disk.ts';

/** How far back the start of the last line is looked for. */
const LOOK_BACK_BYTES = 64 << 10;
const LF = 0x0a;

/** The mark of a file as if it had been read up to `offset`. */
export async function markBefore(file: OpenFile, offset: number): Promise<Mark> {
  const headBytes = Math.min(HEAD_BYTES, offset);
  const anchorBytes = Math.min(ANCHOR_BYTES, offset);
  const head = await readAt(file, 0, headBytes);
  const anchor = await readAt(file, offset - anchorBytes, anchorBytes);
  return { offset, head, anchor, samples: [] };
}

/** The mark before the line that is not yet ended at `sizeBytes`, so that a reader gets that line whole. */
export async function markOfLastLine(file: OpenFile, sizeBytes: number): Promise<Mark> {
  const length = Math.min(LOOK_BACK_BYTES, sizeBytes);
  const tail = await readAt(file, sizeBytes - length, length);
  const end = tail.lastIndexOf(LF);
  const isWholeFile = length === sizeBytes;
  const offset = end >= 0 ? sizeBytes - length + end + 1 : isWholeFile ? 0 : sizeBytes;
  return markBefore(file, offset);
}

/** The bytes at an offset; fewer than asked for at the end of the file. */
export async function readAt(file: OpenFile, offset: number, length: number): Promise<Uint8Array> {
  const bytes = new Uint8Array(length);
  let at = 0;
  while (at < length) {
    const read = await file.read(bytes.subarray(at), offset + at);
    if (read === 0) break;
    at += read;
  }
  return bytes.subarray(0, at);
}
