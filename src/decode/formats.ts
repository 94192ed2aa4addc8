// The registry: which formats there are, in the order in which an unknown line is tried. The first that reads a line
// has it, so what is told apart with certainty stands before what takes much.
import { createCsvFormat } from './csv/csv-mapping.ts';
import { fortigate } from './format/fortigate.ts';
import { json } from './format/json.ts';
import { createSpoolFormat } from './format/spool.ts';
import { syslog } from './format/syslog.ts';
import { windowsJson } from './format/windows-json.ts';
import type { BinaryFormat, Format, LineFormat, StreamContext } from './format.ts';

/** Formats of a message or line that stands alone. */
const SINGLE: readonly LineFormat[] = [windowsJson, json, fortigate, syslog];

/** Formats that need no mapping. */
export const FORMATS: readonly Format[] = [createSpoolFormat(SINGLE), ...SINGLE];

/**
 * The text formats of a stream: mapped ones before syslog, which has no header line to be sure of, and of those the
 * mapping that asks for more fields first: a generic one must not take a product's export.
 */
export function lineFormats(context: Pick<StreamContext, 'mappings'>): readonly LineFormat[] {
  const lines = FORMATS.filter((format) => format.framing === 'lines');
  const mapped = context.mappings
    .toSorted((a, b) => b.required.length - a.required.length)
    .map(createCsvFormat);
  return [...lines.filter(({ name }) => name !== 'syslog'), ...mapped, syslog];
}

export function binaryFormats(formats: readonly Format[]): readonly BinaryFormat[] {
  return formats.filter((format) => format.framing !== 'lines');
}
