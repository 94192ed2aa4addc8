// Looks beside a log for what rotation made of it: the copy that copytruncate leaves, and whole generations that came
// and went while nobody looked. What is found is read to its end and remembered.
import { isSameIdentity, samplesWithin } from '../../ingest/fingerprint.ts';
import type { Mark } from '../../ingest/fingerprint.ts';
import { baseNames, isRotatedName } from '../../ingest/rotated-name.ts';
import { InputError } from '../../ports.ts';
import type { Faults } from './faults.ts';
import { inflateFile, inflatedSize, isGzipFile, StreamedMark } from './gzip-copy.ts';
import type { KnownFiles } from './known-files.ts';
import type { SourceMatch, SourceSet } from './source-set.ts';
import { markBefore } from './mark-at.ts';
import type { StreamRegistry } from './stream-registry.ts';
import type { FileView, OpenFile, TailDisk } from './tail-disk.ts';
import { holdsSamples, TailStream } from './tail-stream.ts';
import type { StreamContext } from './tail-stream.ts';

/** Names may change between listing and opening, since rotation shifts them; then the folder is listed again. */
const ATTEMPTS = 5;
/** Files of other names that are compared with a cut file, newest first. */
const MAX_STRANGERS = 200;

export interface RotatedFilesOptions {
  readonly disk: TailDisk;
  readonly sources: SourceSet;
  readonly known: KnownFiles;
  readonly faults: Faults;
  readonly context: StreamContext;
  readonly registry: StreamRegistry;
}

interface Candidate {
  readonly path: string;
  view: FileView;
  readonly isRelated: boolean;
  /** Set when the descriptor has found an owner. */
  isKept: boolean;
}

export class RotatedFiles {
  readonly #options: RotatedFilesOptions;

  constructor(options: RotatedFilesOptions) {
    this.#options = options;
  }

  /**
   * Reads the rest of a cut file from its copy. Gives the copy's identity, or null when there is none.
   * Whatever was written between the copy and the cut is in neither: the writer's rotation lost it.
   */
  async drainCopy(stream: TailStream): Promise<FileView | null> {
    return this.#eachCandidate(stream.path, async (candidate, file) => {
      const isCopy = (await isGzipFile(file))
        ? await this.#drainGzip(stream, file, candidate.path)
        : await this.#drainPlain(stream, file);
      if (isCopy) this.#options.known.remember(candidate.view.identity, stream.mark);
      return isCopy ? candidate.view : null;
    });
  }

  /**
   * Reads rotated files of `path` that nobody has read: generations that began and ended between two looks.
   * @param current the file that has the path now; a copy of it (copytruncate under way) is left alone
   */
  async readMissed(path: string, match: SourceMatch, current: OpenFile | null): Promise<void> {
    await this.#eachCandidate(path, async (candidate, file) => {
      const { known, sources } = this.#options;
      const isCompressed = await isGzipFile(file);
      const arrivesItself = !isCompressed && sources.match(candidate.path) !== null;
      if (!candidate.isRelated || arrivesItself) return null;
      if (current !== null && (await isBeginningOf(file, current))) return null;
      if (isCompressed && (await this.#isReadBefore(path, file, candidate))) {
        known.remember(candidate.view.identity, null);
        return null;
      }
      const opened = { path, match, handle: file, view: candidate.view };
      const stream = new TailStream(this.#options.context, opened, 'nothing');
      if (isCompressed) {
        await this.#takeInflated(stream, file);
        known.remember(candidate.view.identity, stream.mark);
        known.addGeneration(path, stream.mark);
        stream.tellClosed('rotated');
        return null;
      }
      // its writer may still be at it: it is treated as a file that was tailed and has gone away
      candidate.isKept = true;
      this.#options.registry.addAway(stream);
      await stream.readTo(candidate.view.sizeBytes);
      return null;
    });
  }

  /** Remembers the rotated files that are there before tailing begins: they are history, for `scan` to read. */
  async passOver(folder: string, names: readonly string[]): Promise<void> {
    const { disk, known, sources } = this.#options;
    for (const name of names) {
      const path = `${folder}/${name}`;
      await this.#options.faults.attempt(path, async () => {
        const view = await disk.view(path);
        if (view?.kind !== 'file') return;
        const isTailed = sources.match(path) !== null;
        const isCompressed = await this.#noteContent(folder, name);
        if (!isTailed || isCompressed) known.remember(view.identity, null);
      });
    }
  }

  /**
   * A rotated file that is there first may be compressed later: its content is remembered, to know it then.
   * True when it is compressed already.
   */
  async #noteContent(folder: string, name: string): Promise<boolean> {
    const { disk, known, sources } = this.#options;
    const bases = baseNames(name).map((base) => `${folder}/${base}`);
    const owned = bases.filter((base) => sources.match(base) !== null);
    const file = owned.length === 0 ? null : await disk.open(`${folder}/${name}`);
    if (file === null) return false;
    try {
      if (await isGzipFile(file)) return true;
      const mark = await markBefore(file, (await file.view()).sizeBytes);
      for (const base of owned) known.addGeneration(base, mark);
      return false;
    } finally {
      await file.close();
    }
  }

  /** Opens the file of a parked stream, under its path or, if it was renamed, under another in the same folder. */
  async openAgain(stream: TailStream): Promise<OpenFile | null> {
    const { disk } = this.#options;
    const folder = stream.path.slice(0, stream.path.lastIndexOf('/'));
    const names = (await disk.list(folder === '' ? '/' : folder)) ?? [];
    for (const path of [stream.path, ...names.map((name) => `${folder}/${name}`)]) {
      const view = await disk.view(path).catch(() => null); // a fault of another file is not this one's
      if (view === null || !isSameIdentity(view.identity, stream.identity)) continue;
      const file = await disk.open(path);
      if (file === null) continue;
      if (isSameIdentity((await file.view()).identity, stream.identity)) return file;
      await file.close();
    }
    return null;
  }

  /** Opens unknown files beside `path` one by one, until `use` gives a result. */
  async #eachCandidate<T>(
    path: string,
    use: (candidate: Candidate, file: OpenFile) => Promise<T | null>,
  ): Promise<T | null> {
    const done = new Set<string>();
    for (let attempt = 0; attempt < ATTEMPTS; attempt += 1) {
      let isStale = false;
      for (const listed of await this.#candidates(path)) {
        const key = `${listed.path}\0${listed.view.identity.ino}`;
        if (done.has(key)) continue;
        done.add(key);
        const outcome = await this.#useCandidate(listed, use);
        if (outcome === 'stale') isStale = true;
        else if (outcome !== null) return outcome.value;
      }
      if (!isStale) return null;
    }
    return null;
  }

  async #useCandidate<T>(
    listed: Candidate,
    use: (candidate: Candidate, file: OpenFile) => Promise<T | null>,
  ): Promise<{ value: T } | 'stale' | null> {
    const { disk, faults } = this.#options;
    return faults.attempt(listed.path, async () => {
      const file = await disk.open(listed.path);
      if (file === null) return 'stale';
      const candidate = { ...listed };
      try {
        // the name may belong to another file by now: what is open is what counts
        const view = await file.view();
        candidate.view = view;
        if (view.kind !== 'file' || view.sizeBytes === 0 || this.#isKnown(view)) return null;
        const value = await use(candidate, file);
        return value === null ? null : { value };
      } finally {
        if (!candidate.isKept) await file.close();
      }
    });
  }

  /** Unknown files beside `path`: rotated names in the order of their making, then others, newest first. */
  async #candidates(path: string): Promise<readonly Candidate[]> {
    const { disk, faults } = this.#options;
    const slash = path.lastIndexOf('/');
    const [folder, base] = [path.slice(0, slash), path.slice(slash + 1)];
    const names = await faults.attempt(folder, () => disk.list(folder === '' ? '/' : folder));
    const found: Candidate[] = [];
    for (const name of names ?? []) {
      if (name === base) continue;
      const other = `${folder}/${name}`;
      const view = await faults.attempt(other, () => disk.view(other));
      if (view?.kind === 'file' && !this.#isKnown(view))
        found.push({ path: other, view, isRelated: isRotatedName(base, name), isKept: false });
    }
    const related = found.filter(({ isRelated }) => isRelated).toSorted(byAge);
    const strangers = found.filter(({ isRelated }) => !isRelated).toSorted(byAge);
    return [...related, ...strangers.slice(-MAX_STRANGERS).reverse()];
  }

  #isKnown(view: FileView): boolean {
    return (
      this.#options.known.has(view.identity) ||
      this.#options.registry.ownerOf(view.identity) !== null
    );
  }

  async #drainPlain(stream: TailStream, copy: OpenFile): Promise<boolean> {
    const { sizeBytes } = await copy.view();
    const samples = samplesWithin(stream.mark, sizeBytes);
    if (samples.length === 0 || !(await holdsSamples(copy, samples))) return false;
    await stream.readTo(sizeBytes, copy);
    return true;
  }

  async #drainGzip(stream: TailStream, copy: OpenFile, path: string): Promise<boolean> {
    const expected = new StreamedMark(stream.mark);
    const end = stream.mark.offset;
    let offset = 0;
    try {
      for await (const bytes of inflateFile(copy, path)) {
        const isBefore = offset < end;
        if (isBefore && !expected.pass(bytes)) return false;
        const rest = bytes.subarray(Math.max(0, end - offset));
        offset += bytes.length;
        if (rest.length > 0) await stream.take(rest);
      }
    } catch (error) {
      this.#tellFault(path, error);
    }
    return offset > 0;
  }

  async #takeInflated(stream: TailStream, file: OpenFile): Promise<void> {
    try {
      for await (const bytes of inflateFile(file, stream.path)) await stream.take(bytes);
    } catch (error) {
      this.#tellFault(stream.path, error);
    }
  }

  /** Whether the compressed content is a generation that was read: same beginning, same length. */
  async #isReadBefore(path: string, file: OpenFile, candidate: Candidate): Promise<boolean> {
    const size = await inflatedSize(file, candidate.view.sizeBytes);
    const { known, registry } = this.#options;
    const marks = [...known.generationsOf(path), ...registry.awayMarks(path)];
    for (const mark of marks) {
      if (mark.offset % 2 ** 32 !== size) continue;
      if (await this.#beginsAs(mark, file, candidate.path)) return true;
    }
    return false;
  }

  async #beginsAs(mark: Mark, file: OpenFile, path: string): Promise<boolean> {
    const expected = new StreamedMark(mark);
    try {
      for await (const bytes of inflateFile(file, path)) if (!expected.pass(bytes)) return false;
      return true;
    } catch (error) {
      this.#tellFault(path, error);
      return false;
    }
  }

  #tellFault(path: string, error: unknown): void {
    if (!(error instanceof InputError)) throw error;
    this.#options.faults.tell(path, error.code, error.message);
  }
}

/** Whether all of `file` is what `longer` begins with, as far as its first and last bytes tell. */
export async function isBeginningOf(file: OpenFile, longer: OpenFile): Promise<boolean> {
  const { sizeBytes } = await file.view();
  const [ours, theirs] = [new Uint8Array(256), new Uint8Array(256)];
  for (const offset of [0, Math.max(0, sizeBytes - 256)]) {
    const length = await file.read(ours, offset);
    if ((await longer.read(theirs, offset)) < length) return false;
    if (!ours.subarray(0, length).every((byte, index) => byte === theirs[index])) return false;
  }
  return true;
}

function byAge(a: Candidate, b: Candidate): number {
  const [first, second] = [a.view.identity.birthtimeNs, b.view.identity.birthtimeNs];
  if (first !== second) return first < second ? -1 : 1;
  return Number(a.view.modifiedNs - b.view.modifiedNs);
}
