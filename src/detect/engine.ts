// The fast evaluator. It must agree with reference.ts on every rule and event (test/differential): rules become
// closures once, and an event is tried only against the rules that its log sources and EventID leave.
import type { Event } from '../event/event.ts';
import type { SigmaRule } from '../sigma/rule.ts';
import type { Matcher } from './match.ts';
import { EventView } from './matcher/event-view.ts';
import type { ViewTest } from './matcher/item-test.ts';
import { compileCondition } from './matcher/item-test.ts';
import { createRuleBuckets } from './matcher/rule-buckets.ts';

export interface Engine extends Matcher {
  /** The rules that the event is tried against: those that match, and as few others as possible. */
  candidates(event: Event): readonly SigmaRule[];
}

interface CompiledRule {
  readonly rule: SigmaRule;
  readonly test: ViewTest;
}

const NO_RULES: readonly SigmaRule[] = [];

/** Compiles the rules for many events. The engine keeps no event; it is not re-entrant. */
export function compileEngine(rules: readonly SigmaRule[]): Engine {
  const slots = new Map<string, number>();
  const slotOf = (field: string): number => {
    const slot = slots.get(field) ?? slots.size;
    slots.set(field, slot);
    return slot;
  };
  const compiled = rules.map((rule): CompiledRule => ({
    rule,
    test: compileCondition(rule.condition, rule.detections, slotOf),
  }));
  const buckets = createRuleBuckets(compiled);
  const view = new EventView([...slots.keys()]);
  return {
    candidates: (event) => buckets.find(event).map(({ rule }) => rule),
    match(event) {
      const candidates = buckets.find(event);
      if (candidates.length === 0) return NO_RULES;
      const matched: SigmaRule[] = [];
      view.open(event);
      for (const { rule, test } of candidates) if (test(view)) matched.push(rule);
      view.close();
      return matched;
    },
  };
}
