// What the listeners of all protocols share: they open, and when they cannot or fail later, they say so once and try
// again until they are stopped.
import type { ListenerPlan, ListenerStats, ListenSink } from '../../ports/listen.ts';
import type { Problem } from '../../util/problem.ts';
import { errorCode, errorReason } from '../input/input-fault.ts';
import { zeroCounts, type MutableCounts } from './message-counts.ts';
import type { SenderTable } from './sender-table.ts';
import type { Spool } from './spool.ts';

/** Longer messages are cut. RFC 5425 asks for 8 KiB; a PowerShell script block as JSON has more than 64. */
export const MAX_MESSAGE_BYTES = 128 << 10;

export interface Listener {
  readonly stats: ListenerStats;
  /** Resolves when it is open, or its fault was told. */
  start(): Promise<void>;
  /** Resolves when nothing more will be received. */
  stop(): Promise<void>;
}

export interface ListenerContext {
  readonly spool: Spool;
  readonly senders: SenderTable;
  readonly sink: ListenSink;
  readonly nowMs: () => number;
  /** How long until a listener that could not open tries again. */
  readonly retryMs: number;
  /** How often certificates are looked at. */
  readonly renewMs: number;
}

/** The numbers of a listener that only it can tell. */
export interface ListenerCounts extends MutableCounts {
  isListening: boolean;
  port: number;
  kernelDropped: number | null;
  connections: number;
  refused: number;
  badHandshakes: number;
}

export function listenerCounts(plan: ListenerPlan): ListenerCounts {
  return {
    ...zeroCounts(),
    isListening: false,
    port: plan.port,
    kernelDropped: null,
    connections: 0,
    refused: 0,
    badHandshakes: 0,
  };
}

export function listenerStats(plan: ListenerPlan, counts: ListenerCounts): ListenerStats {
  const { id, protocol, address } = plan;
  return { id, protocol, address, ...counts };
}

export function listenerProblem(
  { id, protocol, address, port }: ListenerPlan,
  fault: Pick<Problem, 'code' | 'severity' | 'message'> & { readonly hint?: string },
): Problem {
  const { message } = fault;
  const at = { file: `${protocol}://${address}:${port}`, line: 0, column: 0 };
  return { ...fault, message: `listener "${id}": ${message}`, at };
}

const REASONS: ReadonlyMap<string, readonly [reason: string, hint: string]> = new Map([
  ['EADDRINUSE', ['another program has the port', 'stop it, or choose another port']],
  [
    'EACCES',
    [
      'permission denied: ports below 1024 are for root',
      'choose a port above 1023, or give the service CAP_NET_BIND_SERVICE',
    ],
  ],
  [
    'EADDRNOTAVAIL',
    ['this machine does not have the address', 'write an address of this machine, or 0.0.0.0'],
  ],
]);

/** Runs `open` until it succeeds; resolves after the first try. `fail` starts over after a later fault. */
export class Opener {
  readonly #plan: ListenerPlan;
  readonly #context: ListenerContext;
  readonly #open: () => Promise<void>;
  #timer: NodeJS.Timeout | null = null;
  #told = '';
  #isStopped = false;

  constructor(plan: ListenerPlan, context: ListenerContext, open: () => Promise<void>) {
    this.#plan = plan;
    this.#context = context;
    this.#open = open;
  }

  async start(): Promise<void> {
    this.#timer = null;
    try {
      await this.#open();
      this.#told = '';
    } catch (error) {
      this.fail(error);
    }
  }

  fail(error: unknown): void {
    if (this.#isStopped || this.#timer !== null) return;
    const code = errorCode(error);
    const [reason, hint] = REASONS.get(code) ?? [errorReason(error), undefined];
    if (reason !== this.#told)
      this.#context.sink.problem(
        listenerProblem(this.#plan, {
          code: 'listener-failed',
          severity: 'error',
          message: `cannot receive: ${reason}; it is tried again`,
          ...(hint === undefined ? {} : { hint }),
        }),
      );
    this.#told = reason;
    this.#timer = setTimeout(() => void this.start(), this.#context.retryMs);
    this.#timer.unref();
  }

  stop(): void {
    this.#isStopped = true;
    if (this.#timer !== null) clearTimeout(this.#timer);
  }
}
