// All listeners of a plan, and the spool that they write to, in this thread.
import { errorCode, errorReason } from '../input/input-fault.ts';
import type { Listening, ListenPlan, ListenSink } from '../../ports/listen.ts';
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
  await openSpool(spool, plan.spool.folder, sink);
  await Promise.all(listeners.map((listener) => listener.start()));
  return {
    stats: () => ({
      listeners: listeners.map(({ stats }) => stats),
      senders: senders.stats(),
      spool: spool.stats,
    }),
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

/** What earlier runs left may be unreadable; receiving goes on, and writing tells what is wrong. */
async function openSpool(spool: Spool, folder: string, sink: ListenSink): Promise<void> {
  try {
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
