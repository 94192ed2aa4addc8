// The service: reads the sources, raises alerts, and commits at ticks what it did and how far it came, in one
// transaction. Killed at any moment, it goes on from the last commit as if nothing had happened.
import type { Alert } from '../alert/alert.ts';
import type { GroupedAlert } from '../alert/grouper.ts';
import type { Matcher } from '../detect/match.ts';
import type { Event } from '../event/event.ts';
import type { Clock, SavedTexts } from '../ports.ts';
import type { Machine } from '../ports/machine.ts';
import { StoreError, type ServiceStore } from '../ports/store.ts';
import { invariant } from '../util/invariant.ts';
import { formatProblem, type Problem } from '../util/problem.ts';
import { toCoreOptions } from './service/core-options.ts';
import { Inbox, type InboxEffects } from './inbox.ts';
import type { ListeningTailer } from './listening-tailer.ts';
import { takeSnapshot, viewMonitor, type MonitorView } from './dashboard-snapshot.ts';
import { readCore } from './core-snapshot.ts';
import { MonitorCore } from './monitor-core.ts';
import { createMonitor, type Monitor } from './monitor.ts';
import type { Reloaded, ReloadableSession, Session } from './session.ts';
import { addStats, emptyStats } from './stream-totals.ts';
import { createTailIntake, type TailIntake } from './tail-intake.ts';
import type { Workspace } from './workspace.ts';
import { createCommitter, type Committer } from './service/committer.ts';
import { createLagMeter } from './service/lag-meter.ts';
import { createLossTeller } from './service/loss-teller.ts';
import {
  damaged,
  measureTexts,
  restoreState,
  saveState,
  type Restored,
} from './service/restore.ts';
import { DiskGuard } from './service/disk-guard.ts';
import { POSTURE_KEY, PostureBook } from './service/posture-book.ts';
import { PostureWatch } from './service/posture-watch.ts';
import { STATUS_KEY, type ServiceStatus } from './service/status.ts';
import { PrintCursor } from './service/print-cursor.ts';
import { createStoreRecall } from './service/store-recall.ts';
import { createStoredQueue, type StoredQueue } from './service/stored-queue.ts';

export interface ServiceEffects {
  readonly store: ServiceStore;
  readonly tailer: ListeningTailer;
  readonly matcher: Matcher;
  /** Left out: there is no inbox. */
  readonly inbox?: Omit<InboxEffects, 'matcher' | 'recall' | 'readState'>;
  readonly clock: Clock;
  readonly machine: Machine;
  /** What its status says of the process. */
  readonly process: { readonly pid: number; readonly host: string; readonly program: string };
  /** `tick` gives every alert of the store that is new or has changed since it last did, over all runs (`--headless`). */
  readonly isPrinting: boolean;
}

/** A journal is replayed at the next start: beyond this, or twice the snapshot, a new snapshot costs less. */
const MIN_JOURNAL_CHARS = 4 * 1024 * 1024;
/** Reading waits for the next commit beyond this. */
const MAX_UNCOMMITTED_CHARS = 16 * 1024 * 1024;
const STATUS_MS = 5000;
const POSTURE_MS = 5000;
const PAGE = 1000;
/** A clean stop takes less than two seconds in all. */
const STOP_ATTEMPTS = 4;

/** @throws StoreError `corrupt` when what the last run left cannot be read; and those of the store */
export function openServiceSession(
  workspace: Workspace,
  effects: ServiceEffects,
): ReloadableSession {
  const options = toCoreOptions(workspace, effects.store);
  const { ruleSet } = workspace.rules;
  const restored = restoreState(effects.store, workspace.dataFolder, ruleSet, options);
  return new ServiceSession(workspace, effects, restored);
}

class ServiceSession implements ReloadableSession {
  #workspace: Workspace;
  readonly #effects: ServiceEffects;
  readonly #restored: Restored;
  #core: MonitorCore;
  #monitor: Monitor;
  readonly #intake: TailIntake;
  readonly #committer: Committer;
  #queue: StoredQueue;
  readonly #inbox: Inbox | null;
  readonly #lag;
  readonly #disk: DiskGuard;
  readonly #posture: PostureBook;
  readonly #postureWatch: PostureWatch;
  #postureMs = Number.NEGATIVE_INFINITY;
  readonly #losses;
  readonly #startedMs: number;
  readonly #damage: Problem[] = [];
  #step: number;
  /** What was there before anybody printed is no news. */
  readonly #printing: PrintCursor;
  /** A commit is on its way; when it is through, the core may forget. */
  #isUnsettled = false;
  #isStopped = false;
  #journalChars: number;
  #snapshotChars: number;
  #statusMs = Number.NEGATIVE_INFINITY;
  #toldFault: string | null = null;
  /** Why the files on disk are not what is in use; null = they are. */
  #refusal: string | null = null;

  constructor(workspace: Workspace, effects: ServiceEffects, restored: Restored) {
    const { store, clock, matcher } = effects;
    const { core, monitor, places, state } = restored;
    this.#workspace = workspace;
    this.#effects = effects;
    this.#restored = restored;
    this.#core = core;
    this.#monitor = createMonitor(matcher, clock, core, monitor);
    this.#committer = createCommitter(store, state);
    // the monitor of the moment: a reload puts another in its place
    const monitoring = {
      take: (event: Event, ownUnit: string | null) => this.#monitor.take(event, ownUnit),
      caughtUp: () => this.#monitor.caughtUp(),
    };
    this.#intake = createTailIntake(workspace, clock, monitoring, {
      gate: { ready: () => this.#gate() },
      saved: state,
      onDamage: (problem) => this.#damage.push(problem),
    });
    this.#queue = openQueue(workspace, store);
    this.#inbox = openInbox(workspace, effects);
    this.#lag = createLagMeter(clock);
    this.#disk = new DiskGuard(effects.machine);
    this.#posture = new PostureBook(workspace.alerts.windowMs, state.get(POSTURE_KEY) ?? null);
    this.#postureWatch = new PostureWatch(this.#monitor.losses());
    this.#losses = createLossTeller(this.#monitor.losses());
    this.#startedMs = clock.nowMs();
    this.#step = places.step;
    const unprinted = effects.isPrinting ? store.lastChange : null;
    this.#printing = new PrintCursor(store, places.printed ?? unprinted);
    this.#snapshotChars = restored.snapshotChars;
    // a journal of other rules is not replayed twice: the first commit holds a snapshot instead
    this.#journalChars = restored.journalChars > 0 ? Number.POSITIVE_INFINITY : 0;
  }

  async start(): Promise<void> {
    const { tailer, clock, machine } = this.#effects;
    machine.spareMemory();
    this.#core.started(clock.nowMs());
    const { sink } = this.#intake;
    const watched = {
      opened: sink.opened.bind(sink),
      data: sink.data.bind(sink),
      closed: sink.closed.bind(sink),
      caughtUp: sink.caughtUp.bind(sink),
      problem: (problem: Problem) => {
        if (problem.code === 'tail-state') this.#damage.push(problem);
        sink.problem(problem);
      },
    };
    await tailer.start(this.#workspace.sources, watched, this.#restored.state);
    const [damage] = this.#damage;
    if (damage === undefined) return;
    await tailer.suspend();
    throw damaged(this.#workspace.dataFolder, formatProblem(damage));
  }

  tick(): readonly Alert[] {
    const nowMs = this.#effects.clock.nowMs();
    this.#lag.ticked(this.#intake.isCaughtUp);
    this.#printing.settle();
    // while the store is at fault nothing is worked on: what waits in memory must not grow
    if (!this.#guard(() => this.#isThrough(this.#committer.retry(nowMs)) && this.#learn()))
      return [];
    this.#intake.tick();
    this.#inbox?.tick(nowMs);
    this.#core.tick(nowMs, this.#effects.tailer.seenUntilMs());
    let alerts: readonly Alert[] = [];
    this.#guard(() => {
      const committed = this.#commit(nowMs, false);
      if (committed !== null) alerts = this.#publish(committed);
      return committed !== null;
    });
    return alerts;
  }

  isReady(): boolean {
    return this.#intake.isCaughtUp && this.#core.isSettled;
  }

  bySource(): ReturnType<Session['bySource']> {
    return this.#intake.bySource();
  }

  refused(reason: string | null): void {
    this.#refusal = reason;
  }

  /**
   * Between two lines of any file: open windows of rules that did not change, waiting matches and half-read lines go
   * on. The next commit holds a snapshot, so that a restart with the same files makes the same state.
   */
  async reload({ workspace, matcher }: Reloaded): Promise<boolean> {
    const { store, clock, tailer } = this.#effects;
    if (!this.#committer.isIdle || this.#isUnsettled) return false;
    const core = readCore(this.#core.save());
    invariant(core?.ok === true, 'what was saved just now can be read');
    const monitor = this.#monitor.save();
    this.#core = new MonitorCore(
      workspace.rules.ruleSet,
      toCoreOptions(workspace, store),
      core.value,
    );
    this.#monitor = createMonitor(matcher, clock, this.#core, monitor);
    this.#intake.reload(workspace);
    this.#inbox?.reload(workspace, matcher);
    this.#workspace = workspace;
    this.#queue = openQueue(workspace, store);
    this.#journalChars = Number.POSITIVE_INFINITY;
    await tailer.setPlan(workspace.listening);
    await tailer.setSources(workspace.sources);
    return true;
  }

  listening(): ReturnType<Session['listening']> {
    return this.#effects.tailer.listenStats();
  }

  takeProblems(): readonly string[] {
    const { fault } = this.#committer;
    const isNews = fault !== this.#toldFault;
    const told = !isNews
      ? []
      : [fault === null ? 'the store works again' : `reading waits: ${fault}`];
    this.#toldFault = fault;
    return [
      ...told,
      ...this.#intake.takeProblems(),
      ...(this.#inbox?.takeProblems() ?? []),
      ...this.#losses.takeNew(this.#monitor.losses()),
    ];
  }

  snapshot(): ReturnType<Session['snapshot']> {
    const nowMs = this.#effects.clock.nowMs();
    return takeSnapshot({
      workspace: this.#workspace,
      mode: 'live',
      nowMs,
      watch: this.#view(nowMs),
      queue: this.#queue.view(nowMs),
    });
  }

  /** What waits goes on waiting in the store: stopped and started is as if it never stopped. */
  async stop(): Promise<readonly Alert[]> {
    const { tailer, clock } = this.#effects;
    await tailer.suspend();
    await this.#inbox?.stop();
    this.#isStopped = true;
    let alerts: readonly Alert[] = [];
    for (let attempt = 0; attempt < STOP_ATTEMPTS; attempt += 1) {
      const isDone = this.#guard(() => {
        if (!this.#isThrough(this.#committer.retry(Number.POSITIVE_INFINITY))) return false;
        const committed = this.#commit(clock.nowMs(), true);
        if (committed !== null) alerts = this.#publish(committed);
        return committed !== null;
      });
      // what cannot be committed now is read again by the next run
      if (isDone) break;
    }
    return alerts;
  }

  async end(): Promise<void> {
    if (this.#isStopped) {
      this.#printing.settle();
      // else they are printed again by the next run
      if (this.#committer.isIdle)
        this.#guard(() => this.#commit(this.#effects.clock.nowMs(), false) !== null);
    } else await this.#effects.tailer.suspend();
    this.#effects.store.close();
  }

  /** Runs what a fault of the store may end; nothing was done then, and it is tried again at the next tick. */
  #guard(work: () => boolean): boolean {
    try {
      return work();
    } catch (error) {
      if (!(error instanceof StoreError) || needsPerson(error)) throw error;
      this.#committer.hold(error.message);
      return false;
    }
  }

  #gate(): Promise<void> | null {
    if (this.#core.journalChars > MAX_UNCOMMITTED_CHARS) this.#committer.hold(null);
    return this.#committer.ready() ?? this.#disk.ready();
  }

  /** Takes in what people did since the last tick. */
  #learn(): boolean {
    const { store } = this.#effects;
    const steps = store.steps({ afterSequence: this.#step, limit: PAGE });
    const touched = new Set(steps.flatMap(({ alertId }) => (alertId === null ? [] : [alertId])));
    const known = [...touched].map((id) => [id, store.get(id)?.status.state === 'closed'] as const);
    for (const [id, isClosed] of known) {
      this.#core.setClosed(id, isClosed);
      this.#posture.setClosed(id, isClosed);
    }
    this.#step = steps.at(-1)?.sequence ?? this.#step;
    return true;
  }

  /** Returns the alerts of the commit; null when it is not through. */
  #commit(nowMs: number, isForced: boolean): readonly Alert[] | null {
    const archive = this.#inbox?.takeReady(this.#core) ?? null;
    const changed = [
      ...this.#core.takeChanged(),
      ...(archive?.alerts ?? []),
      ...this.#judgePosture(nowMs),
    ];
    const state = this.#state();
    const isNews =
      changed.length > 0 ||
      archive !== null ||
      this.#core.journalChars > 0 ||
      this.#committer.ready() !== null ||
      this.#committer.differs(state);
    if (!isNews && !isForced && Math.abs(nowMs - this.#statusMs) < STATUS_MS) return [];
    this.#statusMs = nowMs;
    if (archive !== null) state.set(archive.key, archive.text);
    state.set(STATUS_KEY, JSON.stringify(this.#status(nowMs)));
    const core = this.#takeCore();
    this.#isUnsettled = true;
    if (this.#effects.isPrinting) this.#printing.note(changed);
    if (!this.#isThrough(this.#committer.commit({ state, ...core, alerts: changed }))) return null;
    return changed.map(({ alert }) => alert);
  }

  /** The journal, or a snapshot where the journals have grown too long. */
  #takeCore(): { readonly snapshot: SavedTexts | null; readonly journal: string | null } {
    const maximum = Math.max(MIN_JOURNAL_CHARS, 2 * this.#snapshotChars);
    const isSnapshot = this.#journalChars + this.#core.journalChars > maximum;
    const snapshot = isSnapshot ? this.#core.save() : null;
    const journal = isSnapshot ? null : this.#core.takeJournal();
    this.#journalChars = isSnapshot ? 0 : this.#journalChars + (journal?.length ?? 0);
    if (snapshot !== null) this.#snapshotChars = measureTexts(snapshot);
    return { snapshot, journal };
  }

  /** What is wrong with the watching itself, as alerts. */
  #judgePosture(nowMs: number): readonly GroupedAlert[] {
    if (Math.abs(nowMs - this.#postureMs) < POSTURE_MS) return [];
    this.#postureMs = nowMs;
    const { dataFolder, limits } = this.#workspace;
    this.#disk.look(dataFolder, limits.freeDiskBytes);
    const faults = this.#postureWatch.look({
      workspace: this.#workspace,
      activity: this.#monitor.activity,
      bySource: this.#intake.bySourceInAll(),
      losses: this.#monitor.losses(),
      isReady: this.isReady(),
      lagMs: this.#lag.lagMs,
      diskFault: this.#disk.fault,
      expectedSince: (name) => this.#posture.expectedSince(name, nowMs),
      nowMs,
    });
    // while the backlog is read nobody knows what has recovered
    return this.#posture.judge(faults, nowMs, this.isReady());
  }

  /** All texts but the status. */
  #state(): Map<string, string> {
    const places = { step: this.#step, printed: this.#printing.printed };
    return new Map([
      ...this.#effects.tailer.save(),
      ...this.#intake.save(),
      ...saveState(this.#monitor.save(), places),
      [POSTURE_KEY, this.#posture.save()],
    ]);
  }

  #isThrough(isCommitted: boolean): boolean {
    if (isCommitted && this.#isUnsettled) {
      this.#isUnsettled = false;
      this.#core.stored();
      this.#inbox?.committed();
    }
    return isCommitted;
  }

  #publish(committed: readonly Alert[]): readonly Alert[] {
    return this.#effects.isPrinting ? this.#printing.take() : committed;
  }

  #view(nowMs: number): MonitorView {
    const totals = [...this.#intake.bySourceInAll().values()].reduce(addStats, emptyStats());
    const { fault } = this.#committer;
    const reading = {
      droppedLines: totals.truncatedFrames,
      unparsedLines: totals.unparsed,
      sourcesUp: this.#intake.sourcesUp(),
      sourcesTotal: this.#workspace.sources.filter(({ isExpected }) => isExpected).length,
      lagMs: this.#lag.lagMs,
      problems: [
        ...this.#monitor.losses().map(({ text }) => text),
        ...(this.#refusal === null ? [] : [this.#refusal]),
        ...this.#intake.problems,
        ...(fault === null ? [] : [`reading waits: ${fault}`]),
        ...(this.#disk.fault === null ? [] : [`reading waits: ${this.#disk.fault}`]),
      ],
    };
    return viewMonitor(this.#workspace, this.#monitor.activity, reading, nowMs);
  }

  #status(nowMs: number): ServiceStatus {
    const { activity } = this.#monitor;
    return {
      version: 1,
      ...this.#effects.process,
      startedMs: this.#startedMs,
      nowMs,
      isReady: this.isReady(),
      isStopped: this.#isStopped,
      memoryBytes: this.#effects.machine.memoryBytes(),
      sources: [...this.#intake.bySourceInAll()].map(([id, stats]) => ({
        id,
        lines: stats.frames,
        bytes: stats.bytes,
        unparsed: stats.unparsed,
        dropped: stats.truncatedFrames,
        lastEventMs: activity.lastOfSourceMs(id),
      })),
      losses: this.#monitor.losses(),
      listening: this.listening(),
      ...this.#view(nowMs),
    };
  }
}

function openInbox(workspace: Workspace, { inbox, matcher, store }: ServiceEffects): Inbox | null {
  if (inbox === undefined) return null;
  const readState = store.readState.bind(store);
  return new Inbox(workspace, { ...inbox, matcher, readState, recall: createStoreRecall(store) });
}

function openQueue({ inventory }: Workspace, store: ServiceStore): StoredQueue {
  return createStoredQueue(
    store,
    inventory.units.map(({ id }) => id),
  );
}

function needsPerson({ fault }: StoreError): boolean {
  return fault === 'corrupt' || fault === 'version';
}
