import { LRUCache } from 'lru-cache';
import { identityKey } from '../../ingest/fingerprint.ts';
import type { FileIdentity, Mark } from '../../ingest/fingerprint.ts';

/** Files remembered after their descriptors are closed; a folder of rotated logs holds a few dozen. */
const MAX_FILES = 50_000;
const MAX_MARKS = 10_000;
const GENERATIONS_OF_A_PATH = 8;

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

  /** The content that a path had before its last rotations, newest last. */
  generationsOf(path: string): readonly Mark[] {
    return this.#generations.get(path) ?? [];
  }

  addGeneration(path: string, mark: Mark): void {
    const kept = [...this.generationsOf(path), mark].slice(-GENERATIONS_OF_A_PATH);
    this.#generations.set(path, kept);
  }
}
