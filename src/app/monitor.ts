import type { Alert } from '../alert/alert.ts';
import type { GroupedAlert } from '../alert/grouper.ts';
import type { Matcher } from '../detect/match.ts';
import type { Event } from '../event/event.ts';
import type { Clock } from '../ports.ts';
import { createActivity, type Activity, type SavedActivity } from './activity.ts';
import { toGrouperOptions } from './alert-options.ts';
import { createClockGuard } from './clock-guard.ts';
import { MonitorCore } from './monitor-core.ts';
import type { Workspace } from './workspace.ts';

/** Live events in, alerts out: detection, then what a MonitorCore does. */
export interface Monitor {
  /** `ownUnit` = the unit whose own stream the event came from; null for central streams. */
  take(event: Event, ownUnit: string | null): void;
  /** The backlog is read: from now on alerts are raised as events come. */
  caughtUp(): void;
  /** Raises what is due; returns the alerts that are new or have changed since the last call. */
  tick(): readonly GroupedAlert[];
  /** No more events will come: raises all that is left. */
  finish(): readonly GroupedAlert[];
  /** Alerts in memory. */
  alerts(): readonly Alert[];
  readonly activity: Activity;
  /** What was not believed or had to be forgotten so far; [] in a healthy service. */
  losses(): readonly Loss[];
  /** What is seen of all events, not only of those that match; the core is saved by itself. */
  save(): SavedMonitor;
}

export interface SavedMonitor {
  readonly activity: SavedActivity;
  /** Events from the future, by source id. */
  readonly ahead: readonly (readonly [source: string, count: number])[];
}

export interface Loss {
  readonly kind: string;
  readonly count: number;
  /** For people, the count in it. */
  readonly text: string;
}

/** A core of a session that is not saved. */
export function createLastingCore(workspace: Workspace, latenessMs: number): MonitorCore {
  const options = { ...toGrouperOptions(workspace), latenessMs, recall: null };
  return new MonitorCore(workspace.rules.ruleSet, options);
}

export function createMonitor(
  matcher: Matcher,
  clock: Clock,
  core: MonitorCore,
  saved: SavedMonitor | null = null,
): Monitor {
  const activity = createActivity(saved?.activity);
  const guard = createClockGuard(saved?.ahead);
  return {
    activity,
    alerts: () => core.alerts(),
    losses: () => describeLosses(core, guard.ahead),
    take(received, ownUnit) {
      const nowMs = clock.nowMs();
      const event = guard.check(received, nowMs);
      activity.saw(event, ownUnit, nowMs);
      const rules = matcher.match(event);
      if (rules.length > 0) core.match({ event, rules }, nowMs);
    },
    caughtUp: () => core.caughtUp(clock.nowMs()),
    tick() {
      core.tick(clock.nowMs());
      return core.takeChanged();
    },
    finish() {
      core.finish();
      return core.takeChanged();
    },
    save: () => ({ activity: activity.save(), ahead: [...guard.ahead] }),
  };
}

function describeLosses(core: MonitorCore, ahead: ReadonlyMap<string, number>): readonly Loss[] {
  const { evictions, overflowed, releasedEarly, cutShort, droppedGroups, droppedMatches } = core;
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
      count: overflowed,
      text: `too many alerts: ${overflowed} findings share overflow alerts`,
    },
    {
      kind: 'early',
      count: releasedEarly,
      text: `too many matches waited: ${releasedEarly} were taken before their turn`,
    },
    {
      kind: 'cut-short',
      count: cutShort,
      text: `memory for evidence was full: of ${cutShort} records alerts keep but the start`,
    },
    {
      kind: 'dropped',
      count: droppedGroups + droppedMatches,
      text: `rules were removed or changed: ${droppedGroups} open correlation groups and ${droppedMatches} waiting matches were dropped`,
    },
  ];
  return losses.filter(({ count }) => count > 0);
}
