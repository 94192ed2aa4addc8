import { LRUCache } from 'lru-cache';
import { identityKey } from '../../ingest/fingerprint.ts';
import type { FileIdentity, Mark } from '../../ingest/fingerprint.ts';
import { readIdentity, readMark, writeMark } from './saved-mark.ts';
import type { SavedMark } from './saved-mark.ts';
import { sealFolder } from './saved-tail.ts';
import type { SavedFolder } from './saved-tail.ts';

/** Files remembered after their descriptors are closed; a folder of rotated logs holds a few dozen. */
const MAX_FILES = 50_000;
const MAX_MARKS = 10_000;
const MAX_GENERATIONS = 20_000;
const GENERATIONS_OF_A_FOLDER = 512;

/**
 * What was read or deliberately passed over, so that it is not read again under another name, as a copy or compressed.
 * Bounded: the files longest not met are forgotten first.
 */
export class KnownFiles {
  /** The folder in which each was met. */
  readonly #files = new LRUCache<string, string>({
    max: MAX_FILES,
    dispose: (folder, key, reason) => {
      if (reason !== 'evict') return;
      this.#marks.delete(key);
      this.#changed.add(folder);
    },
  });
  readonly #marks = new LRUCache<string, Mark>({
    max: MAX_MARKS,
    dispose: (_, key, reason) => {
      const folder = reason === 'evict' ? this.#files.peek(key) : undefined;
      if (folder !== undefined) this.#changed.add(folder);
    },
  });
  readonly #generations = new LRUCache<string, readonly Mark[]>({
    maxSize: MAX_GENERATIONS,
    sizeCalculation: (marks) => Math.max(1, marks.length),
    dispose: (_, folder, reason) => {
      if (reason === 'evict') this.#changed.add(folder);
    },
  });
  /** Folders that changed since `save`, and the texts of all. */
  readonly #changed = new Set<string>();
  readonly #texts = new Map<string, string>();

  has(identity: FileIdentity): boolean {
    return this.#files.get(identityKey(identity)) !== undefined;
  }

  /** How far the file was read, if it was. */
  markOf(identity: FileIdentity): Mark | null {
    return this.#marks.get(identityKey(identity)) ?? null;
  }

  remember(folder: string, identity: FileIdentity, mark: Mark | null): void {
    const key = identityKey(identity);
    const before = this.#files.peek(key);
    if (before !== undefined) this.#changed.add(before);
    this.#changed.add(folder);
    this.#files.set(key, folder);
    if (mark !== null) this.#marks.set(key, mark);
  }

  forget(identity: FileIdentity): void {
    const key = identityKey(identity);
    const folder = this.#files.peek(key);
    if (folder === undefined) return;
    this.#changed.add(folder);
    this.#files.delete(key);
    this.#marks.delete(key);
  }

  /** What was read of files of a folder that were rotated or cut, newest last; names change, content does not. */
  generationsIn(folder: string): readonly Mark[] {
    return this.#generations.get(folder) ?? [];
  }

  addGeneration(folder: string, mark: Mark): void {
    const kept = [...this.generationsIn(folder), mark].slice(-GENERATIONS_OF_A_FOLDER);
    this.#generations.set(folder, kept);
    this.#changed.add(folder);
  }

  /** By folder; the text of a folder in which nothing changed is the same string as before. */
  save(): ReadonlyMap<string, string> {
    if (this.#changed.size === 0) return this.#texts;
    const files = new Map<string, [string, SavedMark | null][]>();
    for (const folder of this.#changed) files.set(folder, []);
    // the longest not met first, so that `restore` keeps the order
    for (const key of this.#files.rkeys()) {
      const mark = this.#marks.peek(key);
      const known = files.get(this.#files.peek(key) ?? '');
      known?.push([key, mark === undefined ? null : writeMark(mark)]);
    }
    for (const [folder, known] of files) {
      const generations = (this.#generations.peek(folder) ?? []).map(writeMark);
      if (known.length === 0 && generations.length === 0) this.#texts.delete(folder);
      else this.#texts.set(folder, sealFolder({ folder, files: known, generations }));
    }
    this.#changed.clear();
    return this.#texts;
  }

  restore(folders: readonly SavedFolder[], devices: ReadonlyMap<bigint, bigint>): void {
    for (const { folder, files, generations } of folders) {
      for (const [key, mark] of files)
        this.remember(folder, readIdentity(key, devices), mark === null ? null : readMark(mark));
      if (generations.length > 0) this.#generations.set(folder, generations.map(readMark));
    }
  }
}
