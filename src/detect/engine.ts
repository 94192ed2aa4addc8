// The fast evaluator. It must agree with reference.ts on every rule and event (test/differential). Three sieves, each
// a necessary condition: log source and EventID (matcher/rule-buckets.ts), then the index of what rules need of single
// values (index/), then the rule itself as closures, made when the index first lets an event through to it.
import type { Event } from '../event/event.ts';
import type { Detection } from '../sigma/detection.ts';
import type { SigmaRule } from '../sigma/rule.ts';
import { CandidateIndex } from './index/candidate-index.ts';
import type { KnownField, Necessary } from './index/necessary.ts';
import { findNecessary } from './index/necessary.ts';
import { MemoBudget } from './index/verdict-memo.ts';
import type { Matcher } from './match.ts';
import { EventView } from './matcher/event-view.ts';
import type { SlotOf, ViewTest } from './matcher/item-test.ts';
import { compileCondition } from './matcher/item-test.ts';
import { createRuleBuckets } from './matcher/rule-buckets.ts';

export interface Engine extends Matcher {
  /** The rules that the event is tried against: those that match, and as few others as possible. */
  candidates(event: Event): readonly SigmaRule[];
}

export interface EngineOptions {
  /** What the engine may remember of values that it has seen, in bytes, about. Default 32 MiB. */
  readonly maxMemoBytes?: number;
}

const DEFAULT_MEMO_BYTES = 32 << 20;
const NO_RULES: readonly SigmaRule[] = [];

/** Compiles the rules for many events. The engine keeps no event; it is not re-entrant. */
export function compileEngine(rules: readonly SigmaRule[], options: EngineOptions = {}): Engine {
  const names: string[] = [];
  const slots = new Map<string, number>();
  const slotOf = (field: string): number => {
    const known = slots.get(field);
    if (known !== undefined) return known;
    slots.set(field, names.length);
    return names.push(field) - 1;
  };
  const budget = new MemoBudget(options.maxMemoBytes ?? DEFAULT_MEMO_BYTES);
  const buckets = createRuleBuckets(
    rules.map((rule) => new LazyRule(rule, slotOf)),
    (entries, value) => ({
      entries,
      index: new CandidateIndex(
        entries.map((entry) => entry.findNecessary(value)),
        budget,
      ),
    }),
  );
  const view = new EventView(names);
  return {
    candidates(event) {
      const { entries, index } = buckets.find(event);
      return [...index.find(event).toArray()].flatMap((position) => entries[position]?.rule ?? []);
    },
    match(event) {
      const { entries, index } = buckets.find(event);
      const positions = index.find(event);
      if (positions.size === 0) return NO_RULES;
      const matched: SigmaRule[] = [];
      view.open(event);
      for (let at = 0; at < positions.size; at += 1) {
        const entry = entries[positions.at(at)];
        if (entry?.matches(view) === true) matched.push(entry.rule);
      }
      view.close();
      return matched;
    },
  };
}

/** A rule that is compiled when it is first a candidate: most never are. */
class LazyRule {
  readonly rule: SigmaRule;
  readonly #slotOf: SlotOf;
  #test: ViewTest | null = null;
  /** What it needs in any bucket, as long as it does not ask about the field that buckets are made by. */
  #necessary: Necessary | undefined;

  constructor(rule: SigmaRule, slotOf: SlotOf) {
    this.rule = rule;
    this.#slotOf = slotOf;
  }

  findNecessary(known: KnownField | null): Necessary {
    if (known !== null && asksAbout(this.rule, known.name)) return findNecessary(this.rule, known);
    this.#necessary ??= findNecessary(this.rule, null);
    return this.#necessary;
  }

  matches(view: EventView): boolean {
    this.#test ??= compileCondition(this.rule.condition, this.rule.detections, this.#slotOf);
    return this.#test(view);
  }
}

function asksAbout(rule: SigmaRule, field: string): boolean {
  for (const detection of rule.detections.values()) if (mentions(detection, field)) return true;
  return false;
}

function mentions(detection: Detection, field: string): boolean {
  if (detection.kind === 'field') return detection.field === field;
  if (detection.kind === 'keyword') return false;
  return detection.parts.some((part) => mentions(part, field));
}
