import { LRUCache } from 'lru-cache';
import { identityKey } from '../../ingest/fingerprint.ts';
import type { FileIdentity, Mark } from '../../ingest/fingerprint.ts';

/** Files remembered after their descriptors are closed; a folder of rotated logs holds a few dozen. */
const MAX_FILES = 50_000;
const MAX_MARKS = 10_000;
const GENERATIONS_OF_A_FOLDER = 64;

/**
 * What was read or deliberately passed over, so that it is not read again under another name, as a copy or compressed.
 * Bounded: the files longest not met are forgotten first.
 */
export class KnownFiles {
  readonly #files = new LRUCache<string, true>({ max: MAX_FILES });
  readonly #marks = new LRUCache<string, Mark>({ max: MAX_MARKS });
  readonly #generations = new LRUCache<string, readonly Mark[]>({ max: MAX_MARKS });

  has(identity: FileIdentity): boolean {
    return this.#files.get(identityKey(identity)) === true;
  }

  /** How far the file was read, if it was. */
  markOf(identity: FileIdentity): Mark | null {
    return this.#marks.get(identityKey(identity)) ?? null;
  }

  remember(identity: FileIdentity, mark: Mark | null): void {
    const key = identityKey(identity);
    this.#files.set(key, true);
    if (mark !== null) this.#marks.set(key, mark);
  }

  forget(identity: FileIdentity): void {
    this.#files.delete(identityKey(identity));
    this.#marks.delete(identityKey(identity));
  }

  /** What was read of files of a folder that were rotated or cut, newest last; names change, content does not. */
  generationsIn(folder: string): readonly Mark[] {
    return this.#generations.get(folder) ?? [];
  }

  addGeneration(folder: string, mark: Mark): void {
    const kept = [...this.generationsIn(folder), mark].slice(-GENERATIONS_OF_A_FOLDER);
    this.#generations.set(folder, kept);
  }
}
