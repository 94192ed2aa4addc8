// All listeners of a plan, and the spool that they write to, in this thread.
import { mkdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { spoolPath, type SpoolPlace } from '../../ingest/spool-path.ts';
import { errorCode, errorReason } from '../input/input-fault.ts';
import type { Listening, ListenPlan, ListenSink, ListenStats } from '../../ports/listen.ts';
import { systemClock } from '../clock.ts';
import type { Listener, ListenerContext } from './listener.ts';
import type { Sender } from './sender.ts';
import { SenderTable } from './sender-table.ts';
import { Spool, type SpoolOptions } from './spool.ts';
import { StreamListener } from './stream-listener.ts';
import { UdpListener } from './udp-listener.ts';

export type HubOptions = Partial<SpoolOptions> & {
  /** How long until a listener that could not open tries again. Default 10 s. */
  readonly listenRetryMs?: number;
  /** How often certificates are looked at. Default 60 s. */
  readonly renewMs?: number;
};

/** Senders that nobody named are told one by one up to this number. */
const MAX_TOLD_SENDERS = 50;
const LISTEN_RETRY_MS = 10_000;
const RENEW_MS = 60_000;

/** Opens every listener; one that cannot says so and tries again. See ports/listen.ts. */
export async function startHub(
  plan: ListenPlan,
  sink: ListenSink,
  options: HubOptions = {},
): Promise<Listening> {
  const nowMs = options.nowMs ?? (() => systemClock.nowMs());
  const spool = new Spool(plan.spool, sink, { ...options, nowMs });
  const senders = new SenderTable(plan, { nowMs, onUnknown: unknownTeller(sink) });
  const context: ListenerContext = {
    spool,
    senders,
    sink,
    nowMs,
    retryMs: options.listenRetryMs ?? LISTEN_RETRY_MS,
    renewMs: options.renewMs ?? RENEW_MS,
  };
  const listeners = plan.listeners.map((listener): Listener =>
    listener.protocol === 'udp'
      ? new UdpListener(listener, context)
      : new StreamListener(listener, context),
  );
  await openSpool(spool, plan, sink);
  await Promise.all(listeners.map((listener) => listener.start()));
  return {
    stats: createStats(listeners, senders, spool),
    async stop() {
      await Promise.all(listeners.map((listener) => listener.stop()));
      const lostBytes = await spool.stop();
      if (lostBytes === 0) return;
      sink.problem({
        code: 'spool-lost',
        severity: 'error',
        message: `${lostBytes} bytes of received syslog could not be written before the end`,
        at: { file: plan.spool.folder, line: 0, column: 0 },
      });
    },
  };
}

/** Thousands of senders are sorted only when something came since the last time. */
function createStats(
  listeners: readonly Listener[],
  senders: SenderTable,
  spool: Spool,
): () => ListenStats {
  let received = -1;
  let sorted: ListenStats['senders'] = [];
  return () => {
    const stats = { listeners: listeners.map((listener) => listener.stats), spool: spool.stats };
    const sum = stats.listeners.reduce((all, { messages, empty }) => all + messages + empty, 0);
    if (sum !== received || stats.spool.queuedBytes > 0) sorted = senders.stats();
    received = sum;
    return { ...stats, senders: sorted };
  };
}

/**
 * Makes the folders, so that whoever reads them can watch them from the start. What earlier runs left may be unreadable;
 * receiving goes on, and writing tells what is wrong.
 */
async function openSpool(spool: Spool, plan: ListenPlan, sink: ListenSink): Promise<void> {
  const { folder } = plan.spool;
  try {
    for (const place of namedPlaces(plan))
      await mkdir(dirname(join(folder, spoolPath(place, ''))), { recursive: true, mode: 0o750 });
    await spool.open();
  } catch (error) {
    if (errorCode(error) === 'unknown') throw error;
    sink.problem({
      code: 'spool-unreadable',
      severity: 'error',
      message: `cannot look at the spool "${folder}": ${errorReason(error)}; its size is not known`,
      at: { file: folder, line: 0, column: 0 },
    });
  }
}

/** All but those of the inventory's units, of which most send elsewhere. */
function namedPlaces({ listeners, senders }: ListenPlan): readonly SpoolPlace[] {
  return listeners.flatMap(({ id }): readonly SpoolPlace[] => [
    { kind: 'unknown', source: id },
    ...senders.map(({ unit, source }): SpoolPlace => {
      const named = source ?? id;
      return unit === null
        ? { kind: 'central', source: named }
        : { kind: 'unit', unit, source: named };
    }),
  ]);
}

function unknownTeller(sink: ListenSink): (sender: Sender) => void {
  let told = 0;
  return ({ listener, address }) => {
    told += 1;
    if (told > MAX_TOLD_SENDERS) return;
    const isLast = told === MAX_TOLD_SENDERS;
    sink.problem({
      code: 'unknown-sender',
      severity: 'warning',
      message: `${address} sends to the listener "${listener}" and is neither in "senders" nor in the inventory${isLast ? '; more such senders are only counted' : ''}`,
      hint: 'its messages are kept without a unit; add it to "senders" in soclite.yml',
      at: { file: `syslog://${address}`, line: 0, column: 0 },
    });
  };
}
