import { toDisplayText } from '../util/display-text.ts';

/** What makes a spreadsheet take a cell for a formula, also after blanks (OWASP, "CSV injection"), full-width forms too. */
const FORMULA = /^\s*[=+\-@＝＋－＠|%]/u;

/** One row, RFC 4180 with every cell quoted; text that would act as a formula is marked as text, controls are shown. */
export function csvRow(cells: readonly (string | number | null)[]): string {
  return `${cells.map(toCell).join(',')}\r\n`;
}

function toCell(value: string | number | null): string {
  if (typeof value === 'number') return String(value);
  const shown = toDisplayText(value ?? '');
  const safe = FORMULA.test(shown) ? `'${shown}` : shown;
  return `"${safe.replaceAll('"', '""')}"`;
}
