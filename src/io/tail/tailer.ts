// Tails the files of the sources: hints from the watcher are gathered for a moment and looked at together, and a slow
// poll looks at everything, for missed hints, network shares and folders that appear later. See ports.ts `Tailer`.
import type { Clock, SavedTexts, Tailer, TailSink, TailSource } from '../../ports.ts';
import { invariant } from '../../util/invariant.ts';
import { systemClock } from '../clock.ts';
import { Attention } from './attention.ts';
import { Progress } from './progress.ts';
import { createSourceSet } from './source-set.ts';
import type { SourceSet } from './source-set.ts';
import { Suspended } from './suspension.ts';
import { nodeDisk } from './tail-disk.ts';
import { TailLoop } from './tail-loop.ts';
import { createWatcher } from './watcher.ts';
import type { Watcher } from './watcher.ts';

export interface TailerOptions {
  /** How often everything is looked at where hints do not come. Default 1,500 ms. */
  readonly pollMs?: number;
  /** How often everything is looked at as long as hints tell what is new. Default 6,000 ms. */
  readonly calmPollMs?: number;
  /** How long hints are gathered: each look costs the same for one line and for a thousand. Default 25 ms. */
  readonly gatherMs?: number;
  /** How long a rotated file must be quiet until it is told closed. Default 5,000 ms. */
  readonly lingerMs?: number;
  /** How long the descriptor of a rotated file is kept for a writer that goes on in it. Default 1 hour. */
  readonly keepMs?: number;
  /** Descriptors kept open at most; the files that were quiet longest are opened again when they grow. Default 512. */
  readonly maxOpenFiles?: number;
  /** False: poll only. */
  readonly isWatching?: boolean;
  readonly clock?: Clock;
}

/**
 * What cannot be saved, because the bytes are gone before a reader could look: lines written between the copy and the
 * cut of a copytruncate rotation; a file that is written and deleted between two looks; a rotated file that is deleted,
 * or moved to another folder, before its log was looked at.
 */
export function createTailer(options: TailerOptions = {}): Tailer {
  return new PollingTailer(options);
}

class PollingTailer implements Tailer {
  readonly #options: Required<TailerOptions>;
  #loop: TailLoop | null = null;
  #sources: SourceSet | null = null;
  /** Of the earlier run, as long as this one has not taken it over. */
  #saved: SavedTexts = new Map();
  #watcher: Watcher | null = null;
  #pollTimer: NodeJS.Timeout | null = null;
  #gatherTimer: NodeJS.Timeout | null = null;
  #hints = new Set<string>();
  /** The round under way and those asked for after it, one after the other. */
  #rounds: Promise<void> = Promise.resolve();
  readonly #attention = new Attention();
  readonly #progress = new Progress();
  #isStopping = false;

  constructor(options: TailerOptions) {
    this.#options = {
      pollMs: 1500,
      calmPollMs: Math.max(6000, options.pollMs ?? 0),
      gatherMs: 25,
      lingerMs: 5000,
      keepMs: 3_600_000,
      maxOpenFiles: 512,
      isWatching: true,
      clock: systemClock,
      ...options,
    };
  }

  /** Resolves when tailing is under way; `caughtUp` tells when the files that are there were read. */
  async start(
    sources: readonly TailSource[],
    sink: TailSink,
    saved: SavedTexts = new Map(),
  ): Promise<void> {
    invariant(this.#sources === null, 'a tailer starts once');
    this.#sources = createSourceSet(sources, (problem) => {
      sink.problem(problem);
    });
    const loop = new TailLoop({ ...this.#options, disk: nodeDisk, sources: this.#sources, sink });
    this.#saved = saved;
    await loop.resume(saved);
    this.#loop = loop;
    if (this.#options.isWatching) this.#watcher = this.#watch(this.#sources, sink);
    await this.#watchRoots();
    this.#enqueue(() => this.#poll(true));
  }

  async stop(): Promise<void> {
    await this.#endHints();
    await this.#rounds;
    await this.#loop?.finish();
  }

  async suspend(): Promise<void> {
    this.#loop?.suspend();
    await this.#endHints();
    await this.#rounds;
    await this.#loop?.closeHandles();
  }

  save(): SavedTexts {
    return this.#loop?.save() ?? this.#saved;
  }

  async hasRead(path: string): Promise<boolean> {
    return (await this.#loop?.hasRead(path)) ?? false;
  }

  seenUntilMs(): number {
    // without hints only a poll tells
    if (this.#watcher === null || !this.#attention.isCalm) return this.#progress.polledMs;
    const isAtRest = this.#hints.size === 0 && !this.#progress.isAtWork;
    return isAtRest ? this.#options.clock.nowMs() : this.#progress.seenMs;
  }

  async setSources(sources: readonly TailSource[]): Promise<void> {
    this.#enqueue(async () => this.#loop?.setSources(sources));
    await this.#rounds;
    await this.#watchRoots();
    this.#hint(null);
  }

  async #endHints(): Promise<void> {
    this.#isStopping = true;
    if (this.#pollTimer !== null) clearTimeout(this.#pollTimer);
    if (this.#gatherTimer !== null) clearTimeout(this.#gatherTimer);
    await this.#watcher?.close();
  }

  #watch(sources: SourceSet, sink: TailSink): Watcher {
    let isTold = false;
    return createWatcher(sources, {
      onPath: (path) => {
        this.#hint(path);
      },
      onFolder: () => {
        this.#hint(null);
      },
      onFault: (reason) => {
        this.#attention.deafened();
        if (isTold) return;
        isTold = true;
        const message = `files cannot be watched for changes (${reason}); they are looked at every ${this.#options.pollMs} ms`;
        const at = { file: '', line: 0, column: 0 };
        sink.problem({ code: 'watch-failed', severity: 'warning', message, at });
      },
    });
  }

  /** Roots may appear, and vanish, at any time. */
  async #watchRoots(): Promise<void> {
    const roots = new Set(this.#sources?.patterns.map((pattern) => pattern.root));
    for (const root of roots) {
      const view = await nodeDisk.view(root).catch(() => null); // the round tells why it cannot be read
      if (view?.kind === 'folder') this.#watcher?.add(root);
    }
  }

  async #poll(isFirst = false): Promise<void> {
    const wasHinted = isFirst || this.#hints.size > 0;
    const before = this.#loop?.bytesRead;
    const beganMs = this.#options.clock.nowMs();
    await this.#loop?.roundOfAll();
    this.#progress.polledMs = beganMs;
    this.#attention.polled(this.#loop?.bytesRead !== before && !wasHinted);
    await this.#watchRoots();
    if (this.#isStopping) return;
    const { pollMs, calmPollMs } = this.#options;
    const delayMs = this.#watcher !== null && this.#attention.isCalm ? calmPollMs : pollMs;
    this.#pollTimer = setTimeout(() => {
      this.#enqueue(() => this.#poll());
    }, delayMs);
    this.#pollTimer.unref();
  }

  /** Null stands for everything. */
  #hint(path: string | null): void {
    if (this.#isStopping) return;
    this.#hints.add(path ?? '');
    if (this.#gatherTimer !== null) return;
    this.#gatherTimer = setTimeout(() => {
      this.#enqueue(() => this.#followHints());
    }, this.#options.gatherMs);
    this.#gatherTimer.unref();
  }

  async #followHints(): Promise<void> {
    const hints = this.#hints;
    this.#hints = new Set();
    this.#gatherTimer = null;
    if (hints.has('')) await this.#loop?.roundOfAll();
    else await this.#loop?.roundOf(hints);
  }

  /**
   * Rounds never overlap. A round fails only by a bug or because the sink failed; that is nobody's to handle here, and
   * tailing on in silence would be worse than the end of the process.
   */
  #enqueue(round: () => Promise<void>): void {
    const { clock } = this.#options;
    this.#rounds = this.#rounds
      .then(() => this.#progress.work(round, clock))
      .catch((error: unknown) => {
        if (!(error instanceof Suspended)) throw error;
      });
  }
}
