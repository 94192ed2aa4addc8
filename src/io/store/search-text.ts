// What of an alert is searched, in the form in which it is compared: without case and marks.
import type { Alert } from '../../alert/alert.ts';
import { foldText } from '../../util/text-fold.ts';

/** Runs of so many characters are in the index. */
const RUN_CHARS = 3;
/** Runs asked of the index for one search: enough to make it rare; the text decides anyway. */
const MAX_RUNS = 12;

export function toSearchText(alert: Alert): string {
  const parts = [
    alert.title,
    alert.titleVi ?? '',
    alert.unit ?? '',
    ...alert.units,
    ...alert.machines,
    ...alert.groupKey.map(({ value }) => value),
    ...alert.evidence.map(({ raw }) => raw),
  ];
  return foldForSearch(parts.join('\n'));
}

/** The words of a search; an alert is found when each of them stands somewhere in its text. */
export function toWords(search: string): readonly string[] {
  const words = foldForSearch(search).split(/\s+/);
  return [...new Set(words)].filter((word) => word !== '');
}

/** A query of the index that every alert with these words answers to; null = all words are too short for it. */
export function toIndexQuery(words: readonly string[]): string | null {
  const runs = new Set(words.flatMap(listRuns));
  if (runs.size === 0) return null;
  const step = Math.max(1, runs.size / MAX_RUNS);
  const all = [...runs];
  const some = all.filter((_, i) => Math.floor(i / step) !== Math.floor((i - 1) / step));
  // in quotes nothing is an operator of the query language (https://www.sqlite.org/fts5.html, section 3.1)
  return some.map((run) => `"${run.replaceAll('"', '""')}"`).join(' AND ');
}

function listRuns(word: string): readonly string[] {
  const characters = Array.from(word);
  const count = characters.length - RUN_CHARS + 1;
  return Array.from({ length: Math.max(0, count) }, (_, i) =>
    characters.slice(i, i + RUN_CHARS).join(''),
  );
}

/** NUL would end a text for SQLite: its symbol stands for it. Half a character has no form in UTF-8: U+FFFD. */
function foldForSearch(text: string): string {
  const plain = /^[\x01-\x7f]*$/.test(text) ? text.toLowerCase() : foldText(text);
  return plain.toWellFormed().replaceAll('\0', '\u2400');
}
