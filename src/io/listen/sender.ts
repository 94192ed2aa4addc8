import type { SpoolPlace } from '../../ingest/spool-path.ts';
import type { SenderStats } from '../../ports/listen.ts';
import { zeroCounts, type MutableCounts } from './message-counts.ts';
import { SenderQueue } from './sender-queue.ts';

/** Whose messages they are, and where they are kept. */
export interface Route {
  readonly isKnown: boolean;
  readonly place: SpoolPlace;
}

/** One address that sends to one listener. */
export class Sender {
  readonly listener: string;
  /** Null stands for all that found no room of their own; their lines still say which they are. */
  readonly address: string | null;
  readonly route: Route;
  readonly counts: MutableCounts = zeroCounts();
  readonly queue = new SenderQueue();
  lastMs = 0;
  /** Open connections. */
  connections = 0;

  constructor(listener: string, address: string | null, route: Route) {
    this.listener = listener;
    this.address = address;
    this.route = route;
  }

  stats(): SenderStats {
    const { listener, address, lastMs } = this;
    const { isKnown, place } = this.route;
    return {
      listener,
      address,
      isKnown,
      unit: place.kind === 'unit' ? place.unit : null,
      source: place.source,
      lastMs,
      queuedBytes: this.queue.bytes,
      ...this.counts,
    };
  }
}
