export type Delimiter = ',' | ';' | '\t';

/** Cells read so far; `open` holds the text of a quoted cell that its line did not close. */
export interface CsvCells {
  readonly cells: readonly string[];
  readonly open: string | null;
}

/**
 * One line of CSV (RFC 4180), or the next line of a record whose quoted cell is open. A quote counts only at the
 * start of a cell; what follows a closing quote is kept as it is, so that a stray quote costs no text.
 */
export function readCsvLine(line: string, delimiter: Delimiter, before: CsvCells | null): CsvCells {
  const cells = before === null ? [] : [...before.cells];
  let at = 0;
  if (before !== null && before.open !== null) {
    const quoted = readQuoted(line, 0);
    const text = `${before.open}\n${quoted.text}`;
    if (!quoted.isClosed) return { cells, open: text };
    const end = findDelimiter(line, quoted.end, delimiter);
    cells.push(text + line.slice(quoted.end, end));
    if (end === line.length) return { cells, open: null };
    at = end + 1;
  }
  for (;;) {
    const start = line[at] === '"' ? at : -1;
    if (start < 0) {
      const end = findDelimiter(line, at, delimiter);
      cells.push(line.slice(at, end));
      if (end === line.length) return { cells, open: null };
      at = end + 1;
      continue;
    }
    const quoted = readQuoted(line, start + 1);
    if (!quoted.isClosed) return { cells, open: quoted.text };
    const end = findDelimiter(line, quoted.end, delimiter);
    cells.push(quoted.text + line.slice(quoted.end, end));
    if (end === line.length) return { cells, open: null };
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
