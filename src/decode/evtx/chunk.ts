// One 64 KiB chunk of an EVTX file, which stands by itself: names and templates are shared within it and referred to by
// offsets from its start. Layout: [MS-EVEN6] 2.2.12 and the description of the format by J. Metz (libevtx).

/** What is wrong with damaged bytes; caught where a record is read, and never leaves this room. */
export class Damage extends Error {
  override readonly name = 'Damage';
}

export const CHUNK_BYTES = 65_536;
const MAGIC = [0x45, 0x6c, 0x66, 0x43, 0x68, 0x6e, 0x6b, 0x00] as const;
const RECORD_MAGIC = 0x2a2a;
const FIRST_RECORD = 512;
/** Magic, size, id, time and the size again. */
const RECORD_FRAME = 28;
const UTF16 = new TextDecoder('utf-16le', { ignoreBOM: true });
const LONGEST_NAME = 1024;
/** Bytes up to which a decoder costs more than it saves. */
const SHORT_TEXT = 64;

export class Chunk {
  readonly bytes: Uint8Array;
  readonly view: DataView;
  readonly #names = new Map<number, string>();

  constructor(bytes: Uint8Array) {
    this.bytes = bytes;
    this.view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }

  get isIntact(): boolean {
    return MAGIC.every((byte, index) => this.bytes[index] === byte);
  }

  /** Where the records end; what lies behind is left from before. */
  get freeAt(): number {
    return Math.min(this.view.getUint32(48, true), this.bytes.length);
  }

  /** A name at its offset, and how many bytes it takes there. @throws Damage, RangeError */
  nameAt(offset: number): string {
    const known = this.#names.get(offset);
    if (known !== undefined) return known;
    const length = this.view.getUint16(offset + 6, true);
    if (length > LONGEST_NAME) throw new Damage('a name is too long');
    const name = this.text(offset + 8, length * 2);
    this.#names.set(offset, name);
    return name;
  }

  nameBytes(offset: number): number {
    return 8 + this.view.getUint16(offset + 6, true) * 2 + 2;
  }

  /** UTF-16 text. @throws Damage */
  text(at: number, byteLength: number): string {
    if (at + byteLength > this.bytes.length) throw new Damage('a text reaches beyond the chunk');
    if (byteLength > SHORT_TEXT) return UTF16.decode(this.bytes.subarray(at, at + byteLength));
    let text = '';
    for (let next = at; next + 1 < at + byteLength; next += 2)
      text += String.fromCharCode(this.view.getUint16(next, true));
    return text;
  }
}

/** Where one record stands in its chunk. */
export interface RecordPlace {
  readonly id: bigint;
  /** When it was written, 100 ns since 1601. */
  readonly fileTime: bigint;
  /** Its binary XML. */
  readonly start: number;
  readonly end: number;
}

/** The records of a chunk in order, and where they stop making sense; `damagedAt` is null when none is damaged. */
export function listRecords(chunk: Chunk): {
  readonly places: readonly RecordPlace[];
  readonly damagedAt: number | null;
} {
  const { view, freeAt } = chunk;
  const places: RecordPlace[] = [];
  let at = FIRST_RECORD;
  while (at + RECORD_FRAME <= freeAt) {
    const size = view.getUint32(at + 4, true);
    const isRecord =
      view.getUint32(at, true) === RECORD_MAGIC && size >= RECORD_FRAME && at + size <= freeAt;
    if (!isRecord) return { places, damagedAt: at };
    places.push({
      id: view.getBigUint64(at + 8, true),
      fileTime: view.getBigUint64(at + 16, true),
      start: at + 24,
      end: at + size - 4,
    });
    at += size;
  }
  return { places, damagedAt: null };
}
