export type Delimiter = ',' | ';' | '\t';

/** Cells read so far; `open` holds the text of a quoted cell that its line did not close. */
export interface CsvCells {
  readonly cells: readonly string[];
  readonly open: string | null;
  /** Whether nothing but blanks follows any closing quote, as RFC 4180 section 2 asks: else a quote is a stray one. */
  readonly isExact: boolean;
}

/**
 * One line of CSV (RFC 4180), or the next line of a record whose quoted cell is open. A quote counts only at the
 * start of a cell; what follows a closing quote is kept as it is, so that a stray quote costs no text.
 */
export function readCsvLine(line: string, delimiter: Delimiter, before: CsvCells | null): CsvCells {
  let isExact = before?.isExact ?? true;
  let opened = before?.open ?? null;
  const cells = before === null ? [] : [...before.cells];
  for (let at = 0; ;) {
    let text = '';
    if (opened !== null || line[at] === '"') {
      const quoted = readQuoted(line, opened === null ? at + 1 : at);
      text = opened === null ? quoted.text : `${opened}\n${quoted.text}`;
      if (!quoted.isClosed) return { cells, open: text, isExact };
      opened = null;
      at = quoted.end;
      isExact &&= line.slice(at, findDelimiter(line, at, delimiter)).trim() === '';
    }
    const end = findDelimiter(line, at, delimiter);
    cells.push(text + line.slice(at, end));
    if (end === line.length) return { cells, open: null, isExact };
    at = end + 1;
  }
}

interface Quoted {
  readonly text: string;
  readonly isClosed: boolean;
  /** After the closing quote. */
  readonly end: number;
}

/** A quoted cell from after its opening quote; `""` stands for a quote. */
function readQuoted(line: string, start: number): Quoted {
  let text = '';
  let at = start;
  for (;;) {
    const quote = line.indexOf('"', at);
    if (quote < 0) return { text: text + line.slice(at), isClosed: false, end: line.length };
    text += line.slice(at, quote);
    if (line[quote + 1] !== '"') return { text, isClosed: true, end: quote + 1 };
    text += '"';
    at = quote + 2;
  }
}

function findDelimiter(line: string, start: number, delimiter: Delimiter): number {
  const at = line.indexOf(delimiter, start);
  return at < 0 ? line.length : at;
}
