// The one place where notifications meet the service: they are looked after at its ticks and end before its store closes.
import type { DashboardData } from '../tui/dashboard-data.ts';
import { Notifier, type NotifierEffects } from './notifier.ts';
import { CURSOR_KEY } from './notify/note-keys.ts';
import type { NotifyPlan } from './notify-plan.ts';
import type { ReloadableSession } from './session.ts';

/** The session, which from now on also notifies as its workspace says. @throws StoreError */
export function createNotifyingSession(
  session: ReloadableSession,
  plan: NotifyPlan,
  effects: NotifierEffects,
): ReloadableSession {
  let notifier = open(plan);

  function open(wanted: NotifyPlan): Notifier | null {
    if (wanted.routes.length > 0) return new Notifier(wanted, effects);
    // who is to be told one day is told of what happens from that day on
    if (effects.store.readNote(CURSOR_KEY) !== null) effects.store.writeNote(CURSOR_KEY, null);
    return null;
  }

  return {
    start: () => session.start(),
    tick() {
      const alerts = session.tick();
      notifier?.tick(effects.clock.nowMs());
      return alerts;
    },
    isReady: () => session.isReady(),
    snapshot: () => withProblems(session.snapshot(), notifier?.problems() ?? []),
    bySource: () => session.bySource(),
    listening: () => session.listening(),
    takeProblems: () => [...session.takeProblems(), ...(notifier?.takeProblems() ?? [])],
    async stop() {
      const alerts = await session.stop();
      // what was raised last is taken and queued before the end
      notifier?.tick(effects.clock.nowMs());
      await notifier?.stop();
      return alerts;
    },
    async end() {
      await notifier?.stop();
      await session.end();
    },
    async reload(next) {
      if (!(await session.reload(next))) return false;
      const { notify } = next.workspace;
      if (notifier !== null && notify.routes.length > 0) notifier.use(notify);
      else {
        await notifier?.stop();
        notifier = open(notify);
      }
      return true;
    },
    refused: (reason) => session.refused(reason),
  };
}

function withProblems(data: DashboardData, problems: readonly string[]): DashboardData {
  if (problems.length === 0) return data;
  const { health } = data;
  return { ...data, health: { ...health, problems: [...health.problems, ...problems] } };
}
