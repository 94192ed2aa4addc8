import type { Alert } from '../alert/alert.ts';
import type { Matcher } from '../detect/match.ts';
import type { Event } from '../event/event.ts';
import type { Clock } from '../ports.ts';
import { createActivity, type Activity } from './activity.ts';
import { createClockGuard } from './clock-guard.ts';
import { createAlertRaiser, type AlertRaiser } from './detection.ts';
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
  /** What was not believed or had to be forgotten so far; [] in a healthy service. */
  losses(): readonly Loss[];
}

export interface Loss {
  readonly kind: string;
  readonly count: number;
  /** For people, the count in it. */
  readonly text: string;
}

export function createMonitor(workspace: Workspace, matcher: Matcher, clock: Clock): Monitor {
  const raiser = createAlertRaiser(workspace.rules.ruleSet, workspace.alerts.windowMs);
  const waiting = createReorderBuffer(workspace.alerts.latenessMs);
  const activity = createActivity();
  const guard = createClockGuard();
  return {
    activity,
    alerts: () => raiser.alerts.all(),
    losses: () => describeLosses(raiser, waiting.releasedEarly, guard.ahead),
    take(received, ownUnit) {
      const nowMs = clock.nowMs();
      const event = guard.check(received, nowMs);
      activity.saw(event, ownUnit, nowMs);
      const rules = matcher.match(event);
      if (rules.length > 0) waiting.add({ event, rules }, nowMs);
    },
    caughtUp: () => waiting.caughtUp(),
    tick() {
      const nowMs = clock.nowMs();
      for (const matched of waiting.release(nowMs)) raiser.push(matched);
      raiser.advance(waiting.watermarkMs(nowMs));
      return raiser.alerts.takeChanged().map(({ alert }) => alert);
    },
    finish() {
      for (const matched of waiting.drain()) raiser.push(matched);
      return raiser.alerts.takeChanged().map(({ alert }) => alert);
    },
  };
}

function describeLosses(
  raiser: AlertRaiser,
  releasedEarly: number,
  ahead: ReadonlyMap<string, number>,
): readonly Loss[] {
  const { evictions, alerts } = raiser;
  const losses: readonly Loss[] = [
    ...[...ahead].map(([source, count]) => ({
      kind: `ahead ${source}`,
      count,
      text: `${source}: ${count} events from the future; check the clock of the device`,
    })),
    {
      kind: 'evictions',
      count: evictions,
      text: `correlation memory was full: ${evictions} groups or events were forgotten`,
    },
    {
      kind: 'overflow',
      count: alerts.overflowed,
      text: `too many alerts: ${alerts.overflowed} findings share overflow alerts`,
    },
    {
      kind: 'early',
      count: releasedEarly,
      text: `too many matches waited: ${releasedEarly} were taken before their turn`,
    },
  ];
  return losses.filter(({ count }) => count > 0);
}
