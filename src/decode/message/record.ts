import type { DecodedRecord, Envelope, Message } from '../format.ts';
import { addEnvelopeFields } from '../format/syslog.ts';

/** Where a record stands. */
export interface Place {
  readonly line: number;
  /** The whole line. */
  readonly raw: string;
}

/** A message in its envelope as a record. */
export function toRecord(
  format: string,
  message: Message,
  envelope: Envelope,
  { line, raw }: Place,
): DecodedRecord {
  const { dialect, fields } = message;
  return {
    format,
    dialect,
    timeMs: message.timeMs ?? envelope.timeMs,
    host: message.host ?? envelope.host,
    fields: dialect === 'syslog' ? addEnvelopeFields(fields, envelope) : fields,
    line,
    raw,
  };
}
