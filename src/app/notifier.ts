// Tells people of alerts: reads what changed in the store, from where it was last time, and sends what is worth it. At
// least once: its place and its queue stand in the store before it goes on, and what is repeated after a crash has the same
// id. Sending goes on beside the ticks; a receiver that is slow or dead holds up nobody but itself.
import { findNews, toTold } from '../lifecycle/news.ts';
import { toItem } from '../notify/item.ts';
import { ToldMemory } from '../notify/memory.ts';
import { toNotice, type NoticeLook } from '../notify/notice.ts';
import { Outbox, type OutboxSettings } from '../notify/outbox.ts';
import type { Delivery } from '../notify/delivery.ts';
import type { Clock } from '../ports.ts';
import type { ChannelPlan, OpenSender, Sender, SendResult } from '../ports/send.ts';
import { StoreError, type QueueStore } from '../ports/store.ts';
import type { NotifyPlan } from './notify-plan.ts';
import {
  CURSOR_KEY,
  readNotes,
  RETRY_KEY,
  toldKey,
  writeDead,
  writeQueue,
} from './notify/note-keys.ts';
import { toOutgoing } from './notify/to-outgoing.ts';

export interface NotifierEffects {
  readonly store: QueueStore;
  readonly openSender: OpenSender;
  readonly clock: Clock;
  readonly host: string;
  /** Version of soclite. */
  readonly program: string;
  readonly sleep: (ms: number) => Promise<void>;
  /** 0 to 1, by chance: spreads out attempts. */
  readonly jitter: () => number;
}

/** Changed alerts looked at in one tick. */
const PAGE = 500;
/** Place and memory are written no more often; what a crash makes forgotten is sent again, under the same id. */
const PLACE_MS = 1000;
/** A stop waits so long for what is on its way. */
const GRACE_MS = 1000;

export class Notifier {
  readonly #effects: NotifierEffects;
  readonly #memory: ToldMemory;
  readonly #sender: Sender;
  #isStopped = false;
  readonly #pumps = new Map<string, Promise<void>>();
  readonly #failing = new Map<string, string>();
  readonly #news: string[] = [];
  #plan: NotifyPlan;
  readonly #outbox: Outbox;
  #cursor: number;
  #savedCursor: number | null;
  #placeMs = Number.NEGATIVE_INFINITY;
  #storeFault: string | null = null;
  #bug: Error | null = null;

  /** @throws StoreError */
  constructor(plan: NotifyPlan, effects: NotifierEffects) {
    const { store } = effects;
    const { queue, dead, faults } = readNotes(store);
    this.#effects = effects;
    this.#sender = effects.openSender();
    this.#plan = plan;
    this.#outbox = new Outbox(toSettings(plan), queue, dead);
    this.#memory = new ToldMemory((page) => store.readNote(toldKey(page)));
    const saved = store.readNote(CURSOR_KEY);
    this.#savedCursor = saved === null ? null : Number(saved);
    // what was there before anybody was to be told is no news
    this.#cursor = this.#savedCursor ?? store.lastChange;
    for (const fault of [...faults, ...this.#memory.faults])
      this.#news.push(`notifications: ${fault}; what was queued there is lost, the rest goes on`);
  }

  /** Takes what changed and starts what is due. Throws for no fault of the world. */
  tick(nowMs: number): void {
    if (this.#bug !== null) throw this.#bug;
    if (this.#isStopped) return;
    this.#guard(() => {
      this.#takeRetry(nowMs);
      this.#takeNews(nowMs);
      this.#outbox.advance(nowMs);
      this.#persist(nowMs, false);
    });
    for (const channel of this.#plan.channels) this.#start(channel);
  }

  /** Other channels and routes from now on. */
  use(plan: NotifyPlan): void {
    this.#plan = plan;
    this.#outbox.use(toSettings(plan));
    for (const channel of this.#failing.keys())
      if (!plan.channels.some(({ id }) => id === channel)) this.#failing.delete(channel);
  }

  /** What happened since the last call, for people. */
  takeProblems(): readonly string[] {
    return this.#news.splice(0);
  }

  /** What stands in the way now, for the dashboard. */
  problems(): readonly string[] {
    const dead = this.#outbox.dead.length;
    return [
      ...[...this.#failing].map(([channel, error]) => {
        const waiting = this.#outbox.pending.filter((each) => each.channel === channel).length;
        return `notifications to ${channel} fail (${waiting} wait): ${error}`;
      }),
      ...(dead === 0 ? [] : [`${dead} notifications were given up: soclite notify list`]),
      ...(this.#storeFault === null ? [] : [`notifications wait: ${this.#storeFault}`]),
    ];
  }

  /** Ends what is on its way, and writes what became of it. The rest goes on with the next start. */
  async stop(): Promise<void> {
    if (this.#isStopped) return;
    const underway = Promise.all(this.#pumps.values());
    if (this.#pumps.size > 0) await Promise.race([underway, this.#effects.sleep(GRACE_MS)]);
    this.#isStopped = true;
    this.#sender.close();
    await underway;
    this.#guard(() => this.#persist(this.#effects.clock.nowMs(), true));
  }

  #guard(work: () => void): void {
    try {
      work();
      this.#storeFault = null;
    } catch (error) {
      if (!(error instanceof StoreError)) throw error;
      this.#storeFault = error.message;
    }
  }

  #takeRetry(nowMs: number): void {
    const { store } = this.#effects;
    const asked = store.readNote(RETRY_KEY);
    if (asked === null) return;
    const channels = asked === '' ? null : asked.split('\n');
    const letters = this.#outbox.retry(channels, nowMs);
    this.#news.push(`notifications: ${letters} that were given up are sent again`);
    // in this order, a crash between them asks twice
    this.#persist(nowMs, false);
    store.writeNote(RETRY_KEY, null);
  }

  #takeNews(nowMs: number): void {
    const rows = this.#effects.store.changedAfter(this.#cursor, PAGE);
    for (const row of rows) {
      const told = this.#memory.get(row.alert.id);
      const news = findNews(told, row);
      if (news !== null) this.#outbox.take(toItem(row, news, nowMs), row, nowMs);
      // what is suppressed is not told: should it ever be set free, it is new
      if (row.suppressedBy === null) this.#memory.set(row.alert.id, toTold(row, told));
    }
    this.#cursor = rows.at(-1)?.change ?? this.#cursor;
  }

  /** The queue first, then what was told, then the place: a crash in between repeats and forgets nothing. */
  #persist(nowMs: number, isForced: boolean): void {
    const { store } = this.#effects;
    if (this.#outbox.hasDeadChanged) writeDead(store, this.#outbox.dead);
    if (this.#outbox.hasChanged) writeQueue(store, this.#outbox.save());
    this.#outbox.written();
    if (!isForced && Math.abs(nowMs - this.#placeMs) < PLACE_MS) return;
    for (const [page, text] of this.#memory.changed()) store.writeNote(toldKey(page), text);
    this.#memory.written();
    if (this.#cursor !== this.#savedCursor) store.writeNote(CURSOR_KEY, String(this.#cursor));
    this.#savedCursor = this.#cursor;
    this.#placeMs = nowMs;
  }

  #start(channel: ChannelPlan): void {
    if (this.#pumps.has(channel.id)) return;
    if (this.#outbox.next(channel.id, this.#effects.clock.nowMs()) === null) return;
    const pump = this.#pump(channel)
      .catch((error: unknown) => {
        this.#bug = error instanceof Error ? error : new Error(String(error));
      })
      .finally(() => this.#pumps.delete(channel.id));
    this.#pumps.set(channel.id, pump);
  }

  /** Sends one message after the other until there is none, or the channel rests. */
  async #pump(channel: ChannelPlan): Promise<void> {
    const { clock, jitter } = this.#effects;
    while (!this.#isStopped && this.#plan.channels.includes(channel)) {
      const delivery = this.#outbox.next(channel.id, clock.nowMs());
      const outgoing = delivery === null ? null : this.#render(channel, delivery);
      if (delivery === null || outgoing === null) return;
      const result = await this.#sender.send(channel, outgoing);
      // a stop is no fault of the receiver
      if (this.#hasStopped() && !result.ok) return;
      this.#outbox.settle(delivery, result, clock.nowMs(), jitter());
      this.#tell(delivery, result);
    }
  }

  /** Asked again after each wait. */
  #hasStopped(): boolean {
    return this.#isStopped;
  }

  /** Null = the store cannot be read; it is tried again. */
  #render(channel: ChannelPlan, delivery: Delivery): ReturnType<typeof toOutgoing> | null {
    const { store, clock, host, program } = this.#effects;
    const { inventory, language, zone } = this.#plan;
    const nowMs = clock.nowMs();
    const zoneOffsetMinutes = zone.offsetMinutes(nowMs);
    const look: NoticeLook = { inventory, language, zoneOffsetMinutes, host, program };
    try {
      return toOutgoing(
        channel,
        toNotice(delivery, (id) => store.get(id), nowMs),
        look,
      );
    } catch (error) {
      if (!(error instanceof StoreError)) throw error;
      this.#storeFault = error.message;
      return null;
    }
  }

  #tell({ channel, id }: Delivery, result: SendResult): void {
    const failing = this.#failing.has(channel);
    if (result.ok) {
      this.#failing.delete(channel);
      if (failing) this.#news.push(`notifications to ${channel} work again`);
      return;
    }
    const isGivenUp = this.#outbox.dead.some(
      ({ delivery }) => delivery.id === id && delivery.channel === channel,
    );
    if (isGivenUp)
      this.#news.push(`the notification ${id} to ${channel} was given up: ${result.error}`);
    else if (!failing) this.#news.push(`cannot notify ${channel}, trying again: ${result.error}`);
    if (!result.isRefused) this.#failing.set(channel, result.error);
  }
}

function toSettings({ routes, channels, giveUpMs, zone }: NotifyPlan): OutboxSettings {
  return {
    routes,
    channels: channels.map(({ id }) => id),
    giveUpMs,
    offsetMinutes: (nowMs) => zone.offsetMinutes(nowMs),
  };
}
