// One round over the tailed files: looks at paths (all, or those that a watcher hinted at) and performs what
// ingest/rotation.ts decides. Rounds never overlap. Hints only say where to look first: a missed one costs time, no line.
//
// A stream belongs to a file, not to a path: a file that is renamed to another name that a source matches goes on where
// it was, and one that is renamed out of sight is read to its end by the descriptor that is kept.
import { closeReason, nextAction, nextAwayAction } from '../../ingest/rotation.ts';
import type { AwayLimits, KeptView } from '../../ingest/rotation.ts';
import type { Clock, TailSink } from '../../ports.ts';
import { Arrivals } from './arrivals.ts';
import { discover } from './discover.ts';
import type { Discovery } from './discover.ts';
import { Faults } from './faults.ts';
import { KnownFiles } from './known-files.ts';
import { Recall } from './recall.ts';
import { RotatedFiles } from './rotated-files.ts';
import type { SourceSet } from './source-set.ts';
import { StreamRegistry } from './stream-registry.ts';
import type { FileView, TailDisk } from './tail-disk.ts';
import { createStreamContext } from './tail-stream.ts';
import type { TailStream } from './tail-stream.ts';

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
  readonly #folders = new Map<string, { modifiedNs: bigint; changedLast: boolean }>();
  #isFirst = true;

  constructor(options: TailLoopOptions) {
    const { disk, sources, sink, clock } = options;
    this.#options = options;
    this.#faults = new Faults((problem) => {
      sink.problem(problem);
    });
    this.#registry = new StreamRegistry(options.maxOpenFiles);
    const shared = {
      disk,
      sources,
      known: this.#known,
      faults: this.#faults,
      registry: this.#registry,
      recall: new Recall(this.#known, this.#registry),
      context: createStreamContext(sink, () => clock.nowMs()),
    };
    this.#rotated = new RotatedFiles(shared);
    this.#arrivals = new Arrivals({
      ...shared,
      rotated: this.#rotated,
      examine: (path) => this.#examine(path),
    });
  }

  /** Looks at every path of every source; finds new files and folders. */
  async roundOfAll(): Promise<void> {
    const { disk, sources, sink } = this.#options;
    const found = await discover(sources, disk, this.#faults);
    if (this.#isFirst)
      for (const [folder, { names }] of found.folders) await this.#rotated.passOver(folder, names);
    const isNew = (path: string): boolean => this.#registry.at(path) === null;
    const fresh = await this.#arrivals.inOrderOfTime(found.paths.filter(isNew));
    for (const path of [...this.#registry.paths, ...fresh]) await this.#examine(path);
    for (const stream of this.#registry.away) await this.#watchAway(stream);
    await this.#findMissed(found);
    await this.#registry.parkExcess();
    if (this.#isFirst) sink.caughtUp();
    this.#isFirst = false;
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
      this.#registry.remove(stream);
      await stream.closeHandle();
    }
  }

  /**
   * Rotated files whose log is gone or empty: nothing arrives there that would make anybody look for them. Only in
   * folders that changed since the last round or the one before it, since a folder's time of change is coarse.
   */
  async #findMissed(found: Discovery): Promise<void> {
    for (const [folder, { names, modifiedNs }] of found.folders) {
      const seen = this.#folders.get(folder);
      this.#folders.set(folder, { modifiedNs, changedLast: seen?.modifiedNs !== modifiedNs });
      const isQuiet = seen !== undefined && seen.modifiedNs === modifiedNs && !seen.changedLast;
      if (!isQuiet && !this.#isFirst) await this.#arrivals.findMissed(folder, names);
    }
    for (const folder of this.#folders.keys())
      if (!found.folders.has(folder)) this.#folders.delete(folder);
  }

  async #examine(path: string): Promise<void> {
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
    const isSame = this.#registry.owns(stream, view);
    if (isSame && isUnchanged(stream, view)) return false;
    const pathView = isSame ? 'same' : view === null ? 'absent' : 'other';
    const isReadable = await this.#faults.attempt(
      stream.path,
      () => this.#unpark(stream),
      'opening',
    );
    if (isReadable === false) return true;
    for (let step = 0; step < MAX_STEPS && isReadable === true; step += 1) {
      const kept = await this.#look(stream);
      if (kept === null) return false;
      const action = nextAction(kept, pathView);
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
    if (!isCopied && unreadBytes > 0)
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

  async #watchAway(stream: TailStream): Promise<void> {
    const { clock } = this.#options;
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
    this.#known.remember(stream.identity, stream.mark);
    this.#known.addGeneration(stream.folder, stream.mark);
    this.#arrivals.settleCopies(stream);
    this.#registry.remove(stream);
  }

  /** Opens a parked stream again, under its path or wherever it was renamed to. False: its file is gone. */
  async #unpark(stream: TailStream): Promise<boolean> {
    if (stream.handle !== null) return true;
    stream.handle = await this.#rotated.openAgain(stream);
    this.#registry.touch(stream);
    if (stream.handle !== null) return true;
    stream.tellClosed('removed');
    this.#drop(stream);
    return false;
  }
}

function isUnchanged(stream: TailStream, view: FileView | null): boolean {
  return (
    view !== null &&
    view.sizeBytes === stream.mark.offset &&
    view.sizeBytes === stream.seen?.sizeBytes &&
    view.modifiedNs === stream.seen.modifiedNs
  );
}
