// What a tailer leaves for the next run (ports.ts, `Tailer.save`): one text a stream, one a folder of known files, and
// one of notes. See docs/decisions/0011 for what the next run makes of it.
import type { SavedTexts } from '../../ports.ts';
import type { Problem } from '../../util/problem.ts';
import { sealText, unsealText } from '../../util/sealed-text.ts';
import type { SavedMark } from './saved-mark.ts';

export interface SavedStream {
  /** Where the file was last. */
  readonly path: string;
  /** What the path led to by links; null = it was the file's own. */
  readonly target: string | null;
  /** As `identityKey` writes it. */
  readonly identity: string;
  readonly mark: SavedMark;
  readonly modifiedMs: number;
  readonly isAway: boolean;
  readonly isSuperseded: boolean;
  readonly isInHole: boolean;
  /** It was read out of a compressed file, whose identity it has. */
  readonly isCompressed: boolean;
  /** What the sink was told; null = nothing, or that it is closed. */
  readonly file: SavedFile | null;
}

export interface SavedFile {
  readonly sourceId: string;
  readonly path: string;
  readonly captures: readonly (readonly [name: string, value: string])[];
}

/** Files of a folder that are not to be read again, and what was read of others there. */
export interface SavedFolder {
  readonly folder: string;
  /** By identity; the mark of those that were read. */
  readonly files: readonly (readonly [identity: string, mark: SavedMark | null])[];
  /** Oldest first. */
  readonly generations: readonly SavedMark[];
}

export interface SavedNotes {
  readonly nextId: number;
  /** Patterns of sources whose first look is done: what is rotated there now was not read because nobody looked. */
  readonly patterns: readonly string[];
  /** Files that were cut and are still empty, by identity. */
  readonly cut: readonly string[];
  /** Files found by the first look that are not yet open, by identity, and where reading starts in them. */
  readonly first: readonly (readonly [identity: string, startAt: number])[];
  /** A folder on each device: its number changes when the machine starts anew, the folder's inode does not. */
  readonly devices: readonly SavedDevice[];
}

export interface SavedDevice {
  readonly dev: string;
  readonly ino: string;
  readonly folder: string;
}

export interface SavedTail {
  /** In the order of their beginning. */
  readonly streams: readonly (readonly [id: string, stream: SavedStream])[];
  readonly folders: readonly SavedFolder[];
  readonly notes: SavedNotes | null;
}

const STREAM = 'tail/stream/';
const FOLDER = 'tail/folder/';
const NOTES = 'tail/notes';
const STREAM_SEAL = { kind: 'soclite-tail-stream', version: 1 };
const FOLDER_SEAL = { kind: 'soclite-tail-folder', version: 1 };
const NOTES_SEAL = { kind: 'soclite-tail-notes', version: 1 };

export function sealStream(stream: SavedStream): string {
  return sealText(STREAM_SEAL, stream);
}

export function sealFolder(folder: SavedFolder): string {
  return sealText(FOLDER_SEAL, folder);
}

export function sealNotes(notes: SavedNotes): string {
  return sealText(NOTES_SEAL, notes);
}

export function joinTexts(
  streams: Iterable<readonly [id: string, text: string]>,
  folders: Iterable<readonly [folder: string, text: string]>,
  notes: string,
): SavedTexts {
  const texts = new Map([[NOTES, notes]]);
  for (const [id, text] of streams) texts.set(STREAM + id, text);
  for (const [folder, text] of folders) texts.set(FOLDER + toKey(folder), text);
  return texts;
}

/** Texts that are damaged or of another version are told and left out. */
export function readTexts(texts: SavedTexts, onProblem: (problem: Problem) => void): SavedTail {
  const read = <T>(seal: typeof NOTES_SEAL, key: string, text: string): T | null => {
    const opened = unsealText<T>(seal, text);
    if (opened.ok) return opened.value;
    const message = `where reading stood is lost, files may be read again: ${opened.reason}`;
    const at = { file: key, line: 0, column: 0 };
    onProblem({ code: 'tail-state', severity: 'error', message, at });
    return null;
  };
  const streams: [string, SavedStream][] = [];
  const folders: SavedFolder[] = [];
  let notes: SavedNotes | null = null;
  for (const [key, text] of texts)
    if (key.startsWith(STREAM)) {
      const stream = read<SavedStream>(STREAM_SEAL, key, text);
      if (stream !== null) streams.push([key.slice(STREAM.length), stream]);
    } else if (key.startsWith(FOLDER)) {
      const folder = read<SavedFolder>(FOLDER_SEAL, key, text);
      if (folder !== null) folders.push(folder);
    } else if (key === NOTES) notes = read<SavedNotes>(NOTES_SEAL, key, text);
  streams.sort(([a], [b]) => Number(a) - Number(b));
  return { streams, folders, notes };
}

/** Keys are Unicode, names of folders need not be. */
function toKey(folder: string): string {
  return folder.isWellFormed() ? folder : JSON.stringify(folder);
}
