// What tests of decoding share: a stream context and ways to read lines, bytes and mapping files.
import { readdirSync, readFileSync } from 'node:fs';
import type { BinaryFormat, DecodedRecord, StreamContext } from '../../src/decode/format.ts';
import { BINARY_FORMATS } from '../../src/decode/formats.ts';
import { parseMapping } from '../../src/decode/mapping.ts';
import type { Mapping } from '../../src/decode/mapping.ts';
import { createStreamReader } from '../../src/decode/stream-reader.ts';
import type { StreamStats } from '../../src/decode/stream-reader.ts';
import { parseTimeZone, UTC } from '../../src/decode/timestamp.ts';

/** As the samples of formats are to be read: zone and reference time of `FormatSample`. */
export function sampleContext(rest: Partial<StreamContext> = {}): StreamContext {
  return {
    zone: parseTimeZone('Asia/Ho_Chi_Minh') ?? UTC,
    // 2026-11-23T00:00:00Z
    referenceTimeMs: 1_795_392_000_000,
    mappings: [],
    ...rest,
  };
}

export interface StreamRead {
  readonly records: readonly DecodedRecord[];
  readonly stats: StreamStats;
}

/** Reads a whole stream, cut into chunks of `chunkBytes`. */
export function readStream(
  input: string | Uint8Array,
  options: { context?: StreamContext; formats?: readonly BinaryFormat[]; chunkBytes?: number } = {},
): StreamRead {
  const bytes = typeof input === 'string' ? new TextEncoder().encode(input) : input;
  const { context = sampleContext(), formats = BINARY_FORMATS, chunkBytes = 1 << 16 } = options;
  const reader = createStreamReader(context, formats);
  const records: DecodedRecord[] = [];
  const emit = (record: DecodedRecord): number => records.push(record);
  for (let at = 0; at < bytes.length; at += chunkBytes)
    // A copy: readers must not keep views into the caller's buffer
    reader.push(bytes.slice(at, at + chunkBytes), emit);
  reader.end(emit);
  return { records, stats: reader.stats };
}

export function seedMappings(): readonly Mapping[] {
  const folder = new URL('../../seeds/mappings/', import.meta.url);
  return readdirSync(folder)
    .toSorted()
    .map((file) => {
      const mapping = parseMapping(readFileSync(new URL(file, folder), 'utf8'), file);
      if (!mapping.ok) throw new Error(JSON.stringify(mapping.problems));
      return mapping.value;
    });
}
