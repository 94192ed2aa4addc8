// The line formats that read single messages: JSON objects, messages by themselves, and messages in syslog.
import { mismatch } from '../format.ts';
import type {
  DecodeResult,
  DecodedRecord,
  Envelope,
  LineDecoder,
  LineFormat,
  MessageFormat,
  ObjectFormat,
  StreamContext,
} from '../format.ts';
import { json } from '../format/json.ts';
import { parseJsonLine } from '../format/json-object.ts';
import { syslog } from '../format/syslog.ts';
import { NO_ENVELOPE, readSyslogHeader } from '../format/syslog-header.ts';
import type { SyslogHeader } from '../format/syslog-header.ts';
import { beginsAt, createMessageReader } from './message-reader.ts';
import { toRecord } from './record.ts';
import type { Place } from './record.ts';

/** JSON objects, one a line, each by the first format that knows it. */
export function objectLines(formats: readonly ObjectFormat[]): LineFormat {
  return Object.freeze({
    ...json,
    framing: 'lines',
    createDecoder: (context: StreamContext): LineDecoder => ({
      decode(raw, line) {
        const record = readObject(raw, { formats, envelope: NO_ENVELOPE, context }, { raw, line });
        return typeof record === 'string' ? mismatch(record) : one(record);
      },
      flush: () => [],
    }),
  });
}

/** A format's messages on lines by themselves. */
export function bareLines(format: MessageFormat): LineFormat {
  return Object.freeze({
    ...format,
    framing: 'lines',
    createDecoder: (context: StreamContext): LineDecoder => ({
      decode(raw, line) {
        if (!beginsAt(format, raw, 0)) return mismatch(`does not begin as ${format.name} does`);
        const message = format.read(raw, NO_ENVELOPE, context);
        if (typeof message === 'string') return mismatch(message);
        return one(toRecord(format.name, message, NO_ENVELOPE, { raw, line }));
      },
      flush: () => [],
    }),
  });
}

/** Syslog lines, with whatever message or object they carry. */
export function syslogLines(
  messages: readonly MessageFormat[],
  objects: readonly ObjectFormat[],
): LineFormat {
  return Object.freeze({
    ...syslog,
    framing: 'lines',
    createDecoder(context: StreamContext): LineDecoder {
      const reader = createMessageReader(messages, context);
      return {
        decode(raw, line) {
          const header = readSyslogHeader(raw, context);
          if (header === null) return mismatch('begins with neither <priority> nor a syslog time');
          const place = { raw, line };
          const inner =
            reader.read(header, place) ??
            readInnerObject(header, { formats: objects, envelope: header, context }, place);
          if (inner === null && !header.isSure)
            return mismatch('a time, but neither a priority nor a program');
          return one(inner ?? ownRecord(header, place));
        },
        flush: () => [],
      };
    },
  });
}

function one(record: DecodedRecord): DecodeResult {
  return { kind: 'records', records: [record] };
}

interface ObjectReading {
  readonly formats: readonly ObjectFormat[];
  readonly envelope: Envelope;
  readonly context: StreamContext;
}

function readObject(
  text: string,
  { formats, envelope, context }: ObjectReading,
  place: Place,
): DecodedRecord | string {
  const parsed = parseJsonLine(text);
  if ('reason' in parsed) return parsed.reason;
  let reason = 'a JSON object of no known kind';
  for (const format of formats) {
    const message = format.read(parsed.object, envelope, context);
    if (typeof message !== 'string') return toRecord(format.name, message, envelope, place);
    reason = message;
  }
  return reason;
}

function readInnerObject(
  header: SyslogHeader,
  reading: ObjectReading,
  place: Place,
): DecodedRecord | null {
  for (const at of header.innerAt) {
    if (place.raw[at] !== '{') continue;
    const record = readObject(place.raw.slice(at), reading, place);
    if (typeof record !== 'string') return record;
  }
  return null;
}

/** A message that no format knows. */
function ownRecord(header: SyslogHeader, place: Place): DecodedRecord {
  const fields = new Map([['message', place.raw.slice(header.messageAt)]]);
  const message = { dialect: 'syslog', timeMs: null, host: null, fields } as const;
  return toRecord(syslog.name, message, header, place);
}
