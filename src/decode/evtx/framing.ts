import type { Frame, Framer } from '../../ingest/frame.ts';
import { CHUNK_BYTES } from './chunk.ts';

export const FILE_HEADER_BYTES = 4096;

/** The file header, then chunk by chunk; what is left at the end is a frame of its own. */
export function createEvtxFramer(): Framer {
  let held = new Uint8Array(CHUNK_BYTES);
  let heldBytes = 0;
  let offset = 0;
  let line = 1;
  const wanted = (): number => (offset === 0 ? FILE_HEADER_BYTES : CHUNK_BYTES);
  const release = (emit: (frame: Frame) => void): void => {
    const bytes = held.subarray(0, heldBytes);
    const frame = { bytes, line, offset, byteLength: heldBytes, droppedBytes: 0 };
    // records may be looked at later than the next chunk comes
    held = new Uint8Array(CHUNK_BYTES);
    offset += heldBytes;
    heldBytes = 0;
    line += 1;
    emit(frame);
  };
  return {
    get pendingBytes() {
      return heldBytes;
    },
    push(chunk, emit) {
      for (let at = 0; at < chunk.length;) {
        const part = chunk.subarray(at, at + wanted() - heldBytes);
        held.set(part, heldBytes);
        heldBytes += part.length;
        at += part.length;
        if (heldBytes === wanted()) release(emit);
      }
    },
    end(emit) {
      if (heldBytes > 0) release(emit);
    },
    save: () => ({
      held: held.slice(0, heldBytes),
      openBytes: heldBytes,
      endsWithCr: false,
      line,
      offset,
    }),
    restore(saved) {
      held.set(saved.held);
      heldBytes = saved.held.length;
      ({ line, offset } = saved);
    },
  };
}
