// The desk of a dashboard: what people did with alerts, kept by a cursor on their steps, and the acts of the person who
// sits there. A viewer has one as well as the process that ingests.
import type { Alert } from '../../alert/alert.ts';
import type { AckLimits } from '../../lifecycle/ack-clock.ts';
import type { AlertStatus } from '../../lifecycle/act.ts';
import type { Person } from '../../lifecycle/role.ts';
import type { Clock } from '../../ports.ts';
import { StoreError, type QueueStore } from '../../ports/store.ts';
import type { Command } from '../../tui/command.ts';
import type { AlertStory, DeskView } from '../../tui/desk.ts';
import type { Message } from '../../tui/message.ts';
import { actOnAlerts, findTargets } from './act-on-alerts.ts';
import { dryRun } from './dry-run.ts';
import { findSeenBefore } from './seen-before.ts';

/** What the dashboard asks of the store. */
export type DeskCommand = Extract<
  Command,
  { readonly kind: 'act' | 'suppress' | 'count-past' | 'tell-story' }
>;

export interface DashboardDesk {
  /** How the listed alerts stand now; when the store cannot be read, how they stood before. */
  view(alerts: readonly Alert[]): DeskView;
  /** Carries a command out at once; the answer goes back to the dashboard. */
  perform(command: DeskCommand): Message;
}

export interface DeskOptions {
  readonly store: QueueStore;
  readonly person: Person;
  readonly acknowledge: AckLimits;
  readonly clock: Clock;
}

/** Statuses that are kept; those that changed longest ago go first. */
const MAX_STATUSES = 10_000;
/** Steps taken in at a time. */
const PAGE = 500;
/** Past alerts looked at for an exception: the screen and the reading wait meanwhile. */
const MAX_COUNTED = 2000;
const PAST_MS = 30 * 86_400_000;

export function createDashboardDesk({
  store,
  person,
  acknowledge,
  clock,
}: DeskOptions): DashboardDesk {
  const statuses = new Map<string, AlertStatus>();
  let view: DeskView = { person, acknowledge, statuses: new Map() };
  let cursor: number | null = null;
  let listed: ReadonlySet<string> = new Set();
  let isChanged = false;

  const keep = (id: string, status: AlertStatus): void => {
    if (status.version === (statuses.get(id)?.version ?? 0)) return;
    isChanged = true;
    statuses.delete(id);
    statuses.set(id, status);
    const [oldest] = statuses.keys();
    if (statuses.size > MAX_STATUSES && oldest !== undefined) statuses.delete(oldest);
  };
  /** What people did since the last time; what only grows costs nothing here. */
  const takeSteps = (): void => {
    cursor ??= findLastSequence(store);
    const steps = store.steps({ afterSequence: cursor, limit: PAGE });
    for (const id of new Set(steps.map(({ alertId }) => alertId))) {
      const stored = id === null ? null : store.get(id);
      if (stored !== null) keep(stored.alert.id, stored.status);
    }
    cursor = steps.at(-1)?.sequence ?? cursor;
  };
  /** Alerts that are listed for the first time may have been touched before this dashboard began. */
  const takeListed = (alerts: readonly Alert[]): void => {
    for (const { id } of alerts) {
      if (listed.has(id)) continue;
      const stored = store.get(id);
      if (stored !== null) keep(id, stored.status);
    }
    listed = new Set(alerts.map(({ id }) => id));
  };

  return {
    view(alerts) {
      try {
        takeSteps();
        takeListed(alerts);
        if (isChanged) view = { person, acknowledge, statuses: new Map(statuses) };
        isChanged = false;
      } catch (error) {
        // the store's own fault is told by the session; what was known still stands
        if (!(error instanceof StoreError)) throw error;
      }
      return view;
    },
    perform(command) {
      try {
        return perform({ store, person, nowMs: clock.nowMs() }, command);
      } catch (error) {
        if (!(error instanceof StoreError)) throw error;
        return { kind: 'act-failed', text: error.message };
      }
    },
  };
}

/** Number of the last step; 0 = none. By halving: a store of many years has a million of them. */
function findLastSequence(store: QueueStore): number {
  const hasAfter = (sequence: number): boolean =>
    store.steps({ afterSequence: sequence, limit: 1 }).length > 0;
  let high = 1;
  while (hasAfter(high)) high *= 2;
  let low = 0;
  while (low < high) {
    const middle = Math.floor((low + high) / 2);
    if (hasAfter(middle)) low = middle + 1;
    else high = middle;
  }
  return low;
}

interface Hand {
  readonly store: QueueStore;
  readonly person: Person;
  readonly nowMs: number;
}

function perform({ store, person, nowMs }: Hand, command: DeskCommand): Message {
  const actor = { name: person.name, timeMs: nowMs };
  switch (command.kind) {
    case 'act':
      return { kind: 'acted', act: command.act.kind, outcomes: actOnSeen(store, command, actor) };
    case 'tell-story':
      return { kind: 'story', id: command.id, story: tellStory(store, command.id) };
    case 'count-past': {
      const past = dryRun(store, command.scope, {
        sinceMs: nowMs - PAST_MS,
        maxAlerts: MAX_COUNTED,
      });
      return { kind: 'past-counted', scope: command.scope, past };
    }
    case 'suppress': {
      const { scope, reason, durationMs } = command;
      const suppression = {
        kind: 'exception' as const,
        scope,
        reason,
        owner: person.name,
        fromMs: nowMs,
        untilMs: nowMs + durationMs,
      };
      const act = { kind: 'suppress' as const, suppression };
      const result = store.act({ alertId: null, act }, actor);
      return result.ok
        ? { kind: 'suppressed', id: `exception-${result.step.sequence}`, refusal: null }
        : { kind: 'suppressed', id: null, refusal: result };
    }
  }
}

/** Steps that a screen shows; a person scrolls through no more. */
const SHOWN_STEPS = 200;

function tellStory(store: QueueStore, id: string): AlertStory | null {
  const stored = store.get(id);
  if (stored === null) return null;
  const { inUnit, inUnitCount, elsewhere, elsewhereCount } = findSeenBefore(store, stored);
  return {
    steps: store.steps({ alertId: id, limit: SHOWN_STEPS }),
    inUnit: inUnitCount,
    elsewhere: elsewhereCount,
    judged: [...inUnit, ...elsewhere].flatMap(({ alert, status }) =>
      status.verdict === null
        ? []
        : [
            {
              unit: alert.unit,
              firstMs: alert.firstMs,
              verdict: status.verdict,
              reason: status.reason ?? '',
            },
          ],
    ),
  };
}

/** Each alert at the version that the person saw: who was faster is told. */
function actOnSeen(
  store: QueueStore,
  { targets, act }: Extract<DeskCommand, { readonly kind: 'act' }>,
  actor: { readonly name: string; readonly timeMs: number },
): Extract<Message, { readonly kind: 'acted' }>['outcomes'] {
  return targets.map(({ id, version }) => {
    const [outcome] = actOnAlerts(store, findTargets(store, [id]), act, { ...actor, version });
    const result = outcome?.result;
    if (result === undefined) return { id, refusal: null, status: null };
    return { id, refusal: result.ok ? null : result, status: result.status };
  });
}
