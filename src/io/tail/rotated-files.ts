// Looks beside a log for what rotation made of it: the copy that copytruncate leaves, and whole generations that came
// and went while nobody looked. What is found is read to its end and remembered.
import { identityKey, isSameIdentity, sharesHead, START } from '../../ingest/fingerprint.ts';
import type { FileIdentity } from '../../ingest/fingerprint.ts';
import { baseNames, isRotatedName } from '../../ingest/rotated-name.ts';
import { InputError } from '../../ports.ts';
import type { TailSource } from '../../ports.ts';
import type { Faults } from './faults.ts';
import {
  inflateFile,
  isCompleteGzip,
  inflatedHead,
  isCompressedBeginningOf,
  isGzipFile,
  StreamedMark,
} from './gzip-copy.ts';
import type { KnownFiles } from './known-files.ts';
import type { Recall } from './recall.ts';
import type { SourceMatch, SourceSet } from './source-set.ts';
import { markBefore } from './mark-at.ts';
import type { StreamRegistry } from './stream-registry.ts';
import type { FileView, OpenFile, TailDisk } from './tail-disk.ts';
import { holdsMark, opened, TailStream } from './tail-stream.ts';
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
  readonly recall: Recall;
}

interface Candidate {
  readonly path: string;
  view: FileView;
  readonly isRelated: boolean;
  /** Set when the descriptor has found an owner. */
  isKept: boolean;
}

interface Replacement {
  readonly file: OpenFile;
  readonly identity: FileIdentity;
}

type CandidateUse = (candidate: Candidate, file: OpenFile) => Promise<void>;

export class RotatedFiles {
  readonly #options: RotatedFilesOptions;

  constructor(options: RotatedFilesOptions) {
    this.#options = options;
  }

  /**
   * Reads the rest of a cut file from its copy, or its copies. False when there is none.
   * Whatever was written between the copy and the cut is in neither: the writer's rotation lost it.
   */
  async drainCopy(stream: TailStream): Promise<boolean> {
    let isFound = false;
    const use: CandidateUse = async (candidate, file) => {
      const isCopy = (await isGzipFile(file))
        ? await this.#drainGzip(stream, file, candidate.path)
        : await this.#drainPlain(stream, file);
      if (!isCopy) return;
      isFound = true;
      this.#options.known.remember(stream.folder, candidate.view.identity, stream.mark);
    };
    await this.#eachCandidate(stream.path, use, stream.isCompressed ? stream : null);
    return isFound;
  }

  /**
   * Reads rotated files of `path` that nobody has read: generations that began and ended between two looks.
   * @param current the file that has the path now; a copy of it (copytruncate under way) is left alone
   */
  async readMissed(path: string, match: SourceMatch, current: OpenFile | null): Promise<void> {
    const use: CandidateUse = async (candidate, file) => {
      const { known, recall, registry, sources } = this.#options;
      const isCompressed = await isGzipFile(file);
      const arrivesItself = !isCompressed && sources.match(candidate.path) !== null;
      if (!candidate.isRelated || arrivesItself) return;
      const isCopy = isCompressed ? isCompressedBeginningOf : isBeginningOf;
      if (current !== null && (await isCopy(file, current))) return;
      // if the log was cut just now, its own stream reads the copy on
      if ((await registry.at(path)?.look())?.isIntact === false) return;
      const { context } = this.#options;
      const stream = new TailStream(context, opened(path, match, file, candidate.view), 'nothing');
      if (isCompressed) {
        await this.#readCompressed(stream, file, candidate.path);
        return;
      }
      stream.mark = await recall.markOf(stream.folder, file, candidate.view, 1);
      if (stream.mark.offset >= candidate.view.sizeBytes && stream.mark !== START) {
        known.remember(stream.folder, candidate.view.identity, stream.mark);
        return;
      }
      // its writer may still be at it: it is treated as a file that was tailed and has gone away
      candidate.isKept = true;
      registry.addAway(stream);
      await stream.readTo(candidate.view.sizeBytes);
    };
    await this.#eachCandidate(path, use, null);
  }

  /** A generation that was compressed: only what was not read of it before, and not while gzip is at work. */
  async #readCompressed(stream: TailStream, file: OpenFile, path: string): Promise<void> {
    if (!(await isCompleteGzip(file, path))) return;
    const { known, recall, registry } = this.#options;
    const head = await inflatedHead(file, path);
    const marks = (await recall.marksIn(stream.folder)).filter((mark) =>
      sharesHead(mark.head, head),
    );
    stream.handle = null;
    stream.isCompressed = true;
    registry.addPassing(stream);
    for (const mark of [...marks, START]) {
      stream.mark = mark;
      if (await this.#drainGzip(stream, file, path)) break;
    }
    known.remember(stream.folder, stream.identity, null);
    known.addGeneration(stream.folder, stream.mark);
    stream.tellClosed('rotated');
    registry.remove(stream);
  }

  /**
   * Remembers the rotated files that are there before a source is first looked at: they are history, for `scan` to read.
   * @param isHistory decides by the sources of a file and of the logs that it may be a rotation of
   */
  async passOver(
    folder: string,
    names: readonly string[],
    isHistory: (owners: readonly TailSource[]) => boolean,
  ): Promise<void> {
    const { disk, known, sources, registry } = this.#options;
    for (const name of names) {
      const path = `${folder}/${name}`;
      const bases = baseNames(name).map((base) => `${folder}/${base}`);
      const isTailed = sources.match(path) !== null;
      const owners = [path, ...bases].flatMap((owned) => sources.match(owned)?.source ?? []);
      if (!isHistory(owners) || bases.some((base) => registry.at(base) !== null)) continue;
      await this.#options.faults.attempt(path, async () => {
        const view = await disk.view(path);
        if (view?.kind !== 'file' || this.isKnown(view)) return;
        const isCompressed = await this.#noteContent(folder, name);
        if (!isTailed || isCompressed) known.remember(folder, view.identity, null);
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
      known.addGeneration(folder, mark);
      return false;
    } finally {
      await file.close();
    }
  }

  /** Opens the file of a parked stream again; false when it cannot be found. */
  async reopen(stream: TailStream): Promise<boolean> {
    if (stream.handle !== null) return true;
    const found = await this.openAgain(stream);
    if (!isOpen(found)) return false;
    stream.handle = found;
    this.#options.registry.touch(stream);
    return true;
  }

  /**
   * Opens the file of a parked stream, under its path or, if it was renamed, under another in the same folder.
   * `unreachable`: the folder is gone or empty, as that of a share that is not mounted.
   */
  async openAgain(stream: TailStream): Promise<OpenFile | 'gone' | 'unreachable'> {
    const { path, target } = stream;
    let isReachable = false;
    // a link may have been turned to another file meanwhile
    for (const known of target === null ? [path] : [path, target]) {
      const own = await this.#openIfSame(stream, known);
      if (isOpen(own)) return own;
      const found = await this.#openIn(folderOf(known), stream);
      if (isOpen(found)) return found;
      if (found === 'gone') isReachable = true;
    }
    return isReachable ? 'gone' : 'unreachable';
  }

  /** Lists the folder again when a name was gone when it was looked at: rotation is at work there. */
  async #openIn(folder: string, stream: TailStream): Promise<OpenFile | 'gone' | 'unreachable'> {
    for (let attempt = 0, isShifting = true; isShifting && attempt < ATTEMPTS; attempt += 1) {
      isShifting = false;
      const names = (await this.#options.disk.list(folder === '' ? '/' : folder)) ?? [];
      if (names.length === 0) return 'unreachable';
      for (const name of names) {
        const file = await this.#openIfSame(stream, `${folder}/${name}`);
        if (isOpen(file)) return file;
        if (file === 'absent') isShifting = true;
      }
    }
    return 'gone';
  }

  async #openIfSame(
    { identity }: TailStream,
    path: string,
  ): Promise<OpenFile | 'absent' | 'other'> {
    const { disk } = this.#options;
    let view: FileView | null;
    try {
      view = await disk.view(path);
    } catch {
      return 'other'; // a fault of another file is not this one's
    }
    if (view === null) return 'absent';
    if (!isSameIdentity(view.identity, identity)) return 'other';
    const file = await disk.open(path);
    if (file === null) return 'absent';
    if (isSameIdentity((await file.view()).identity, identity)) return file;
    await file.close();
    return 'absent';
  }

  /**
   * Opens a file that holds all that was read of a stream whose own is gone, under its path if `mayHavePath`, or another
   * one: content decides where identities changed (another disk, a share that numbers anew).
   */
  async openReplacement(stream: TailStream, mayHavePath: boolean): Promise<Replacement | null> {
    const own = mayHavePath ? await this.#options.disk.open(stream.path) : null;
    if (own !== null) {
      const view = await own.view();
      if (!this.isKnown(view) && (await holdsAllOf(own, view, stream)))
        return { file: own, identity: view.identity };
      await own.close();
    }
    let found: Replacement | null = null;
    const use: CandidateUse = async (candidate, file) => {
      if (found !== null || !(await holdsAllOf(file, candidate.view, stream))) return;
      candidate.isKept = true;
      found = { file, identity: candidate.view.identity };
    };
    if (stream.mark.offset > 0) await this.#eachCandidate(stream.path, use, null);
    return found;
  }

  /**
   * Opens unknown files beside `path` one by one. The folder is listed until nothing new turns up: while rotation
   * shifts names, one listing can miss a file that it has just renamed.
   */
  async #eachCandidate(path: string, use: CandidateUse, self: TailStream | null): Promise<void> {
    const done = new Set<string>();
    for (let attempt = 0, isNew = true; isNew && attempt < ATTEMPTS; attempt += 1) {
      const { candidates, isShifting } = await this.#candidates(path, self);
      isNew = isShifting;
      for (const listed of candidates) {
        if (done.has(identityKey(listed.view.identity))) continue;
        isNew = true;
        const used = await this.#options.faults.attempt(
          listed.path,
          () => this.#open(listed, use, self),
          'opening',
        );
        if (used !== null) done.add(identityKey(used));
      }
    }
  }

  /** The identity of what was open; null when the name is gone. */
  async #open(
    listed: Candidate,
    use: CandidateUse,
    self: TailStream | null,
  ): Promise<FileIdentity | null> {
    const file = await this.#options.disk.open(listed.path);
    if (file === null) return null;
    const candidate = { ...listed };
    try {
      // the name may belong to another file by now: what is open is what counts
      candidate.view = await file.view();
      if (candidate.view.kind === 'file' && !this.isKnown(candidate.view, self))
        await use(candidate, file);
      return candidate.view.identity;
    } finally {
      if (!candidate.isKept) await file.close();
    }
  }

  /**
   * Unknown files beside `path`: rotated names in the order of their making, then others, newest first. `isShifting`: a
   * name was gone when it was looked at.
   */
  async #candidates(
    path: string,
    self: TailStream | null,
  ): Promise<{ readonly candidates: readonly Candidate[]; readonly isShifting: boolean }> {
    const { disk, faults } = this.#options;
    const slash = path.lastIndexOf('/');
    const [folder, base] = [path.slice(0, slash), path.slice(slash + 1)];
    const names = await faults.attempt(folder, () => disk.list(folder === '' ? '/' : folder));
    const found: Candidate[] = [];
    let isShifting = false;
    for (const name of names ?? []) {
      if (name === base) continue;
      const other = `${folder}/${name}`;
      const view = await faults.attempt(other, () => disk.view(other));
      if (view === null) isShifting = true;
      if (view?.kind === 'file' && !this.isKnown(view, self))
        found.push({ path: other, view, isRelated: isRotatedName(base, name), isKept: false });
    }
    const related = found.filter(({ isRelated }) => isRelated).toSorted(byAge);
    const strangers = found.filter(({ isRelated }) => !isRelated).toSorted(byAge);
    const candidates = [...related, ...strangers.slice(-MAX_STRANGERS).reverse()];
    return { candidates, isShifting };
  }

  /** Whether the file was read, is being read (by another stream than `self`), or was passed over. */
  isKnown(view: FileView, self: TailStream | null = null): boolean {
    const { known, registry } = this.#options;
    const owner = registry.ownerOf(view.identity);
    if (owner !== null) return owner !== self;
    const read = known.markOf(view.identity);
    // one that was read, and has grown since nobody watched it, is to be read on
    return known.has(view.identity) && (read === null || read.offset >= view.sizeBytes);
  }

  async #drainPlain(stream: TailStream, copy: OpenFile): Promise<boolean> {
    const { sizeBytes } = await copy.view();
    if (stream.mark.offset === 0 || !(await holdsMark(copy, stream.mark, sizeBytes))) return false;
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

  #tellFault(path: string, error: unknown): void {
    if (!(error instanceof InputError)) throw error;
    this.#options.faults.tell(path, error.code, error.message);
  }
}

/**
 * Whether the file holds all that was read of a stream. One that is shorter proves nothing: what would tell it apart
 * lies beyond its end (CSV exports of two days begin with the same header).
 */
export async function holdsAllOf(
  file: OpenFile,
  view: FileView,
  { mark }: TailStream,
): Promise<boolean> {
  const isLongEnough = view.kind === 'file' && view.sizeBytes >= mark.offset;
  return isLongEnough && (await holdsMark(file, mark, view.sizeBytes));
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

function isOpen(file: OpenFile | string): file is OpenFile {
  return typeof file !== 'string';
}

function folderOf(path: string): string {
  return path.slice(0, path.lastIndexOf('/'));
}

function byAge(a: Candidate, b: Candidate): number {
  const [first, second] = [a.view.identity.birthtimeNs, b.view.identity.birthtimeNs];
  if (first !== second) return first < second ? -1 : 1;
  return Number(a.view.modifiedNs - b.view.modifiedNs);
}
