// The one place where metrics meet the service: its numbers are served while it runs, and nothing that goes wrong with
// serving them stops it.
import type { Clock } from '../ports.ts';
import type { Machine } from '../ports/machine.ts';
import type { MetricsPages, MetricsPlace, MetricsServer, OpenMetrics } from '../ports/metrics.ts';
import type { MeteredStore } from './metrics/commit-meter.ts';
import { createMetricsPages } from './metrics/pages.ts';
import type { ReloadableSession } from './session.ts';
import type { Workspace } from './workspace.ts';

export { meterCommits, type MeteredStore } from './metrics/commit-meter.ts';

export interface MeterEffects extends MeteredStore {
  readonly openMetrics: OpenMetrics;
  readonly clock: Clock;
  readonly machine: Machine;
  /** Version of soclite. */
  readonly program: string;
}

/** A port that is taken is tried again so often. */
const RETRY_MS = 30_000;

/** The session, whose numbers are served from now on where its workspace says so. */
// oxlint-disable-next-line max-lines-per-function -- one state, shared by what happens to it
export function createMeteredSession(
  session: ReloadableSession,
  workspace: Workspace,
  effects: MeterEffects,
): ReloadableSession {
  let current = workspace;
  const pages = createMetricsPages(() => current, effects);
  const door = createDoor(effects, pages);
  return {
    async start() {
      await session.start();
      await door.move(current.metrics);
    },
    tick() {
      const alerts = session.tick();
      door.tick();
      return alerts;
    },
    isReady: () => session.isReady(),
    snapshot() {
      const data = session.snapshot();
      if (door.fault === null) return data;
      const problems = [...data.health.problems, door.fault];
      return { ...data, health: { ...data.health, problems } };
    },
    bySource: () => session.bySource(),
    listening: () => session.listening(),
    takeProblems: () => [...session.takeProblems(), ...door.takeNews()],
    async stop() {
      await door.move(null);
      return session.stop();
    },
    async end() {
      await door.move(null);
      await session.end();
    },
    async reload(next) {
      if (!(await session.reload(next))) return false;
      current = next.workspace;
      await door.move(current.metrics);
      return true;
    },
    refused: (reason) => session.refused(reason),
  };
}

interface Door {
  /** Why it is not open though it should be. */
  readonly fault: string | null;
  move(to: MetricsPlace | null): Promise<void>;
  tick(): void;
  takeNews(): readonly string[];
}

/** The port, opened again later when it cannot be opened now. */
function createDoor({ openMetrics, clock }: MeterEffects, pages: MetricsPages): Door {
  const news: string[] = [];
  let place: MetricsPlace | null = null;
  let server: MetricsServer | null = null;
  let fault: string | null = null;
  let triedMs = 0;
  let opening: Promise<void> = Promise.resolve();

  const open = async (): Promise<void> => {
    if (place === null || server !== null) return;
    triedMs = clock.nowMs();
    const opened = await openMetrics(place, pages);
    if (typeof opened !== 'string') {
      server = opened;
      if (fault !== null) news.push('metrics are served again');
      fault = null;
      return;
    }
    const before = fault;
    fault = `metrics cannot be served at ${place.address} port ${place.port}: ${explain(opened)}; soclite goes on without, and tries again`;
    if (fault !== before) news.push(fault);
  };
  const inTurn = (work: () => Promise<void>): Promise<void> => {
    opening = opening.then(work);
    return opening;
  };

  return {
    get fault() {
      return fault;
    },
    move: (to) =>
      inTurn(async () => {
        if (place?.address === to?.address && place?.port === to?.port) return;
        place = to;
        await server?.close();
        server = null;
        fault = null;
        await open();
      }),
    tick() {
      if (fault === null || Math.abs(clock.nowMs() - triedMs) < RETRY_MS) return;
      triedMs = clock.nowMs();
      void inTurn(open);
    },
    takeNews: () => news.splice(0),
  };
}

function explain(code: string): string {
  if (code === 'EADDRINUSE') return 'another program has the port, choose another in soclite.yml';
  if (code === 'EACCES') return 'a port below 1024 needs permission';
  if (code === 'EADDRNOTAVAIL') return 'this machine does not have the address';
  return code;
}
