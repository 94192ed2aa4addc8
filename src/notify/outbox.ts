// The queue of messages: routes news to channels, gathers what must not go out one by one, retries, gives up. A state
// machine without effects: time and chance are arguments. Nothing is dropped in silence: what exceeds a bound is gathered
// into a digest, which counts; only dead letters that nobody looked at are thrown away, the oldest first, and counted.
import { compareLevels } from '../alert/order.ts';
import type { KnownAlert } from '../lifecycle/news.ts';
import { backOffMs } from './back-off.ts';
import { Ceilings, type SavedCeilings } from './ceilings.ts';
import type { Attempt, DeadLetter, Delivery } from './delivery.ts';
import { gather, openDigest, type Digest, type GatherKind } from './digest.ts';
import type { Item } from './item.ts';
import { matchesRoute, quietUntil, type Route } from './route.ts';

export interface OutboxSettings {
  readonly routes: readonly Route[];
  readonly channels: readonly string[];
  /** A message that fails and is older is a dead letter. */
  readonly giveUpMs: number;
  /** Minutes east of UTC, for quiet hours. */
  readonly offsetMinutes: (nowMs: number) => number;
}

export interface Counts {
  /** Messages that receivers took. */
  readonly sent: number;
  /** Attempts that failed. */
  readonly failed: number;
  /** News that a ceiling, or a full queue, turned into lines of a digest. */
  readonly held: number;
  /** Dead letters thrown away because there were too many. */
  readonly discarded: number;
}

/** All but the dead letters, which change seldom. */
export interface SavedQueue {
  readonly pending: readonly Delivery[];
  readonly digests: readonly Digest[];
  readonly ceilings: SavedCeilings;
  readonly counts: Counts;
  readonly lastError: LastError | null;
}

export interface LastError {
  readonly channel: string;
  readonly timeMs: number;
  readonly error: string;
}

const EMPTY: SavedQueue = {
  pending: [],
  digests: [],
  ceilings: [],
  counts: { sent: 0, failed: 0, held: 0, discarded: 0 },
  lastError: null,
};
/** Of a channel; beyond it news are gathered. */
export const MAX_PENDING = 200;
export const MAX_DEAD = 500;
/** News in all dead letters; a digest holds many. */
const MAX_DEAD_ITEMS = 5000;
const FULL_RETRY_MS = 60_000;

interface Rest {
  readonly failures: number;
  readonly fromMs: number;
  readonly untilMs: number;
}

export class Outbox {
  #settings: OutboxSettings;
  readonly #ceilings: Ceilings;
  readonly #rests = new Map<string, Rest>();
  #pending: readonly Delivery[];
  #dead: readonly DeadLetter[];
  readonly #digests: Map<string, Digest>;
  #counts: Counts;
  #lastError: LastError | null;
  #hasChanged = false;
  #hasDeadChanged = false;

  constructor(settings: OutboxSettings, saved: SavedQueue | null, dead: readonly DeadLetter[]) {
    const queue = saved ?? EMPTY;
    this.#settings = settings;
    this.#ceilings = new Ceilings(queue.ceilings);
    this.#pending = queue.pending;
    this.#dead = dead;
    this.#digests = new Map(queue.digests.map((digest) => [keyOf(digest), digest]));
    this.#counts = queue.counts;
    this.#lastError = queue.lastError;
  }

  /** Other routes and channels from now on; what is queued stays. */
  use(settings: OutboxSettings): void {
    this.#settings = settings;
  }

  /** Puts news on their ways. */
  take(item: Item, { alert }: KnownAlert, nowMs: number): void {
    const told = new Set<string>();
    for (const route of this.#settings.routes) {
      if (!matchesRoute(route, alert, item.kind)) continue;
      const channels = route.channels.filter((channel) => !told.has(channel));
      if (channels.length === 0) continue;
      for (const channel of channels) told.add(channel);
      this.#send(route, item, channels, nowMs);
    }
  }

  #send(route: Route, item: Item, channels: readonly string[], nowMs: number): void {
    this.#hasChanged = true;
    const way = this.#wayOf(route, item, nowMs);
    for (const channel of channels) {
      if (way !== null) this.#gather({ route: route.id, channel, ...way }, item, nowMs);
      else if (this.#isFull(channel)) {
        const dueMs = nowMs + FULL_RETRY_MS;
        this.#gather({ route: route.id, channel, kind: 'held', dueMs }, item, nowMs);
      } else this.#push(toDelivery(item, channel, nowMs));
    }
  }

  /** Null = at once. What a person escalates waits for nothing. */
  #wayOf(
    route: Route,
    item: Item,
    nowMs: number,
  ): { readonly kind: GatherKind; readonly dueMs: number } | null {
    if (item.kind === 'escalated') return null;
    const quietMs = this.#quietUntil(route, item, nowMs);
    if (quietMs !== null) return { kind: 'quiet', dueMs: quietMs };
    if (route.digestMs !== null) return { kind: 'digest', dueMs: nowMs + route.digestMs };
    const fullMs = this.#ceilings.pass(route, item, nowMs);
    return fullMs === null ? null : { kind: 'held', dueMs: fullMs };
  }

  /** The most severe do not wait for the morning. */
  #quietUntil(route: Route, { severity }: Item, nowMs: number): number | null {
    if (severity === 'critical') return null;
    return quietUntil(route.quietHours, nowMs, this.#settings.offsetMinutes(nowMs));
  }

  #gather(
    place: Pick<Digest, 'route' | 'kind' | 'channel' | 'dueMs'>,
    item: Item,
    nowMs: number,
  ): void {
    const key = keyOf(place);
    const open = this.#digests.get(key) ?? openDigest(place, nowMs);
    const gathered = gather(open, item);
    this.#digests.set(key, gathered);
    if (place.kind === 'held' && gathered !== open)
      this.#counts = { ...this.#counts, held: this.#counts.held + 1 };
  }

  #isFull(channel: string): boolean {
    return this.#pending.filter((each) => each.channel === channel).length >= MAX_PENDING;
  }

  #push(delivery: Delivery): void {
    const isThere = this.#pending.some(
      ({ id, channel }) => id === delivery.id && channel === delivery.channel,
    );
    if (!isThere) this.#pending = [...this.#pending, delivery];
  }

  /** Makes messages of the digests that are due, and dead letters of what goes to a channel that there is no more. */
  advance(nowMs: number): void {
    const routes = new Map(this.#settings.routes.map((route) => [route.id, route]));
    for (const [key, digest] of this.#digests) {
      const route = routes.get(digest.route);
      const [worst] = digest.items;
      // a clock that was set back must not make it wait for years
      const isDue = nowMs >= digest.dueMs || nowMs < digest.openedMs;
      if (!isDue && route !== undefined) continue;
      const quietMs =
        route === undefined || worst === undefined ? null : this.#quietUntil(route, worst, nowMs);
      if (quietMs !== null) this.#digests.set(key, { ...digest, dueMs: quietMs });
      else if (!this.#isFull(digest.channel)) {
        this.#digests.delete(key);
        this.#push(toDigestDelivery(digest, nowMs));
        this.#hasChanged = true;
      }
    }
    for (const delivery of this.#pending)
      if (!this.#settings.channels.includes(delivery.channel))
        this.#bury(
          delivery,
          `there is no channel "${delivery.channel}" in soclite.yml any more`,
          nowMs,
        );
  }

  /** What to send next on a channel; null = nothing, or it rests. The least tried first. */
  next(channel: string, nowMs: number): Delivery | null {
    const rest = this.#rests.get(channel);
    if (rest !== undefined && nowMs >= rest.fromMs && nowMs < rest.untilMs) return null;
    let best: Delivery | null = null;
    for (const delivery of this.#pending)
      if (delivery.channel === channel && (best === null || delivery.attempts < best.attempts))
        best = delivery;
    return best;
  }

  /** @param jitter 0 to 1 */
  settle(sent: Delivery, attempt: Attempt, nowMs: number, jitter: number): void {
    this.#hasChanged = true;
    const { channel } = sent;
    if (attempt.ok) {
      this.#rests.delete(channel);
      this.#remove(sent);
      this.#counts = { ...this.#counts, sent: this.#counts.sent + 1 };
      return;
    }
    const { error, isRefused } = attempt;
    const failed = { ...sent, attempts: sent.attempts + 1, error };
    this.#counts = { ...this.#counts, failed: this.#counts.failed + 1 };
    this.#lastError = { channel, timeMs: nowMs, error };
    this.#pending = this.#pending.map((each) => (isSame(each, sent) ? failed : each));
    if (isRefused || nowMs - sent.createdMs > this.#settings.giveUpMs)
      this.#bury(failed, error, nowMs);
    // the channel works when it refuses a message
    if (isRefused) return;
    const failures = (this.#rests.get(channel)?.failures ?? 0) + 1;
    const untilMs = nowMs + backOffMs(failures, jitter);
    this.#rests.set(channel, { failures, fromMs: nowMs, untilMs });
  }

  #bury(delivery: Delivery, error: string, nowMs: number): void {
    this.#hasChanged = true;
    this.#hasDeadChanged = true;
    this.#remove(delivery);
    const others = this.#dead.filter((letter) => !isSame(letter.delivery, delivery));
    const dead = [...others, { delivery: { ...delivery, error }, timeMs: nowMs }];
    let items = dead.reduce((sum, letter) => sum + letter.delivery.items.length, 0);
    let discarded = 0;
    for (const letter of dead) {
      if (dead.length - discarded <= MAX_DEAD && items <= MAX_DEAD_ITEMS) break;
      items -= letter.delivery.items.length;
      discarded += 1;
    }
    this.#dead = dead.slice(discarded);
    this.#counts = { ...this.#counts, discarded: this.#counts.discarded + discarded };
  }

  #remove(delivery: Delivery): void {
    this.#pending = this.#pending.filter((each) => !isSame(each, delivery));
  }

  /** Dead letters are sent again, and channels that rest try at once. Null = all. Returns how many letters that were. */
  retry(channels: readonly string[] | null, nowMs: number): number {
    const isMeant = (channel: string): boolean => channels?.includes(channel) ?? true;
    for (const channel of this.#rests.keys()) if (isMeant(channel)) this.#rests.delete(channel);
    const again = this.#dead.filter(({ delivery }) => isMeant(delivery.channel));
    this.#dead = this.#dead.filter(({ delivery }) => !isMeant(delivery.channel));
    // as old as now, so that it is not given up at the first failure
    for (const { delivery } of again)
      this.#push({ ...delivery, attempts: 0, error: null, createdMs: nowMs });
    this.#hasChanged = true;
    this.#hasDeadChanged = true;
    return again.length;
  }

  get counts(): Counts {
    return this.#counts;
  }

  get pending(): readonly Delivery[] {
    return this.#pending;
  }

  get dead(): readonly DeadLetter[] {
    return this.#dead;
  }

  /** Something other than the dead letters is different from when `written` was called last. */
  get hasChanged(): boolean {
    return this.#hasChanged;
  }

  get hasDeadChanged(): boolean {
    return this.#hasDeadChanged;
  }

  save(): SavedQueue {
    return {
      pending: this.#pending,
      digests: [...this.#digests.values()],
      ceilings: this.#ceilings.save(),
      counts: this.#counts,
      lastError: this.#lastError,
    };
  }

  written(): void {
    this.#hasChanged = false;
    this.#hasDeadChanged = false;
  }
}

function keyOf({ route, kind, channel }: Pick<Digest, 'route' | 'kind' | 'channel'>): string {
  return JSON.stringify([route, kind, channel]);
}

function isSame(a: Delivery, b: Delivery): boolean {
  return a.id === b.id && a.channel === b.channel;
}

function toDelivery(item: Item, channel: string, nowMs: number): Delivery {
  return {
    id: item.id,
    channel,
    kind: 'alert',
    createdMs: nowMs,
    items: [item],
    tally: null,
    attempts: 0,
    error: null,
  };
}

function toDigestDelivery(digest: Digest, nowMs: number): Delivery {
  const { route, kind, channel, openedMs, items, tally } = digest;
  return {
    id: `${route}:${kind}:${openedMs}`,
    channel,
    kind,
    createdMs: nowMs,
    items: items.toSorted((a, b) => compareLevels(b.severity, a.severity) || a.timeMs - b.timeMs),
    tally,
    attempts: 0,
    error: null,
  };
}
