import { parseSpoolLine, type SpoolLine } from '../../ingest/spool-line.ts';
import { HEADER, mismatch } from '../format.ts';
import type { DecodedRecord, LineDecoder, LineFormat, StreamContext } from '../format.ts';
import { unparsedRecord } from '../unparsed.ts';

const NAME = 'spool';
/** The address that a message came from, as Filebeat calls it; a log that brings the name does not keep it. */
const SENDER_FIELD = 'log.source.address';

/**
 * Messages as our own listeners keep them, one a line, whatever format they are in. Each is read by itself, because
 * senders share a file: none may open a record or a header that swallows another's message. The time of receiving
 * settles the year where none is written, and is the event's time where there is no other.
 */
export function createSpoolFormat(inner: readonly LineFormat[]): LineFormat {
  return Object.freeze({
    name: NAME,
    title: "messages kept by soclite's listeners: time of receiving and sender before the message",
    reference: 'https://www.rfc-editor.org/rfc/rfc5424',
    framing: 'lines',
    samples: [
      {
        lines: [
          '@2026-11-20T01:02:04.567Z 10.9.9.1 <189>Nov 20 08:02:03 fw date=2026-11-20 time=08:02:03 devname="FG" devid="FG100F1" logid="0000000013" type="traffic" srcip=10.20.1.7',
        ],
        fields: { srcip: '10.20.1.7', 'log.source.address': '10.9.9.1' },
        time: '2026-11-20T01:02:03.000Z',
        host: 'FG',
      },
      {
        lines: [String.raw`@\2026-11-20T01:02:04.567Z 2001:db8::7 <13>C:\\Temp\n<13>no event`],
        fields: { message: 'C:\\Temp\n<13>no event', 'log.source.address': '2001:db8::7' },
        time: '2026-11-20T01:02:04.567Z',
        host: '2001:db8::7',
      },
    ],
    createDecoder: (context: StreamContext) => createDecoder(inner, context),
  } as const);
}

function createDecoder(inner: readonly LineFormat[], context: StreamContext): LineDecoder {
  let { referenceTimeMs } = context;
  const decoders = inner.map((format) =>
    format.createDecoder({
      zone: context.zone,
      mappings: context.mappings,
      get referenceTimeMs() {
        return referenceTimeMs;
      },
    }),
  );
  return {
    decode(text, line) {
      const kept = parseSpoolLine(text);
      if (kept === null) return mismatch('begins with no time of receiving and sender');
      if (kept.message.trim() === '') return HEADER;
      referenceTimeMs = kept.receivedMs;
      const records = readMessage(decoders, kept.message, line);
      return { kind: 'records', records: records.map((record) => completed(record, kept, text)) };
    },
    flush: () => [],
  };
}

function readMessage(
  decoders: readonly LineDecoder[],
  message: string,
  line: number,
): readonly DecodedRecord[] {
  for (const decoder of decoders) {
    const result = decoder.decode(message, line);
    if (result.kind === 'records') return result.records;
    const records = result.kind === 'pending' ? decoder.flush() : [];
    if (records.length > 0) return records;
  }
  return [unparsedRecord(message, line)];
}

function completed(record: DecodedRecord, kept: SpoolLine, raw: string): DecodedRecord {
  return {
    ...record,
    timeMs: record.timeMs ?? kept.receivedMs,
    host: record.host ?? kept.sender,
    fields: new Map(record.fields).set(SENDER_FIELD, kept.sender),
    raw,
  };
}
