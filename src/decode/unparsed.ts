import type { FieldValue } from '../event/event.ts';
import type { DecodedRecord } from './format.ts';

const NO_FIELDS: ReadonlyMap<string, FieldValue> = new Map();

/** A line that no format read: kept with its text, counted, and shown as such. */
export function unparsedRecord(raw: string, line: number): DecodedRecord {
  return {
    format: 'unparsed',
    dialect: 'generic',
    timeMs: null,
    host: null,
    fields: NO_FIELDS,
    line,
    raw,
  };
}
