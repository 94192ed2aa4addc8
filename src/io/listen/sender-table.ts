// The senders seen so far. Addresses of datagrams can be forged, so that their number is bounded: who finds no room is
// counted together with others, and loses nothing else by it.
import type { ListenPlan, SenderPlan, SenderStats } from '../../ports/listen.ts';
import { parseCidr, parseIpAddress } from '../../util/ip-address.ts';
import { createNetworkTable, type NetworkTable } from '../../util/network-table.ts';
import { Sender, type Route } from './sender.ts';

const MAX_KNOWN = 8192;
const MAX_UNKNOWN = 1024;
/** A sender that was silent for so long makes room for another. */
const QUIET_MS = 3_600_000;
/** So many are looked at to find one that is quiet. */
const LOOK_AT = 64;
const MAX_STATS = 500;

export interface SenderTableOptions {
  readonly nowMs: () => number;
  /** A sender that nobody named came for the first time. */
  readonly onUnknown: (sender: Sender) => void;
}

export class SenderTable {
  readonly #options: SenderTableOptions;
  readonly #named: NetworkTable<SenderPlan>;
  readonly #inventory: NetworkTable<SenderPlan>;
  readonly #known = new Map<string, Sender>();
  readonly #unknown = new Map<string, Sender>();
  readonly #others = new Map<string, Sender>();

  constructor(plan: Pick<ListenPlan, 'senders' | 'inventory'>, options: SenderTableOptions) {
    this.#options = options;
    this.#named = createTable(plan.senders);
    this.#inventory = createTable(plan.inventory);
  }

  find(listener: string, address: string): Sender {
    const key = `${listener} ${address}`;
    return this.#known.get(key) ?? this.#unknown.get(key) ?? this.#meet(listener, address);
  }

  stats(): readonly SenderStats[] {
    const all = [...this.#known.values(), ...this.#unknown.values(), ...this.#others.values()];
    return all
      .toSorted((a, b) => b.counts.messages - a.counts.messages)
      .slice(0, MAX_STATS)
      .map((sender) => sender.stats());
  }

  #meet(listener: string, address: string): Sender {
    const route = this.#route(listener, address);
    const sender = new Sender(listener, address, route);
    const table = route.isKnown ? this.#known : this.#unknown;
    const limit = route.isKnown ? MAX_KNOWN : MAX_UNKNOWN;
    if (table.size >= limit && !this.#forgetQuiet(table)) return this.#other(listener, route);
    table.set(`${listener} ${address}`, sender);
    if (!route.isKnown) this.#options.onUnknown(sender);
    return sender;
  }

  #route(listener: string, address: string): Route {
    const parsed = parseIpAddress(address);
    const found =
      parsed === null ? null : (this.#named.find(parsed) ?? this.#inventory.find(parsed));
    const source = found?.source ?? listener;
    if (found === null) return { isKnown: false, place: { kind: 'unknown', source } };
    const { unit } = found;
    return {
      isKnown: true,
      place: unit === null ? { kind: 'central', source } : { kind: 'unit', unit, source },
    };
  }

  /** Looks among those that were met first. */
  #forgetQuiet(table: Map<string, Sender>): boolean {
    let looked = 0;
    for (const [key, sender] of table) {
      const isQuiet = this.#options.nowMs() - sender.lastMs >= QUIET_MS;
      // whoever is looked at goes to the end of the line, so that the next look begins elsewhere
      table.delete(key);
      if (isQuiet && sender.queue.bytes === 0 && sender.connections === 0) return true;
      table.set(key, sender);
      looked += 1;
      if (looked >= LOOK_AT) return false;
    }
    return false;
  }

  #other(listener: string, route: Route): Sender {
    const { place } = route;
    const key = `${listener} ${place.kind === 'unit' ? place.unit : place.kind} ${place.source}`;
    const known = this.#others.get(key);
    if (known !== undefined) return known;
    const other = new Sender(listener, null, route);
    this.#others.set(key, other);
    return other;
  }
}

/** Of two equal networks the later one holds in a table, and the first in a plan. */
function createTable(senders: readonly SenderPlan[]): NetworkTable<SenderPlan> {
  return createNetworkTable(
    senders.toReversed().flatMap((sender) => {
      const network = parseCidr(sender.network);
      return network === null ? [] : [[network, sender] as const];
    }),
  );
}
