// Windows event logs as the system writes them. A chunk stands by itself, so that a damaged one costs no other.
import type { FieldValue } from '../../event/event.ts';
import type { Frame } from '../../ingest/frame.ts';
import { decodeUtf8 } from '../../util/utf8.ts';
import { HEADER } from '../format.ts';
import type { BinaryFormat, DecodedRecord, DecodeResult, FrameDecoder } from '../format.ts';
import { parseIsoTime } from '../time/iso-time.ts';
import { unparsedRecord } from '../unparsed.ts';
import { Chunk, Damage, listRecords } from './chunk.ts';
import type { RecordPlace } from './chunk.ts';
import { EventReader } from './event-fields.ts';
import { createEvtxFramer, FILE_HEADER_BYTES } from './framing.ts';
import { fileTimeMs } from './value.ts';

const NAME = 'evtx';
/** `ElfFile` and a NUL. */
const MAGIC = [0x45, 0x6c, 0x66, 0x46, 0x69, 0x6c, 0x65, 0x00] as const;

/** Event logs of Windows Vista and later. */
export const evtx: BinaryFormat = {
  name: NAME,
  title: 'Windows event logs (EVTX)',
  reference:
    'https://learn.microsoft.com/openspecs/windows_protocols/ms-even6/c73573ae-1c90-43a2-a65f-ad7501155956',
  samples: [],
  framing: createEvtxFramer,
  recognise: (head) =>
    MAGIC.every((byte, index) => index >= head.length || head[index] === byte) && head.length > 0,
  createDecoder: () => new EvtxDecoder(),
};

class EvtxDecoder implements FrameDecoder {
  /** Records so far, readable or not. */
  #count = 0;
  readonly state = {
    save: (): string | null => (this.#count === 0 ? null : String(this.#count)),
    restore: (saved: string): boolean => {
      this.#count = Number(saved);
      return Number.isSafeInteger(this.#count);
    },
  };

  decode(frame: Frame): DecodeResult {
    if (frame.offset === 0)
      return frame.byteLength < FILE_HEADER_BYTES ? this.#lost(frame.bytes) : HEADER;
    const chunk = new Chunk(frame.bytes);
    if (!chunk.isIntact) return isUnused(frame.bytes) ? HEADER : this.#lost(frame.bytes);
    const { places, damagedAt } = listRecords(chunk);
    const reader = new EventReader(chunk);
    const records = places.map((place) => this.#read(chunk, reader, place));
    if (damagedAt !== null)
      records.push(this.#unparsed(frame.bytes.subarray(damagedAt, chunk.freeAt)));
    return records.length === 0 ? HEADER : { kind: 'records', records };
  }

  flush(): readonly DecodedRecord[] {
    return [];
  }

  #read(chunk: Chunk, reader: EventReader, place: RecordPlace): DecodedRecord {
    try {
      return this.#toRecord(reader.read(place), place);
    } catch (error) {
      // RangeError: an offset beyond the chunk
      if (!(error instanceof Damage || error instanceof RangeError)) throw error;
      return this.#unparsed(chunk.bytes.subarray(place.start, place.end));
    }
  }

  #toRecord(fields: Map<string, FieldValue>, place: RecordPlace): DecodedRecord {
    const time = fields.get('TimeCreated_SystemTime');
    const host = fields.get('Computer');
    this.#count += 1;
    return {
      format: NAME,
      dialect: 'windows',
      timeMs:
        (typeof time === 'string' ? parseIsoTime(time)?.localMs : null) ??
        fileTimeMs(place.fileTime),
      host: typeof host === 'string' && host !== '' ? host : null,
      fields,
      line: this.#count,
      raw: toJson(fields),
    };
  }

  #lost(bytes: Uint8Array): DecodeResult {
    return { kind: 'records', records: [this.#unparsed(bytes)] };
  }

  #unparsed(bytes: Uint8Array): DecodedRecord {
    this.#count += 1;
    return unparsedRecord(decodeUtf8(bytes), this.#count);
  }
}

/** As an object; written out here because making one of a thousand different shapes costs more than all else. */
function toJson(fields: ReadonlyMap<string, FieldValue>): string {
  let text = '';
  for (const [name, value] of fields) {
    const json = typeof value === 'number' ? String(value) : JSON.stringify(value);
    text += `${text === '' ? '{' : ','}${JSON.stringify(name)}:${json}`;
  }
  return `${text}}`;
}

/** A log's last chunks may never have been written. */
function isUnused(bytes: Uint8Array): boolean {
  return !bytes.some((byte) => byte !== 0);
}
