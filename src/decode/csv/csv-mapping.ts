import type { FieldValue } from '../../event/event.ts';
import { HEADER, mismatch, PENDING } from '../format.ts';
import type {
  DecodedRecord,
  DecodeResult,
  DecoderState,
  LineDecoder,
  LineFormat,
  StreamContext,
} from '../format.ts';
import type { MappedField, Mapping } from './mapping-model.ts';
import { toUtcMs } from '../timestamp.ts';
import { readCsvLine } from './csv-line.ts';
import type { CsvCells, Delimiter } from './csv-line.ts';
import { foldLabel } from './fold-label.ts';

/** A record may span this many lines, and this many characters; a quote that stays open longer is a stray one. */
const MAX_LINES = 1000;
const MAX_CHARACTERS = 256 << 10;
/**
 * A record may leave this many cells open at the end of a line. Lines of a record that came to nothing are read again,
 * and only such a line can hold back the next ones again: this bounds how often a line is read.
 */
const MAX_OPENINGS = 32;
const MAX_HEADER_CHARACTERS = 16 << 10;

/** CSV as a mapping file describes it; the header line is recognised by its names and holds until the next one. */
export function createCsvFormat(mapping: Mapping): LineFormat {
  return Object.freeze({
    name: `csv:${mapping.name}`,
    title: mapping.title,
    reference: 'https://www.rfc-editor.org/rfc/rfc4180',
    framing: 'lines',
    samples: mapping.samples,
    createDecoder: (context: StreamContext) => new CsvDecoder(mapping, context),
  });
}

interface Header {
  readonly delimiter: Delimiter;
  /** Names as written. */
  readonly names: readonly string[];
  /** Column of each mapped field. */
  readonly columns: ReadonlyMap<MappedField, number>;
  readonly timeColumn: number;
  /** Columns whose text is not wholly in a mapped field. */
  readonly ownColumns: readonly number[];
}

/** The lines of a record whose quoted cell is still open. */
interface OpenRecord {
  readonly cells: CsvCells;
  readonly line: number;
  readonly lineCount: number;
  /** Cells that a line of it left open. */
  readonly openings: number;
  readonly raw: string;
}

class CsvDecoder implements LineDecoder {
  readonly #mapping: Mapping;
  readonly #context: StreamContext;
  #header: Header | null = null;
  /** The header line as read. */
  #headerText = '';
  #open: OpenRecord | null = null;
  readonly state: DecoderState = {
    save: () => this.#save(),
    restore: (saved) => this.#restore(saved),
  };

  constructor(mapping: Mapping, context: StreamContext) {
    this.#mapping = mapping;
    this.#context = context;
  }

  decode(text: string, line: number): DecodeResult {
    if (this.#open !== null) return this.#continue(this.#open, text);
    const header = readHeader(text, this.#mapping);
    if (header !== null) {
      this.#header = header;
      this.#headerText = text;
      return HEADER;
    }
    if (/^sep=[,;\t]$/.test(text)) return HEADER;
    if (this.#header === null) return mismatch('no header line of this mapping before it');
    const cells = readCsvLine(text, this.#header.delimiter, null);
    return this.#take({ cells, line, lineCount: 1, openings: 1, raw: text }, this.#header);
  }

  flush(): readonly DecodedRecord[] {
    this.#open = null;
    return [];
  }

  /** The header line; after it, when a record is open, the number of its first line and its text so far. */
  #save(): string | null {
    if (this.#header === null) return null;
    const open = this.#open;
    return open === null ? this.#headerText : `${this.#headerText}\n${open.line}\n${open.raw}`;
  }

  #restore(saved: string): boolean {
    const [header = '', line, ...open] = saved.split('\n');
    if (this.decode(header, 0).kind !== 'header') return false;
    for (const text of open) this.decode(text, Number(line));
    if (open.length === 0 || this.#open !== null) return true;
    // the edited mapping reads them otherwise
    return false;
  }

  /** Nothing that stands in an open cell is a row, whatever it looks like: the machine it names did not log it. */
  #continue(open: OpenRecord, text: string): DecodeResult {
    this.#open = null;
    const header = this.#header;
    if (header === null) return mismatch('no header line of this mapping before it');
    const cells = readCsvLine(text, header.delimiter, open.cells);
    const isNewCell = cells.cells.length > open.cells.cells.length;
    const record = {
      cells,
      line: open.line,
      lineCount: open.lineCount + 1,
      openings: open.openings + (isNewCell ? 1 : 0),
      raw: `${open.raw}\n${text}`,
    };
    return this.#take(record, header);
  }

  #take(record: OpenRecord, header: Header): DecodeResult {
    const { cells, lineCount } = record;
    // One line by itself is read leniently; over several, a stray quote and the quote of a later row would make one
    if (!cells.isExact && (cells.open !== null || lineCount > 1))
      return mismatch('text follows the closing quote of a cell');
    if (cells.open !== null) {
      const fault = openFault(record, header);
      if (fault !== null) return mismatch(fault);
      this.#open = record;
      return PENDING;
    }
    const count = countCells(cells.cells, header.names.length);
    if (count !== header.names.length) return mismatch(columnFault(count, header));
    return { kind: 'records', records: [this.#toRecord(record, header)] };
  }

  #toRecord(record: OpenRecord, header: Header): DecodedRecord {
    const { cells } = record.cells;
    const fields = new Map<string, FieldValue>();
    for (const column of header.ownColumns)
      fields.set(header.names[column] ?? '', cells[column] ?? '');
    for (const [field, column] of header.columns) {
      const text = (cells[column] ?? '').trim();
      if (text.length > 0) fields.set(field, field === 'Hashes' ? labelHash(text) : text);
    }
    this.#setMeaning(fields, 'ThreatStatus', this.#mapping.threatStatus);
    this.#setMeaning(fields, 'HandlingResult', this.#mapping.handlingResult);
    // After the log's own columns: the normaliser makes the log source's product of it
    fields.set('Product', this.#mapping.product);
    return {
      format: `csv:${this.#mapping.name}`,
      dialect: 'antivirus',
      timeMs: this.#readTime(cells[header.timeColumn]),
      host: textOf(fields.get('Computer')) ?? textOf(fields.get('ComputerIP')),
      fields,
      line: record.line,
      raw: record.raw,
    };
  }

  #setMeaning(
    fields: Map<string, FieldValue>,
    field: 'ThreatStatus' | 'HandlingResult',
    words: ReadonlyMap<string, string>,
  ): void {
    const word = fields.get(field);
    const meaning = typeof word === 'string' ? words.get(foldLabel(word)) : undefined;
    const value = meaning ?? this.#mapping.defaults[field];
    if (value === null) fields.delete(field);
    else fields.set(field, value);
  }

  #readTime(text: string | undefined): number | null {
    const { time } = this.#mapping;
    if (time === null || text === undefined) return null;
    for (const parse of time.parsers) {
      const reading = parse(text);
      if (reading !== null) return toUtcMs(reading, time.zone ?? this.#context.zone);
    }
    return null;
  }
}

/** Why a record whose quoted cell is open cannot go on. */
function openFault(record: OpenRecord, header: Header): string | null {
  const { cells, lineCount, openings, raw } = record;
  if (lineCount >= MAX_LINES || raw.length > MAX_CHARACTERS)
    return `a quoted cell is not closed within ${MAX_LINES} lines and ${MAX_CHARACTERS} characters`;
  if (openings > MAX_OPENINGS) return `more than ${MAX_OPENINGS} cells span lines`;
  if (cells.cells.length >= header.names.length) return columnFault(cells.cells.length + 1, header);
  return null;
}

function columnFault(count: number, header: Header): string {
  return `${count} columns where the header has ${header.names.length}`;
}

/** Empty cells that consoles put after the last column do not count. */
function countCells(cells: readonly string[], expected: number): number {
  let count = cells.length;
  while (count > expected && cells[count - 1] === '') count -= 1;
  return count;
}

function textOf(value: FieldValue | undefined): string | null {
  return typeof value === 'string' ? value : null;
}

const HASH_NAMES: ReadonlyMap<number, string> = new Map([
  [32, 'MD5'],
  [40, 'SHA1'],
  [64, 'SHA256'],
]);

/** A bare digest gets its name, as in Sysmon's `Hashes`: `SHA256=…`. */
function labelHash(text: string): string {
  const name = /^[0-9a-f]+$/i.test(text) ? HASH_NAMES.get(text.length) : undefined;
  return name === undefined ? text : `${name}=${text}`;
}

const DELIMITERS: readonly Delimiter[] = [',', ';', '\t'];

function readHeader(text: string, mapping: Mapping): Header | null {
  if (text.length > MAX_HEADER_CHARACTERS) return null;
  const candidates = mapping.delimiter === null ? DELIMITERS : [mapping.delimiter];
  for (const delimiter of candidates) {
    if (!text.includes(delimiter) && mapping.required.length > 1) continue;
    const { cells, open } = readCsvLine(text, delimiter, null);
    if (open !== null) continue;
    const header = matchHeader(cells, delimiter, mapping);
    if (header !== null) return header;
  }
  return null;
}

function matchHeader(
  cells: readonly string[],
  delimiter: Delimiter,
  mapping: Mapping,
): Header | null {
  const labels = cells.map(foldLabel);
  const find = (headers: readonly string[]): number => {
    for (const header of headers) {
      const column = labels.indexOf(header);
      if (column >= 0) return column;
    }
    return -1;
  };
  const columns = new Map<MappedField, number>();
  for (const { field, headers } of mapping.columns) {
    const column = find(headers);
    if (column >= 0) columns.set(field, column);
  }
  if (mapping.required.some((field) => !columns.has(field))) return null;
  const timeColumn = mapping.time === null ? -1 : find(mapping.time.headers);
  const names = cells.map((cell, column) => cell.trim() || `column ${column + 1}`);
  const words = new Set([columns.get('ThreatStatus'), columns.get('HandlingResult')]);
  const plain = new Set([...columns.values()].filter((column) => !words.has(column)));
  const ownColumns = names.map((_, column) => column).filter((column) => !plain.has(column));
  return { delimiter, names, columns, timeColumn, ownColumns };
}
