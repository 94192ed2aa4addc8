// One round over the tailed files: looks at paths (all, or those that a watcher hinted at) and performs what
// ingest/rotation.ts decides. Rounds never overlap. Hints only say where to look first: a missed one costs time, no line.
//
// A stream belongs to a file, not to a path: a file that is renamed to another name that a source matches goes on where
// it was, and one that is renamed out of sight is read to its end by the descriptor that is kept.
import { closeReason, nextAction, nextAwayAction } from '../../ingest/rotation.ts';
import type { AwayLimits, KeptView } from '../../ingest/rotation.ts';
import type { Clock, SavedTexts, TailSink, TailSource } from '../../ports.ts';
import { Arrivals } from './arrivals.ts';
import { Devices } from './devices.ts';
import { discover, Listings } from './discover.ts';
import type { Discovery } from './discover.ts';
import { Faults } from './faults.ts';
import { KnownFiles } from './known-files.ts';
import { Recall } from './recall.ts';
import { resumeStream } from './resume-stream.ts';
import { RotatedFiles } from './rotated-files.ts';
import { joinTexts, readTexts, sealNotes } from './saved-tail.ts';
import type { SavedNotes } from './saved-tail.ts';
import type { SourceSet } from './source-set.ts';
import { StreamRegistry } from './stream-registry.ts';
import type { FileView, TailDisk } from './tail-disk.ts';
import { createStreamContext } from './tail-stream.ts';
import type { StreamContext, TailStream } from './tail-stream.ts';

/** Looks at one file in one round; a writer that is faster than the tailer must not hold up the others. */
const MAX_STEPS = 16;

export interface TailLoopOptions extends AwayLimits {
  readonly disk: TailDisk;
  readonly clock: Clock;
  readonly sources: SourceSet;
  readonly sink: TailSink;
  /** Descriptors kept open at most. */
  readonly maxOpenFiles: number;
}

export class TailLoop {
  readonly #options: TailLoopOptions;
  readonly #faults: Faults;
  readonly #registry: StreamRegistry;
  readonly #known = new KnownFiles();
  readonly #rotated: RotatedFiles;
  readonly #arrivals: Arrivals;
  readonly #context: StreamContext;
  readonly #folders = new Map<string, { modifiedNs: bigint; changedLast: boolean }>();
  readonly #devices = new Devices();
  readonly #listings = new Listings();
  /** Patterns of sources whose first look is done. */
  #seasoned = new Set<string>();
  /** Streams of an earlier run whose files are still to be found. */
  readonly #resumed: TailStream[] = [];
  #isCaughtUp = false;

  constructor(options: TailLoopOptions) {
    const { disk, sources, sink, clock } = options;
    this.#options = options;
    this.#faults = new Faults((problem) => {
      sink.problem(problem);
    });
    this.#registry = new StreamRegistry(options.maxOpenFiles);
    this.#context = createStreamContext(sink, () => clock.nowMs());
    const shared = {
      disk,
      sources,
      known: this.#known,
      faults: this.#faults,
      registry: this.#registry,
      recall: new Recall(this.#known, this.#registry),
      context: this.#context,
    };
    this.#rotated = new RotatedFiles(shared);
    this.#arrivals = new Arrivals({
      ...shared,
      rotated: this.#rotated,
      examine: (path) => this.#examine(path),
    });
  }

  /** Goes on where an earlier run was: its files are told opened at once, and looked for in the first round. */
  async resume(saved: SavedTexts): Promise<void> {
    const { disk, sink, sources } = this.#options;
    const { streams, folders, notes } = readTexts(saved, (problem) => {
      sink.problem(problem);
    });
    const devices = await this.#devices.restore(notes?.devices ?? [], disk);
    this.#known.restore(folders, devices);
    if (notes !== null) this.#arrivals.restore(notes, devices);
    this.#seasoned = new Set(notes?.patterns);
    this.#context.ids.next = Math.max(notes?.nextId ?? 1, ...streams.map(([id]) => Number(id) + 1));
    for (const [id, state] of streams) {
      const stream = resumeStream(id, state, this.#context, { devices, sources });
      this.#registry.restore(stream, state.isAway);
      if (stream.follow(sources)) this.#resumed.push(stream);
      else this.#release(stream);
    }
  }

  get bytesRead(): number {
    return this.#context.total.bytes;
  }

  /** What the sink was told so far, for `resume` of the next run. */
  save(): SavedTexts {
    const streams = this.#registry.all
      .filter((stream) => stream.isKnown)
      .map((stream) => [stream.id, stream.save(this.#registry.isAway(stream))] as const);
    const notes: SavedNotes = {
      nextId: this.#context.ids.next,
      patterns: [...this.#seasoned],
      devices: this.#devices.save(),
      ...this.#arrivals.save(),
    };
    return joinTexts(streams, this.#known.save(), sealNotes(notes));
  }

  async hasRead(path: string): Promise<boolean> {
    const view = await this.#options.disk.view(path);
    if (view === null) return true;
    const mark = this.#registry.ownerOf(view.identity)?.mark ?? this.#known.markOf(view.identity);
    return mark !== null && mark.offset >= view.sizeBytes;
  }

  /** Other sources from now on. Files that none of them has are let go, but known if they come back. */
  async setSources(others: readonly TailSource[]): Promise<void> {
    const { sources } = this.#options;
    sources.replace(others);
    const patterns = new Set(others.map(({ pattern }) => pattern));
    this.#seasoned = new Set([...this.#seasoned].filter((pattern) => patterns.has(pattern)));
    for (const stream of this.#registry.all) {
      if (stream.follow(sources)) continue;
      this.#release(stream);
      await stream.closeHandle();
    }
  }

  /** Stops wherever it is; nothing is told any more. */
  suspend(): void {
    this.#context.suspension.begin();
  }

  async closeHandles(): Promise<void> {
    for (const stream of this.#registry.all) await stream.closeHandle();
  }

  /** Looks at every path of every source; finds new files and folders. */
  async roundOfAll(): Promise<void> {
    const { disk, sources, sink } = this.#options;
    for (const stream of this.#resumed.splice(0)) await this.#findAgain(stream);
    const found = await discover(sources, disk, this.#faults, this.#listings);
    this.#devices.note(found.folders);
    const isFirstEver = this.#seasoned.size === 0;
    const fresh = new Set(sources.sources.filter(({ pattern }) => !this.#seasoned.has(pattern)));
    const isHistory = (owners: readonly TailSource[]): boolean =>
      isFirstEver || (owners.length > 0 && owners.every((source) => fresh.has(source)));
    if (fresh.size > 0)
      for (const [folder, { names }] of found.folders)
        await this.#rotated.passOver(folder, names, isHistory);
    const isNew = (path: string): boolean => this.#registry.at(path) === null;
    const arrived = await this.#arrivals.inOrderOfTime(found.paths.filter(isNew), fresh);
    this.#seasoned = new Set(sources.sources.map(({ pattern }) => pattern));
    for (const path of [...this.#registry.paths, ...arrived]) {
      await this.#examine(path);
      await this.#registry.parkExcess();
    }
    for (const stream of this.#registry.away) await this.#watchAway(stream);
    await this.#findMissed(found, isFirstEver);
    await this.#registry.parkExcess();
    if (!this.#isCaughtUp) sink.caughtUp();
    this.#isCaughtUp = true;
    this.#arrivals.endFirstRound();
  }

  /** Looks at some paths; others than the sources' are ignored. */
  async roundOf(paths: Iterable<string>): Promise<void> {
    for (const path of paths) await this.#examine(path);
  }

  /** Reads what is there to the end and closes everything. */
  async finish(): Promise<void> {
    await this.roundOfAll();
    for (const stream of this.#registry.all) {
      stream.tellClosed('stopped');
      this.#drop(stream);
      await stream.closeHandle();
    }
  }

  /**
   * Rotated files whose log is gone or empty: nothing arrives there that would make anybody look for them. Only in
   * folders that changed since the last round or the one before it, since a folder's time of change is coarse.
   */
  async #findMissed(found: Discovery, isFirstEver: boolean): Promise<void> {
    for (const [folder, { names, modifiedNs }] of found.folders) {
      const seen = this.#folders.get(folder);
      this.#folders.set(folder, { modifiedNs, changedLast: seen?.modifiedNs !== modifiedNs });
      const isQuiet = seen !== undefined && seen.modifiedNs === modifiedNs && !seen.changedLast;
      if (!isQuiet && !isFirstEver) await this.#arrivals.findMissed(folder, names);
    }
    for (const folder of this.#folders.keys())
      if (!found.folders.has(folder)) this.#folders.delete(folder);
  }

  async #examine(path: string): Promise<void> {
    this.#context.suspension.check();
    const match = this.#options.sources.match(path);
    if (match === null) return;
    const look = await this.#faults.attempt(path, async () => ({
      view: await this.#options.disk.view(path),
    }));
    if (look === null) return;
    const stream = this.#registry.at(path);
    if (stream !== null && !(await this.#follow(stream, look.view))) return;
    if (look.view === null) this.#faults.clear(path);
    else await this.#arrivals.arrive(path, match, look.view);
  }

  /** Reads a stream on. True when its path is free for another file, or for a new beginning of the same. */
  async #follow(stream: TailStream, view: FileView | null): Promise<boolean> {
    if (this.#registry.owns(stream, view) && isUnchanged(stream, view)) return false;
    const isReadable = await this.#faults.attempt(
      stream.path,
      () => this.#unpark(stream),
      'opening',
    );
    if (isReadable === 'gone') return true;
    const isSame = this.#registry.owns(stream, view);
    const pathView = isSame ? 'same' : view === null ? 'absent' : 'other';
    for (let step = 0; step < MAX_STEPS && isReadable === 'open'; step += 1) {
      const kept = await this.#look(stream);
      if (kept === null) return false;
      const action = nextAction(kept, pathView);
      if (action !== 'drain-copy') stream.isUnwatched = false;
      if (action === 'read') {
        await this.#read(stream, kept);
        if (isSame && stream.mark.offset >= kept.sizeBytes) return false;
      } else if (action === 'wait') {
        stream.seen = view;
        return false;
      } else if (action === 'drain-copy') {
        await this.#restart(stream);
        return true;
      } else {
        stream.lastGrowthMs = this.#options.clock.nowMs();
        this.#registry.leave(stream);
        this.#arrivals.settleCopies(stream);
        return true;
      }
    }
    return false;
  }

  /** A file was cut in place: its rest is in the copy, if there is one. The file itself arrives as a new one. */
  async #restart(stream: TailStream): Promise<void> {
    const isCopied = await this.#rotated.drainCopy(stream);
    const unreadBytes = stream.knownBytes - stream.mark.offset;
    if (!isCopied && stream.isUnwatched) this.#tellUnwatched(stream, 'was cut');
    else if (!isCopied && unreadBytes > 0)
      this.#faults.tell(
        stream.path,
        'log-cut-unread',
        `"${stream.path}" was cut before its last ${unreadBytes} bytes were read, and no copy holds them`,
      );
    this.#known.addGeneration(stream.folder, stream.mark);
    this.#known.forget(stream.identity);
    stream.tellClosed('truncated');
    this.#registry.remove(stream);
    this.#arrivals.expectRestart(stream.identity);
    await stream.closeHandle();
  }

  /** What was written since the last run saw the file is nowhere to be found: nobody can say whether it was a line. */
  #tellUnwatched(stream: TailStream, fate: string): void {
    this.#faults.tell(
      stream.path,
      'log-lost-unwatched',
      `"${stream.path}" ${fate} while nobody watched, and no copy holds its rest; lines may be missing`,
    );
  }

  async #watchAway(stream: TailStream): Promise<void> {
    const { clock } = this.#options;
    if (stream.handle === null && !(await this.#findAgain(stream))) return;
    for (let step = 0; step < MAX_STEPS; step += 1) {
      const kept = await this.#look(stream);
      if (kept === null) return;
      const quietMs = clock.nowMs() - stream.lastGrowthMs;
      const away = { quietMs, isSuperseded: stream.isSuperseded };
      const action = nextAwayAction(kept, away, this.#options);
      if (action === 'wait') return;
      if (action === 'read') {
        await this.#read(stream, kept);
        continue;
      }
      stream.tellClosed(closeReason(kept));
      if (action === 'tell-closed') return;
      this.#drop(stream);
      await stream.closeHandle();
      return;
    }
  }

  /** Null after a fault of the disk; the descriptor is then opened anew. */
  async #look(stream: TailStream): Promise<KeptView | null> {
    const kept = await this.#faults.attempt(stream.path, () => stream.look(), 'reading');
    if (kept === null) await this.#abandonHandle(stream);
    return kept;
  }

  async #read(stream: TailStream, kept: KeptView): Promise<void> {
    stream.knownBytes = kept.sizeBytes;
    this.#registry.touch(stream);
    const done = await this.#faults.attempt(
      stream.path,
      () => stream.readTo(kept.sizeBytes),
      'reading',
    );
    if (done === null) await this.#abandonHandle(stream);
  }

  async #abandonHandle(stream: TailStream): Promise<void> {
    if (this.#registry.isAway(stream)) {
      stream.tellClosed('removed');
      this.#drop(stream);
    }
    await this.#faults.attempt(stream.path, () => stream.closeHandle());
    this.#registry.touch(stream);
  }

  /** The stream ends; what was read of its file is remembered, under whatever name or copy it turns up again. */
  #drop(stream: TailStream): void {
    this.#known.remember(stream.folder, stream.identity, stream.mark);
    this.#known.addGeneration(stream.folder, stream.mark);
    this.#arrivals.settleCopies(stream);
    this.#registry.remove(stream);
  }

  /** No source has the stream's file any more. */
  #release(stream: TailStream): void {
    stream.tellClosed('removed');
    this.#drop(stream);
  }

  /** Looks for the file of a stream that has no descriptor and maybe no path; true when it is open. */
  async #findAgain(stream: TailStream): Promise<boolean> {
    if (!this.#registry.has(stream)) return false;
    const isOwn = async (): Promise<boolean> =>
      this.#registry.owns(stream, await this.#options.disk.view(stream.path));
    const look = async (): Promise<'there' | Unparked> =>
      !this.#registry.isAway(stream) && (await isOwn()) ? 'there' : this.#unpark(stream);
    return (await this.#faults.attempt(stream.path, look, 'opening')) === 'open';
  }

  /**
   * Opens a parked stream again, under its path or wherever it was renamed to. If its file is gone, what is left of it
   * is read from a file with the same content or a copy, and the stream ends.
   */
  async #unpark(stream: TailStream): Promise<Unparked> {
    const { clock, keepMs } = this.#options;
    if (stream.handle !== null) return 'open';
    const found = stream.isCompressed ? 'gone' : await this.#rotated.openAgain(stream);
    if (found === 'unreachable' && clock.nowMs() - stream.lastGrowthMs < keepMs) return 'later';
    if (typeof found !== 'string') stream.handle = found;
    else if (!stream.isCompressed) {
      const mayHavePath = !this.#registry.isAway(stream);
      const other = await this.#rotated.openReplacement(stream, mayHavePath);
      if (other !== null) this.#registry.rebind(stream, other.identity);
      stream.handle = other?.file ?? null;
    }
    this.#registry.touch(stream);
    if (stream.handle !== null) return 'open';
    const isCopied = await this.#rotated.drainCopy(stream);
    const isNews = stream.isUnwatched && !this.#registry.isAway(stream);
    if (!isCopied && isNews) this.#tellUnwatched(stream, 'went away');
    stream.tellClosed(isCopied ? 'rotated' : 'removed');
    this.#drop(stream);
    return 'gone';
  }
}

type Unparked =
  | 'open'
  /** Its folder is gone or empty: the share may come back. */
  | 'later'
  /** The stream has ended. */
  | 'gone';

function isUnchanged(stream: TailStream, view: FileView | null): boolean {
  return (
    view !== null &&
    view.sizeBytes === stream.mark.offset &&
    view.sizeBytes === stream.seen?.sizeBytes &&
    view.modifiedNs === stream.seen.modifiedNs
  );
}
