import type { Alert } from '../alert/alert.ts';
import type { Matcher } from '../detect/match.ts';
import type { Event } from '../event/event.ts';
import type { Clock } from '../ports.ts';
import { createActivity, type Activity } from './activity.ts';
import { createAlertRaiser } from './detection.ts';
import { createReorderBuffer } from './reorder-buffer.ts';
import type { Workspace } from './workspace.ts';

/** Live events in, alerts out: detection, event-time order within the lateness, correlation, grouping. */
export interface Monitor {
  /** `ownUnit` = the unit whose own stream the event came from; null for central streams. */
  take(event: Event, ownUnit: string | null): void;
  /** The backlog is read: from now on alerts are raised as events come. */
  caughtUp(): void;
  /** Raises what is due; returns the alerts that are new or have changed since the last call. */
  tick(): readonly Alert[];
  /** No more events will come: raises all that is left. */
  finish(): readonly Alert[];
  alerts(): readonly Alert[];
  readonly activity: Activity;
  /** Matches that could not wait for their turn, and correlation state forgotten: 0 in a healthy service. */
  readonly releasedEarly: number;
  readonly evictions: number;
}

export function createMonitor(workspace: Workspace, matcher: Matcher, clock: Clock): Monitor {
  const raiser = createAlertRaiser(workspace.rules.ruleSet, workspace.alerts.windowMs);
  const waiting = createReorderBuffer(workspace.alerts.latenessMs);
  const activity = createActivity();
  return {
    activity,
    alerts: () => raiser.alerts.all(),
    get releasedEarly() {
      return waiting.releasedEarly;
    },
    get evictions() {
      return raiser.evictions;
    },
    take(event, ownUnit) {
      const nowMs = clock.nowMs();
      activity.saw(event, ownUnit, nowMs);
      const rules = matcher.match(event);
      if (rules.length > 0) waiting.add({ event, rules }, nowMs);
    },
    caughtUp: () => waiting.caughtUp(),
    tick() {
      const nowMs = clock.nowMs();
      for (const matched of waiting.release(nowMs)) raiser.push(matched);
      raiser.advance(waiting.watermarkMs(nowMs));
      return raiser.alerts.takeChanged();
    },
    finish() {
      for (const matched of waiting.drain()) raiser.push(matched);
      return raiser.alerts.takeChanged();
    },
  };
}
