import type { Matcher } from '../detect/match.ts';
import type { Clock, Tailer } from '../ports.ts';
import { takeSnapshot } from './dashboard-snapshot.ts';
import { createLastingCore, createMonitor, type Loss } from './monitor.ts';
import { TICK_MS, type Session } from './session.ts';
import { addStats, emptyStats } from './stream-totals.ts';
import { createTailIntake } from './tail-intake.ts';
import type { Workspace } from './workspace.ts';

/** Watches the configured sources live. */
export function createWatchSession(
  workspace: Workspace,
  effects: { readonly tailer: Tailer; readonly matcher: Matcher; readonly clock: Clock },
): Session {
  const { tailer, matcher, clock } = effects;
  const core = createLastingCore(workspace, workspace.alerts.latenessMs);
  const monitor = createMonitor(matcher, clock, core);
  const intake = createTailIntake(workspace, clock, monitor);
  const lag = createLagMeter(clock);
  const losses = createLossTeller();
  return {
    start: () => tailer.start(workspace.sources, intake.sink),
    tick() {
      lag.ticked(intake.isCaughtUp);
      return monitor.tick().map(({ alert }) => alert);
    },
    isReady: () => intake.isCaughtUp && core.isSettled,
    bySource: () => intake.bySource(),
    takeProblems: () => [...intake.takeProblems(), ...losses.takeNew(monitor.losses())],
    snapshot() {
      const totals = [...intake.bySource().values()].reduce(addStats, emptyStats());
      return takeSnapshot({
        workspace,
        monitor,
        mode: 'live',
        nowMs: clock.nowMs(),
        reading: {
          droppedLines: totals.truncatedFrames,
          unparsedLines: totals.unparsed,
          sourcesUp: intake.sourcesUp(),
          sourcesTotal: workspace.sources.filter(({ isExpected }) => isExpected).length,
          lagMs: lag.lagMs,
          problems: [...monitor.losses().map(({ text }) => text), ...intake.problems],
        },
      });
    },
    async stop() {
      await tailer.stop();
      return monitor.finish().map(({ alert }) => alert);
    },
  };
}

/** How far the work is behind: the whole time so far while the backlog is read, then how late ticks come. */
function createLagMeter(clock: Clock): {
  ticked(isCaughtUp: boolean): void;
  readonly lagMs: number;
} {
  const startMs = clock.nowMs();
  let lastMs = startMs;
  let lagMs = 0;
  return {
    get lagMs() {
      return lagMs;
    },
    ticked(isCaughtUp) {
      const nowMs = clock.nowMs();
      lagMs = isCaughtUp ? Math.max(nowMs - lastMs - TICK_MS, 0) : nowMs - startMs;
      lastMs = nowMs;
    },
  };
}

/** Losses are told when they begin and then each time their number has doubled, not at every tick. */
function createLossTeller(): { takeNew(losses: readonly Loss[]): readonly string[] } {
  const told = new Map<string, number>();
  return {
    takeNew(losses) {
      const news = losses.filter(({ kind, count }) => count >= 2 * (told.get(kind) ?? 0));
      for (const { kind, count } of news) told.set(kind, count);
      return news.map(({ text }) => text);
    },
  };
}
