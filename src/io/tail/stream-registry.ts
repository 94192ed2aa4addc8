import type { FileIdentity } from '../../ingest/fingerprint.ts';
import type { FileView } from './tail-disk.ts';
import type { TailStream } from './tail-stream.ts';

/**
 * The live streams: each belongs to one file, and has a path or has gone away. A descriptor is kept for each, up to a
 * limit; beyond it the streams that were quiet longest are parked.
 */
export class StreamRegistry {
  readonly #maxOpen: number;
  readonly #all = new Set<TailStream>();
  readonly #byInode = new Map<string, TailStream>();
  readonly #byPath = new Map<string, TailStream>();
  readonly #away = new Set<TailStream>();
  /** Streams with a descriptor, the longest quiet first. */
  readonly #open = new Set<TailStream>();

  constructor(maxOpen: number) {
    this.#maxOpen = maxOpen;
  }

  get paths(): readonly string[] {
    return [...this.#byPath.keys()];
  }

  get away(): readonly TailStream[] {
    return [...this.#away];
  }

  get all(): readonly TailStream[] {
    return [...this.#all];
  }

  has(stream: TailStream): boolean {
    return this.#all.has(stream);
  }

  at(path: string): TailStream | null {
    return this.#byPath.get(path) ?? null;
  }

  isAway(stream: TailStream): boolean {
    return this.#away.has(stream);
  }

  /** Streams that have a path in this folder, or had one there. */
  inFolder(folder: string): readonly TailStream[] {
    return this.all.filter((stream) => stream.folder === folder);
  }

  /**
   * The stream that reads this file. An inode number cannot be reused while its descriptor is open; of a parked
   * stream the time of birth decides.
   */
  ownerOf({ dev, ino, birthtimeNs }: FileIdentity): TailStream | null {
    const stream = this.#byInode.get(`${dev}:${ino}`);
    if (stream === undefined) return null;
    return stream.handle !== null || stream.identity.birthtimeNs === birthtimeNs ? stream : null;
  }

  owns(stream: TailStream, view: FileView | null): boolean {
    return view !== null && this.ownerOf(view.identity) === stream;
  }

  add(stream: TailStream): void {
    this.#enter(stream);
    this.setPath(stream, stream.path);
    this.touch(stream);
  }

  /** A stream whose file has lost its path before it was seen. */
  addAway(stream: TailStream): void {
    this.#enter(stream);
    this.leave(stream);
    this.touch(stream);
  }

  /** A stream of an earlier run, as it was then. */
  restore(stream: TailStream, isAway: boolean): void {
    this.#enter(stream);
    if (isAway) this.#away.add(stream);
    else this.#byPath.set(stream.path, stream);
  }

  /** A stream that lives as long as a compressed file is read; no path and no identity leads to it. */
  addPassing(stream: TailStream): void {
    this.#all.add(stream);
  }

  /** The stream goes on in another file with the same content. */
  rebind(stream: TailStream, identity: FileIdentity): void {
    this.#forgetInode(stream);
    stream.identity = identity;
    this.#enter(stream);
  }

  /** The stream goes on under a path that it has now. */
  setPath(stream: TailStream, path: string): void {
    if (this.#byPath.get(stream.path) === stream) this.#byPath.delete(stream.path);
    this.#away.delete(stream);
    stream.path = path;
    stream.isSuperseded = false;
    this.#byPath.set(path, stream);
  }

  /** The path no longer names the stream's file. */
  leave(stream: TailStream): void {
    if (this.#byPath.get(stream.path) === stream) this.#byPath.delete(stream.path);
    // an empty one says nothing of where its writer is
    for (const earlier of stream.mark.offset > 0 ? this.#away : [])
      if (earlier.path === stream.path) earlier.isSuperseded = true;
    this.#away.add(stream);
  }

  remove(stream: TailStream): void {
    this.#all.delete(stream);
    this.#forgetInode(stream);
    if (this.#byPath.get(stream.path) === stream) this.#byPath.delete(stream.path);
    this.#away.delete(stream);
    this.#open.delete(stream);
  }

  /** Marks the stream as the one that was active last. */
  touch(stream: TailStream): void {
    this.#open.delete(stream);
    if (stream.handle !== null) this.#open.add(stream);
  }

  #enter(stream: TailStream): void {
    this.#all.add(stream);
    this.#byInode.set(`${stream.identity.dev}:${stream.identity.ino}`, stream);
  }

  #forgetInode(stream: TailStream): void {
    const key = `${stream.identity.dev}:${stream.identity.ino}`;
    if (this.#byInode.get(key) === stream) this.#byInode.delete(key);
  }

  /** Closes descriptors above the limit; never those of files that went away, which no path leads back to. */
  async parkExcess(): Promise<void> {
    for (const stream of this.#open) {
      if (this.#open.size <= this.#maxOpen) return;
      if (this.#away.has(stream)) continue;
      this.#open.delete(stream);
      await stream.closeHandle();
    }
  }
}
