import { displayWidth, toDisplayText, truncate } from '../util/display-text.ts';

export interface Column {
  readonly title: string;
  readonly align?: 'left' | 'right';
  /** Cells at most; longer values end in an ellipsis. */
  readonly maxWidth?: number;
}

/** A plain aligned table, two blanks between columns. Every value passes the sanitiser and is measured in cells. */
export function* textTable(
  columns: readonly Column[],
  rows: readonly (readonly string[])[],
): Iterable<string> {
  const cells = rows.map((row) =>
    columns.map((column, i) => {
      const text = toDisplayText(row[i] ?? '');
      return column.maxWidth === undefined ? text : truncate(text, column.maxWidth);
    }),
  );
  const widths = columns.map((column, i) =>
    Math.max(displayWidth(column.title), ...cells.map((row) => displayWidth(row[i] ?? ''))),
  );
  const line = (values: readonly string[]): string =>
    columns
      .map((column, i) => pad(values[i] ?? '', widths[i] ?? 0, column.align ?? 'left'))
      .join('  ')
      .trimEnd();
  yield `${line(columns.map((column) => column.title))}\n`;
  for (const row of cells) yield `${line(row)}\n`;
}

function pad(text: string, width: number, align: 'left' | 'right'): string {
  const blanks = ' '.repeat(Math.max(width - displayWidth(text), 0));
  return align === 'left' ? text + blanks : blanks + text;
}
