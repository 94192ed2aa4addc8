// The registry: which formats there are, in the order in which an unknown line is tried. The first that reads a line
// has it, so what is told apart with certainty stands before what takes much.
import { createCsvFormat } from './csv/csv-mapping.ts';
import { evtx } from './evtx/evtx.ts';
import { createSpoolFormat } from './format/spool.ts';
import { syslog } from './format/syslog.ts';
import { bareLines, objectLines, syslogLines } from './message/line-formats.ts';
import { MESSAGE_FORMATS } from './message/messages.ts';
import { OBJECT_FORMATS } from './message/objects.ts';
import type {
  BinaryFormat,
  FormatBase,
  LineFormat,
  ObjectFormat,
  StreamContext,
} from './format.ts';

/** Formats that have a whole stream, recognised by its head. */
export const BINARY_FORMATS: readonly BinaryFormat[] = [evtx];

const BARE_LINES = MESSAGE_FORMATS.filter(({ isBare }) => isBare).map(bareLines);
const OBJECT_LINES = objectLines(OBJECT_FORMATS);
const SYSLOG_LINES = syslogLines(MESSAGE_FORMATS, OBJECT_FORMATS);
const SPOOL_LINES = createSpoolFormat([OBJECT_LINES, ...BARE_LINES, SYSLOG_LINES]);

/** Every format that needs no mapping, for documents and tests. */
export const FORMATS: readonly FormatBase[] = [
  SPOOL_LINES,
  ...OBJECT_FORMATS,
  ...MESSAGE_FORMATS,
  syslog,
  ...BINARY_FORMATS,
];

/**
 * The text formats of a stream: mapped ones before syslog, which has no header line to be sure of, and of those the
 * mapping that asks for more fields first: a generic one must not take a product's export.
 */
export function lineFormats(context: Mapped): readonly LineFormat[] {
  return [SPOOL_LINES, OBJECT_LINES, ...BARE_LINES, ...mappedFormats(context), SYSLOG_LINES];
}

/** The same, kinds of objects one by one: for a person who asks why a line is not of one of them. */
export function formatsToAsk(context: Mapped): readonly LineFormat[] {
  return [
    SPOOL_LINES,
    ...OBJECT_FORMATS.map(oneKind),
    ...BARE_LINES,
    ...mappedFormats(context),
    SYSLOG_LINES,
  ];
}

/** Each format by itself, as if there were no other: what its own conformance is tested with. */
export function singleFormats(context: Mapped): readonly LineFormat[] {
  return [
    SPOOL_LINES,
    ...OBJECT_FORMATS.map(oneKind),
    ...MESSAGE_FORMATS.map((format) =>
      format.isBare ? bareLines(format) : { ...syslogLines([format], []), ...pageOf(format) },
    ),
    ...mappedFormats(context),
    SYSLOG_LINES,
  ];
}

type Mapped = Pick<StreamContext, 'mappings'>;

function mappedFormats({ mappings }: Mapped): readonly LineFormat[] {
  return mappings.toSorted((a, b) => b.required.length - a.required.length).map(createCsvFormat);
}

function oneKind(format: ObjectFormat): LineFormat {
  return { ...objectLines([format]), ...pageOf(format) };
}

function pageOf({ name, title, reference, samples }: FormatBase): FormatBase {
  return { name, title, reference, samples };
}
