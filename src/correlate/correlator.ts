// Correlations over a stream of matched events in event-time order. Windows slide with the events' own times and
// include both ends; nothing depends on the wall clock or on how the input is cut. Correlations of correlations take
// part in order: what an event makes true is known to those above before the next event.
import type { Event } from '../event/event.ts';
import type { RuleSet, SigmaCorrelation, SigmaRule } from '../sigma/rule.ts';
import type { CorrelationFinding } from './finding.ts';
import type { CorrelatorLimits } from './limits.ts';
import { DEFAULT_LIMITS } from './limits.ts';
import type { CorrelatorObserver } from './observer.ts';
import { formatSnapshot } from './snapshot.ts';
import type { CorrelatorSnapshot } from './snapshot.ts';
import { readSlot } from './snapshot/encode.ts';
import { fingerprintAll } from './snapshot/fingerprint.ts';
import type { CorrelationState } from './window/correlation-state.ts';
import { createDeferred, isDeferred } from './window/deferred.ts';
import type { Firing } from './window/firing.ts';
import type { Usage } from './window/group-store.ts';
import { createImmediate } from './window/immediate.ts';
import type { Input } from './window/input.ts';
import { orderByReference } from './window/reference-order.ts';

export interface Correlator {
  /**
   * Takes the next event with the rules that it matches, in event-time order. Windows that closed before it are
   * decided first.
   */
  push(matched: { readonly event: Event; readonly rules: readonly SigmaRule[] }): Findings;
  /** No event before `timeMs` will come: decides the windows that closed before it. Infinite = none at all. */
  advance(timeMs: number): Findings;
  /** Groups, events and values that a limit pushed out of an open window, and events that came too late for theirs. */
  readonly evictions: number;
  /** Groups of a snapshot that were dropped because their correlation or one of its rules is gone or has changed. */
  readonly dropped: number;
  /** All state as text; a correlator made with it goes on as this one would. */
  snapshot(): string;
}

type Findings = readonly CorrelationFinding[];

const NOTHING: Findings = [];

/**
 * @param snapshot what parseSnapshot (snapshot.ts) read
 * @param observer hears each step, for explanations
 */
export function createCorrelator(
  ruleSet: RuleSet,
  limits: Partial<CorrelatorLimits> = {},
  snapshot: CorrelatorSnapshot | null = null,
  observer: CorrelatorObserver | null = null,
): Correlator {
  const usage: Usage = {
    events: 0,
    held: 0,
    heldWeight: 0,
    evictions: 0,
    sequence: 0,
    stores: [],
  };
  const shared = { limits: { ...DEFAULT_LIMITS, ...limits }, usage, observer };
  const correlations = orderByReference(ruleSet.correlations);
  const states = correlations.map((correlation) =>
    isDeferred(correlation)
      ? createDeferred(correlation, shared)
      : createImmediate(correlation, shared),
  );
  const deferred = states.filter(({ correlation }) => isDeferred(correlation));
  const rounds = createRounds(states);
  const dropped = snapshot === null ? 0 : restore(snapshot, { ruleSet, states, usage });

  const advance = (timeMs: number): Findings => {
    let findings: CorrelationFinding[] | null = null;
    for (;;) {
      const next = findNext(deferred);
      if (next === null || next.nextCloseMs() >= timeMs) return findings ?? NOTHING;
      const closeMs = next.nextCloseMs();
      findings ??= [];
      findings.push(...rounds.spread(next.close(), closeMs));
    }
  };

  return {
    advance,
    push({ event, rules }) {
      const closed = advance(event.timeMs);
      const found = rounds.run(event, rules);
      return closed.length === 0 ? found : [...closed, ...found];
    },
    get evictions() {
      return usage.evictions;
    },
    dropped,
    snapshot() {
      const prints = fingerprintAll({ ...ruleSet, correlations });
      const saved = states.map((state) => ({
        id: state.correlation.id,
        fingerprint: prints.get(state.correlation.id) ?? '',
        nowMs: Number.isFinite(state.nowMs()) ? state.nowMs() : null,
        groups: state.save(),
      }));
      const { evictions, sequence } = usage;
      return formatSnapshot({ evictions, sequence, correlations: saved });
    },
  };
}

/** Ids of the rules that raise no alerts of their own: referenced, and by no correlation with `generate`. */
export function listSilentRuleIds(correlations: readonly SigmaCorrelation[]): ReadonlySet<string> {
  const silent = new Set(correlations.flatMap(({ ruleIds }) => ruleIds));
  for (const { generate, ruleIds } of correlations)
    if (generate) for (const id of ruleIds) silent.delete(id);
  return silent;
}

/** The state whose window closes next; of equal times the one that others refer to. */
function findNext(deferred: readonly CorrelationState[]): CorrelationState | null {
  let next: CorrelationState | null = null;
  let nextMs = Number.POSITIVE_INFINITY;
  for (const state of deferred) {
    const closeMs = state.nextCloseMs();
    if (closeMs >= nextMs) continue;
    next = state;
    nextMs = closeMs;
  }
  return next;
}

/** Brings the matches of one moment to all correlations that they concern, children before parents. */
function createRounds(states: readonly CorrelationState[]): {
  run(event: Event, rules: readonly SigmaRule[]): Findings;
  spread(firings: readonly Firing[], timeMs: number): Findings;
} {
  const referrers = new Map<string, number[]>();
  for (const [index, { correlation }] of states.entries())
    for (const id of correlation.ruleIds) {
      const known = referrers.get(id) ?? [];
      known.push(index);
      referrers.set(id, known);
    }

  const deliver = (inboxes: Map<number, Input[]>, input: Input): void => {
    for (const index of referrers.get(input.ruleId) ?? []) {
      const inbox = inboxes.get(index);
      if (inbox === undefined) inboxes.set(index, [input]);
      else inbox.push(input);
    }
  };

  const settle = (inboxes: Map<number, Input[]>, timeMs: number): CorrelationFinding[] => {
    const findings: CorrelationFinding[] = [];
    // a referrer stands behind what it refers to, so each state's inbox is complete when its turn comes
    const order = [...inboxes.keys()].toSorted((a, b) => a - b);
    for (let at = 0; at < order.length; at += 1) {
      const index = order[at] ?? 0;
      const state = states[index];
      const firings = state?.push(inboxes.get(index) ?? [], timeMs) ?? [];
      for (const { finding, isStart } of firings) {
        findings.push(finding);
        if (!isStart || !referrers.has(finding.rule.id)) continue;
        deliver(inboxes, toInput(finding));
        for (const parent of referrers.get(finding.rule.id) ?? []) insert(order, parent, at + 1);
      }
    }
    return findings;
  };

  return {
    run(event, rules) {
      const inboxes = new Map<number, Input[]>();
      for (const rule of rules)
        if (referrers.has(rule.id)) deliver(inboxes, toEventInput(event, rule));
      return inboxes.size === 0 ? NOTHING : settle(inboxes, event.timeMs);
    },
    spread(firings, timeMs) {
      const inboxes = new Map<number, Input[]>();
      for (const { finding, isStart } of firings) if (isStart) deliver(inboxes, toInput(finding));
      return [...firings.map(({ finding }) => finding), ...settle(inboxes, timeMs)];
    },
  };
}

/** Puts a number into its place in the sorted rest of a list, once. */
function insert(sorted: number[], value: number, from: number): void {
  let at = from;
  while (at < sorted.length && (sorted[at] ?? 0) < value) at += 1;
  if (sorted[at] !== value) sorted.splice(at, 0, value);
}

function toEventInput(event: Event, rule: SigmaRule): Input {
  const { fields, unit, machine } = event;
  return {
    ruleId: rule.id,
    fields,
    unit,
    units: unit === null ? [] : [unit],
    machines: machine === null ? [] : [machine],
    evidence: [{ rule, event }],
  };
}

/** A correlation that has become true, as a match: its fields are its group values. */
function toInput({ rule, group, unit, units, machines, events }: CorrelationFinding): Input {
  const fields = new Map(group.map(({ field, value }) => [field, value]));
  return { ruleId: rule.id, fields, unit, units, machines, evidence: events };
}

interface Restoring {
  readonly ruleSet: RuleSet;
  readonly states: readonly CorrelationState[];
  readonly usage: Usage;
}

/** Takes up what still fits; returns the number of groups that do not. */
function restore(snapshot: CorrelatorSnapshot, { ruleSet, states, usage }: Restoring): number {
  const correlations = states.map(({ correlation }) => correlation);
  const prints = fingerprintAll({ ...ruleSet, correlations });
  const rules = new Map(ruleSet.rules.map((rule) => [rule.id, rule]));
  const byId = new Map(states.map((state) => [state.correlation.id, state]));
  let dropped = 0;
  for (const { id, fingerprint, nowMs, groups } of snapshot.correlations) {
    const state = byId.get(id);
    if (state === undefined || prints.get(id) !== fingerprint) {
      dropped += groups.length;
      continue;
    }
    const read = groups.map((group) => ({
      ...group,
      slots: group.slots.map((slot) => readSlot(slot, rules)),
    }));
    state.restore(read, nowMs ?? Number.NEGATIVE_INFINITY);
  }
  // last, so that limits that have become tighter count what they push out
  usage.evictions += snapshot.evictions;
  usage.sequence = Math.max(usage.sequence, snapshot.sequence);
  return dropped;
}
