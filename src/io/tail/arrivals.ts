// Files that a path shows for the first time. Most are new logs. Some are old acquaintances: renamed, copied, compressed
// or cut; those must not be read again.
import { LRUCache } from 'lru-cache';
import { HEAD_BYTES, identityKey, sharesHead } from '../../ingest/fingerprint.ts';
import type { FileIdentity } from '../../ingest/fingerprint.ts';
import { baseNames } from '../../ingest/rotated-name.ts';
import type { TailSource } from '../../ports.ts';
import type { Faults } from './faults.ts';
import { isGzipFile } from './gzip-copy.ts';
import type { KnownFiles } from './known-files.ts';
import { markOfLastLine } from './mark-at.ts';
import { ROTATED_LEAST_BYTES, type Recall } from './recall.ts';
import { holdsAllOf, isBeginningOf } from './rotated-files.ts';
import type { RotatedFiles } from './rotated-files.ts';
import { readIdentity } from './saved-mark.ts';
import type { SavedNotes } from './saved-tail.ts';
import type { SourceMatch, SourceSet } from './source-set.ts';
import type { StreamRegistry } from './stream-registry.ts';
import type { FileView, OpenFile, TailDisk } from './tail-disk.ts';
import { opened, TailStream } from './tail-stream.ts';
import type { StreamContext } from './tail-stream.ts';

/** Facts kept of files that are not tailed (compressed, copies, cut and still empty), at most. */
const MAX_NOTES = 20_000;
/**
 * A file with a plain name that begins with all that was read of an earlier one is that one made anew (an export that
 * is written whole each time) and goes on where it was, if what was read is long enough to tell: more than a header.
 */
const SURE_BYTES = 512;

export interface ArrivalsOptions {
  readonly disk: TailDisk;
  readonly sources: SourceSet;
  readonly known: KnownFiles;
  readonly faults: Faults;
  readonly registry: StreamRegistry;
  readonly context: StreamContext;
  readonly recall: Recall;
  readonly rotated: RotatedFiles;
  /** Looks at another path at once. */
  readonly examine: (path: string) => Promise<void>;
}

interface Arriving {
  readonly path: string;
  readonly match: SourceMatch;
  readonly file: OpenFile;
  readonly view: FileView;
}

export class Arrivals {
  readonly #options: ArrivalsOptions;
  /** Paths being opened: a file and its copy ask for each other. */
  readonly #opening = new Set<string>();
  /** Sizes of files that are compressed, so that they are not opened in every round. */
  readonly #refused = new LRUCache<string, number>({ max: MAX_NOTES });
  /** Files that were cut and begin anew. */
  readonly #cut = new LRUCache<string, true>({ max: MAX_NOTES });
  /** Files that were there when their source was first looked at, and where reading starts in them. */
  readonly #first = new LRUCache<string, number>({ max: MAX_NOTES });
  /** Copies under way, by the stream they copy. */
  readonly #copies = new Map<TailStream, Map<string, FileIdentity>>();

  constructor(options: ArrivalsOptions) {
    this.#options = options;
  }

  /** Whoever arrives from now on is new; who reads from the end and could not be opened yet still does. */
  endFirstRound(): void {
    for (const [key, startAt] of this.#first) if (startAt === 0) this.#first.delete(key);
  }

  /** Oldest first: what was logged before is read before. Notes where reading begins in files of `fresh` sources. */
  async inOrderOfTime(
    paths: readonly string[],
    fresh: ReadonlySet<TailSource>,
  ): Promise<readonly string[]> {
    const { disk, faults, sources } = this.#options;
    const dated: { path: string; modifiedNs: bigint }[] = [];
    for (const path of paths) {
      const view = await faults.attempt(path, () => disk.view(path));
      if (view === null) continue;
      dated.push({ path, modifiedNs: view.modifiedNs });
      const source = sources.match(path)?.source;
      if (source !== undefined && fresh.has(source))
        this.#first.set(identityKey(view.identity), source.from === 'end' ? view.sizeBytes : 0);
    }
    dated.sort((a, b) => {
      if (a.modifiedNs !== b.modifiedNs) return a.modifiedNs < b.modifiedNs ? -1 : 1;
      return a.path < b.path ? -1 : 1;
    });
    return dated.map(({ path }) => path);
  }

  save(): Pick<SavedNotes, 'cut' | 'first'> {
    return { cut: [...this.#cut.rkeys()], first: [...this.#first].toReversed() };
  }

  restore({ cut, first }: SavedNotes, devices: ReadonlyMap<bigint, bigint>): void {
    for (const key of cut) this.expectRestart(readIdentity(key, devices));
    for (const [key, startAt] of first)
      this.#first.set(identityKey(readIdentity(key, devices)), startAt);
  }

  /** A cut file is a new one for its reader, whose first bytes may be a hole. */
  expectRestart(identity: FileIdentity): void {
    this.#cut.set(identityKey(identity), true);
  }

  /** The original of some copies went away: they hold what was read of it. */
  settleCopies(stream: TailStream): void {
    for (const identity of this.#copies.get(stream)?.values() ?? [])
      this.#options.known.remember(stream.folder, identity, stream.mark);
    this.#copies.delete(stream);
  }

  /**
   * Reads rotated files that nobody has read, where nothing arrives that would make anybody look: the log is absent or
   * empty, or was first seen after its rotation.
   */
  async findMissed(folder: string, names: readonly string[]): Promise<void> {
    const { disk, faults, registry, rotated, sources } = this.#options;
    const bases = new Set<string>();
    for (const name of names) {
      const owned = baseNames(name)
        .map((base) => `${folder}/${base}`)
        .filter((base) => sources.match(base) !== null);
      const path = `${folder}/${name}`;
      const view = owned.length === 0 ? null : await faults.attempt(path, () => disk.view(path));
      if (view?.kind !== 'file' || rotated.isKnown(view)) continue;
      for (const base of owned) bases.add(base);
    }
    for (const base of bases) {
      const match = sources.match(base);
      const stream = registry.at(base);
      // a copy of a parked log can be told only beside the log itself
      if (stream !== null) await faults.attempt(base, () => rotated.reopen(stream), 'opening');
      const current = registry.at(base)?.handle ?? null;
      if (match !== null) await rotated.readMissed(base, match, current);
    }
  }

  async arrive(path: string, match: SourceMatch, view: FileView): Promise<void> {
    const { faults, registry } = this.#options;
    if (view.kind === 'other')
      faults.tell(path, 'source-special', `"${path}" is not a file but a pipe, socket or device`);
    if (view.kind !== 'file') return;
    const owner = registry.ownerOf(view.identity);
    if (owner !== null) {
      await this.#rename(owner, path);
      return;
    }
    const isRefused = this.#refused.get(identityKey(view.identity)) === view.sizeBytes;
    if (view.sizeBytes === 0 || isRefused || this.#opening.has(path)) return;
    this.#opening.add(path);
    try {
      await faults.attempt(path, () => this.#open(path, match), 'opening');
    } finally {
      this.#opening.delete(path);
    }
  }

  /** A known file under another path: it goes on there, unless its own path still leads to it (a link). */
  async #rename(owner: TailStream, path: string): Promise<void> {
    const { disk, faults, registry, examine } = this.#options;
    if (owner.path === path && !registry.isAway(owner)) return;
    if (!registry.isAway(owner)) {
      const own = await faults.attempt(owner.path, () => disk.view(owner.path));
      if (registry.owns(owner, own)) return;
    }
    registry.setPath(owner, path);
    await examine(path);
  }

  async #open(path: string, match: SourceMatch): Promise<void> {
    const { disk, faults, registry } = this.#options;
    const file = await disk.open(path);
    if (file === null) return;
    const arriving = { path, match, file, view: await file.view() };
    const stream = await this.#accept(arriving).catch(async (error: unknown) => {
      await file.close();
      throw error;
    });
    // looking at its neighbours may have met the same file under another name
    if (stream === null || registry.ownerOf(arriving.view.identity) !== null) {
      await file.close();
      return;
    }
    registry.add(stream);
    stream.target = await faults.attempt(path, () => disk.target(path));
    stream.knownBytes = arriving.view.sizeBytes;
    await stream.readTo(arriving.view.sizeBytes);
    if (stream.mark.offset > 0) {
      const key = identityKey(arriving.view.identity);
      this.#cut.delete(key);
      this.#first.delete(key);
      return;
    }
    // cut before its first byte was read: a file of which nothing is known cannot be told from another
    registry.remove(stream);
    await stream.closeHandle();
  }

  /** The stream for a file that is to be read, null for one that is not (now). */
  async #accept(arriving: Arriving): Promise<TailStream | null> {
    const { path, match, file, view } = arriving;
    const { known, recall, registry, rotated, context, faults } = this.#options;
    const key = identityKey(view.identity);
    if (view.kind !== 'file' || registry.ownerOf(view.identity) !== null) return null;
    if (await isGzipFile(file)) {
      this.#refused.set(key, view.sizeBytes);
      faults.tell(
        path,
        'source-compressed',
        `"${path}" is compressed and not tailed; \`soclite scan\` reads it`,
      );
      return null;
    }
    if (await this.#isCopy(arriving)) return null;
    const follows = this.#cut.get(key) === true ? 'a-cut' : 'nothing';
    const stream = new TailStream(context, opened(path, match, file, view), follows);
    const startAt = this.#first.get(key);
    const isFirst = startAt !== undefined;
    const isRotated = baseNames(path.slice(stream.folder.length + 1)).length > 0;
    const leastBytes = isFirst
      ? Number.POSITIVE_INFINITY
      : isRotated
        ? ROTATED_LEAST_BYTES
        : SURE_BYTES;
    const read = await recall.markOf(stream.folder, file, view, leastBytes);
    if (read.offset > 0) {
      if (view.sizeBytes <= read.offset) return null;
      stream.mark = read;
    } else if (isFirst) {
      const sizeBytes = Math.min(startAt, view.sizeBytes);
      if (sizeBytes > 0) stream.mark = await markOfLastLine(file, sizeBytes);
    } else await rotated.readMissed(path, match, file);
    known.forget(view.identity);
    return stream;
  }

  /**
   * Whether the file is a copy of one that is tailed: copytruncate under way, where a source matches the copy as well.
   * It is left alone; when the original is cut, its rest is read from here.
   */
  async #isCopy({ path, file, view }: Arriving): Promise<boolean> {
    const { registry, known, rotated, sources, examine } = this.#options;
    const slash = path.lastIndexOf('/');
    const folder = path.slice(0, slash);
    const originals = baseNames(path.slice(slash + 1)).map((name) => `${folder}/${name}`);
    for (const original of originals)
      if (registry.at(original) === null && sources.match(original) !== null)
        await examine(original);
    const head = new Uint8Array(HEAD_BYTES);
    const start = head.subarray(0, await file.read(head, 0));
    // in the first round any number of files may share a header: only names that rotation gives are compared
    const streams = this.#first.has(identityKey(view.identity))
      ? originals.map((original) => registry.at(original)).filter((stream) => stream !== null)
      : registry.inFolder(folder);
    for (const stream of streams.toSorted((a, b) => b.mark.offset - a.mark.offset)) {
      if (!sharesHead(stream.mark.head, start)) continue;
      if (!registry.isAway(stream)) await examine(stream.path);
      if (known.has(view.identity)) return false;
      if (registry.ownerOf(stream.identity) !== stream) continue;
      if (!(await rotated.reopen(stream))) continue;
      const { handle } = stream;
      if (handle === null) continue;
      const isCopy = await isBeginningOf(file, handle);
      if (!isCopy && !(await holdsAllOf(file, view, stream))) continue;
      const isWhole = (await stream.look()).isIntact;
      // it holds what was read of the original, and more: a file of its own from there on
      if ((!isCopy && isWhole) || registry.isAway(stream))
        known.remember(folder, view.identity, stream.mark);
      else this.#noteCopy(stream, view.identity);
      return isCopy || !isWhole;
    }
    return false;
  }

  #noteCopy(stream: TailStream, identity: FileIdentity): void {
    const copies = this.#copies.get(stream) ?? new Map<string, FileIdentity>();
    copies.set(identityKey(identity), identity);
    this.#copies.set(stream, copies);
  }
}
