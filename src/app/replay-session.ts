import type { Matcher } from '../detect/match.ts';
import type { Event } from '../event/event.ts';
import type { Clock, InputReader } from '../ports.ts';
import { formatProblem } from '../util/problem.ts';
import { takeSnapshot, viewAlerts, viewMonitor, type Reading } from './dashboard-snapshot.ts';
import { createLastingCore, createMonitor } from './monitor.ts';
import { readInputs, type ReadResult } from './read-inputs.ts';
import type { Session } from './session.ts';
import type { Workspace } from './workspace.ts';

/** How much of the recording still lies ahead when a replay starts: enough to see alerts arrive. */
const LIVE_MS = 5 * 60_000;

/**
 * Replays recorded logs as if they were happening now: every time is moved by the same amount, so that all but the
 * last minutes have just happened and the rest arrives live. With `isLive` false everything has happened already.
 */
export async function createReplaySession(
  folders: readonly string[],
  workspace: Workspace,
  effects: { readonly inputs: InputReader; readonly matcher: Matcher; readonly clock: Clock },
  isLive: boolean,
): Promise<Session> {
  const { clock, matcher } = effects;
  const recorded: Event[] = [];
  const read = await readInputs(folders, workspace, effects.inputs, {
    event: (event) => recorded.push(event),
    chunkDone: () => Promise.resolve(),
    progress: () => undefined,
    isCancelled: () => false,
  });
  // a recording is played in order: nothing has to wait for what comes late
  const monitor = createMonitor(matcher, clock, createLastingCore(workspace, 0));
  const events = recorded.toSorted((a, b) => a.timeMs - b.timeMs);
  const shiftMs = clock.nowMs() + (isLive ? LIVE_MS : 0) - (events.at(-1)?.timeMs ?? 0);
  const problems = read.problems.map(formatProblem);
  const reading = toReading(read, workspace);
  let next = 0;

  function play(untilMs: number): void {
    for (let event = events[next]; event !== undefined; event = events[next]) {
      const timeMs = event.timeMs + shiftMs;
      if (timeMs > untilMs) break;
      next += 1;
      monitor.take({ ...event, timeMs }, workspace.sourceOf(event.origin.file).unit);
    }
  }

  return {
    start() {
      play(clock.nowMs());
      monitor.caughtUp();
      return Promise.resolve();
    },
    tick() {
      play(clock.nowMs());
      return monitor.tick().map(({ alert }) => alert);
    },
    isReady: () => true,
    bySource: () => new Map(),
    listening: () => null,
    takeProblems: () => problems.splice(0),
    snapshot() {
      const nowMs = clock.nowMs();
      return takeSnapshot({
        workspace,
        mode: 'demo',
        nowMs,
        watch: viewMonitor(workspace, monitor.activity, reading, nowMs),
        queue: viewAlerts(monitor.alerts(), nowMs),
      });
    },
    stop: () => Promise.resolve(monitor.finish().map(({ alert }) => alert)),
    end: () => Promise.resolve(),
  };
}

/** Everything was read before the replay began. */
function toReading({ totals, problems }: ReadResult, workspace: Workspace): Reading {
  return {
    droppedLines: totals.truncatedFrames,
    unparsedLines: totals.unparsed,
    sourcesUp: workspace.sources.length,
    sourcesTotal: workspace.sources.length,
    lagMs: 0,
    problems: problems.map(formatProblem),
  };
}
