import { LRUCache } from 'lru-cache';
import type { SigmaCorrelation } from '../../sigma/rule.ts';
import type { CorrelatorLimits } from '../limits.ts';
import type { WindowLog } from '../tally/tally.ts';
import { neededEvents } from '../tally/threshold.ts';
import type { Group } from './contribution.ts';
import type { Slot, WindowEntry } from './group-window.ts';
import { GroupWindow } from './group-window.ts';

/** What the correlations of one correlator use together. */
export interface Usage {
  /** Entries in all windows. */
  events: number;
  /** Events that entries hold. */
  held: number;
  /** Rough bytes of those events. */
  heldWeight: number;
  evictions: number;
  /** Entries made so far: their order of arrival. */
  sequence: number;
  /** All stores: when there are too many events, room is made where most of them are. */
  readonly stores: Forgetful[];
}

/** A store as the others see it. */
export interface Forgetful {
  /** Entries in its windows. */
  readonly events: number;
  /** Forgets groups whose windows have closed by `nowMs`. */
  forgetClosed(nowMs: number): void;
  /** Forgets the group that was longest without a match; false when there is but one. */
  forgetOldest(): boolean;
}

/** How many matches pass between two looks for groups whose windows have closed. */
const SWEEP_INTERVAL = 256;

/** What a store is for. */
export interface StoreOptions<Log extends WindowLog> {
  readonly correlation: SigmaCorrelation;
  readonly createLog: () => Log;
  /** How long entries stay: the timespan, or longer where a decision looks back further. */
  readonly retentionMs: number;
}

/** The windows of one correlation, within its limits. */
export class GroupStore<Log extends WindowLog> implements Forgetful {
  readonly #options: StoreOptions<Log>;
  readonly #limits: CorrelatorLimits;
  readonly #maxGroupEvents: number;
  readonly #usage: Usage;
  /** Made with the first match, because it takes the room for all its groups at once. */
  #groups: LRUCache<string, GroupWindow<Log>> | null = null;
  #nowMs = Number.NEGATIVE_INFINITY;
  /** Time by which windows are judged: the latest match of any store that was heard of. */
  #judgedMs = Number.NEGATIVE_INFINITY;
  #events = 0;
  #untilSweep = SWEEP_INTERVAL;

  constructor(options: StoreOptions<Log>, limits: CorrelatorLimits, usage: Usage) {
    this.#options = options;
    this.#limits = limits;
    const { correlation, retentionMs } = options;
    const windows = retentionMs / correlation.timespanMs;
    this.#maxGroupEvents = windows * Math.max(limits.maxGroupEvents, neededEvents(correlation));
    this.#usage = usage;
    usage.stores.push(this);
  }

  get events(): number {
    return this.#events;
  }

  /** Time of the latest match. */
  get nowMs(): number {
    return this.#nowMs;
  }

  /** Groups with entries, the one that was longest without a match first. */
  list(): readonly (readonly [key: string, window: GroupWindow<Log>])[] {
    const groups = this.#groups;
    if (groups === null) return [];
    return [...groups.rkeys()].flatMap((key) => {
      const window = groups.peek(key);
      return window === undefined ? [] : [[key, window] as const];
    });
  }

  /** The group's window, slid to `timeMs`. */
  open(group: Group, timeMs: number): GroupWindow<Log> {
    this.#nowMs = Math.max(this.#nowMs, timeMs);
    this.#groups ??= this.#createGroups();
    this.#untilSweep -= 1;
    if (this.#untilSweep <= 0) this.forgetClosed(timeMs);
    if (this.#usage.events >= this.#limits.maxEvents) makeRoom(this.#usage, this.#limits, timeMs);
    const known = this.#groups.get(group.key);
    if (known === undefined) return this.insert(group.key, group);
    this.change(known, () => {
      known.dropBefore(timeMs - this.#options.retentionMs);
    });
    if (known.size === 0) known.isActive = false;
    return known;
  }

  /** A new group, the latest to have a match. */
  insert(key: string, { unit, values }: Pick<Group, 'unit' | 'values'>): GroupWindow<Log> {
    this.#groups ??= this.#createGroups();
    const window = new GroupWindow({ unit, values }, this.#options.createLog);
    this.#groups.set(key, window);
    return window;
  }

  /** Puts an entry into a window; returns its slot. */
  add(
    window: GroupWindow<Log>,
    entry: WindowEntry,
    marks: Partial<Pick<Slot, 'isReported' | 'isPending'>> = {},
  ): Slot {
    const slot = { entry, isReported: false, isDropped: false, isPending: false, ...marks };
    this.change(window, () => {
      window.add(slot);
      if (window.size <= this.#maxGroupEvents) return;
      window.dropFirst();
      this.#usage.evictions += 1;
    });
    return slot;
  }

  /** Runs a change of a window and keeps the totals true. */
  change<T>(window: GroupWindow<Log>, run: () => T): T {
    const { size, held, heldWeight } = window;
    const result = run();
    this.#events += window.size - size;
    this.#usage.events += window.size - size;
    this.#usage.held += window.held - held;
    this.#usage.heldWeight += window.heldWeight - heldWeight;
    return result;
  }

  /** Takes up the time of a snapshot. */
  resumeAt(nowMs: number): void {
    this.#nowMs = nowMs;
  }

  #createGroups(): LRUCache<string, GroupWindow<Log>> {
    return new LRUCache({
      max: this.#limits.maxGroups,
      dispose: (window) => {
        window.isDisposed = true;
        this.#events -= window.size;
        this.#usage.events -= window.size;
        this.#usage.held -= window.held;
        this.#usage.heldWeight -= window.heldWeight;
        if (this.#isOpen(window)) this.#usage.evictions += 1;
      },
    });
  }

  forgetClosed(nowMs: number): void {
    this.#untilSweep = SWEEP_INTERVAL;
    this.#judgedMs = Math.max(this.#judgedMs, nowMs);
    const groups = this.#groups;
    if (groups === null) return;
    for (;;) {
      const [key] = groups.rkeys();
      const window = key === undefined ? undefined : groups.peek(key);
      if (key === undefined || window === undefined || this.#isOpen(window)) return;
      groups.delete(key);
    }
  }

  forgetOldest(): boolean {
    const groups = this.#groups;
    if (groups === null || groups.size <= 1) return false;
    const [key] = groups.rkeys();
    return key !== undefined && groups.delete(key);
  }

  #isOpen(window: GroupWindow<Log>): boolean {
    const nowMs = Math.max(this.#nowMs, this.#judgedMs);
    return window.latestMs >= nowMs - this.#options.retentionMs;
  }
}

/**
 * Makes room for one more event: first what is closed in any store, then the oldest groups of the store that holds
 * most. A flood of one correlation thus gives way to the others, not they to it.
 */
function makeRoom(usage: Usage, { maxEvents }: CorrelatorLimits, nowMs: number): void {
  for (const store of usage.stores) store.forgetClosed(nowMs);
  while (usage.events >= maxEvents) {
    const bySize = usage.stores.toSorted((a, b) => b.events - a.events);
    if (!bySize.some((store) => store.forgetOldest())) return;
  }
}

/** Whether one more event may be held as evidence. */
export function hasRoom({ held, heldWeight }: Usage, limits: CorrelatorLimits): boolean {
  return held < limits.maxHeldEvents && heldWeight < limits.maxHeldWeight;
}
