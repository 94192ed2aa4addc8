import type { Matcher } from '../detect/match.ts';
import type { Event } from '../event/event.ts';
import type { ChangeResult, RuleResult, RuleTally } from '../report/backtest-report.ts';
import { createRuleCounter, type RuleCounter } from './rule-counter.ts';
import type { RuleSet, SigmaRule } from '../sigma/rule.ts';
import { scan, type ScanDependencies, type ScanHooks, type ScanResult } from './scan.ts';
import type { Workspace } from './workspace.ts';

export interface BacktestResult {
  readonly scan: ScanResult;
  /** The noisiest first. */
  readonly rules: readonly RuleResult[];
  /** Rules whose matches differ, those of one set only included; null when nothing was compared. */
  readonly changes: readonly ChangeResult[] | null;
}

export interface BacktestDependencies extends Omit<ScanDependencies, 'matcher'> {
  compileRules(rules: readonly SigmaRule[]): Matcher;
}

const MAX_SAMPLES = 5;

/** Runs rules over an archive and counts; with `against`, every event through both sets of rules. */
export async function backtest(
  paths: readonly string[],
  { workspace, against }: { readonly workspace: Workspace; readonly against: RuleSet | null },
  dependencies: BacktestDependencies,
  hooks: Pick<ScanHooks, 'progress' | 'isCancelled'>,
): Promise<BacktestResult> {
  const { ruleSet } = workspace.rules;
  const counters = new Map<SigmaRule, RuleCounter>(
    ruleSet.rules.map((rule) => [
      rule,
      createRuleCounter(rule, (ms) => workspace.zone.offsetMinutes(ms)),
    ]),
  );
  const matcher = dependencies.compileRules(ruleSet.rules);
  const comparison = against === null ? null : createComparison(against, dependencies);
  const result = await scan(
    paths,
    workspace,
    {
      ...dependencies,
      matcher: {
        match(event) {
          const rules = matcher.match(event);
          comparison?.add(event, rules);
          return rules;
        },
      },
    },
    {
      ...hooks,
      matched({ event, rules }) {
        for (const rule of rules) counters.get(rule)?.add(event);
        return Promise.resolve();
      },
    },
  );
  return {
    scan: result,
    rules: tallyRules(ruleSet, counters, result),
    changes: comparison === null ? null : comparison.result(),
  };
}

function tallyRules(
  { rules, correlations }: RuleSet,
  counters: ReadonlyMap<SigmaRule, RuleCounter>,
  { alerts }: ScanResult,
): readonly RuleResult[] {
  const alertCounts = new Map<string, number>();
  for (const { ruleId } of alerts) alertCounts.set(ruleId, (alertCounts.get(ruleId) ?? 0) + 1);
  const none: RuleTally = { hits: 0, days: [], units: [], fields: [] };
  const tallied = [
    ...rules.map((rule) => ({ rule, ...(counters.get(rule)?.result() ?? none) })),
    ...correlations.map((rule) => ({ rule, ...none })),
  ];
  return tallied
    .map((tally): RuleResult => ({ ...tally, alerts: alertCounts.get(tally.rule.id) ?? 0 }))
    .toSorted(
      (a, b) => b.hits - a.hits || b.alerts - a.alerts || (a.rule.title < b.rule.title ? -1 : 1),
    );
}

interface Comparison {
  add(event: Event, after: readonly SigmaRule[]): void;
  result(): readonly ChangeResult[];
}

interface ChangeDraft {
  readonly title: string;
  before: number;
  after: number;
  added: number;
  removed: number;
  readonly samples: ChangeResult['samples'][number][];
}

function createComparison(
  against: RuleSet,
  { compileRules }: Pick<BacktestDependencies, 'compileRules'>,
): Comparison {
  const matcher = compileRules(against.rules);
  const drafts = new Map<string, ChangeDraft>();
  const draftOf = ({ id, title }: SigmaRule): ChangeDraft => {
    const known = drafts.get(id);
    if (known !== undefined) return known;
    const draft = { title, before: 0, after: 0, added: 0, removed: 0, samples: [] };
    drafts.set(id, draft);
    return draft;
  };
  const note = (draft: ChangeDraft, change: 'added' | 'removed', event: Event): void => {
    draft[change] += 1;
    const { file, line } = event.origin;
    if (draft.samples.length < MAX_SAMPLES) draft.samples.push({ change, file, line });
  };
  return {
    add(event, after) {
      const before = matcher.match(event);
      const ids = new Set(before.map(({ id }) => id));
      for (const rule of before) {
        const draft = draftOf(rule);
        draft.before += 1;
        if (!after.some(({ id }) => id === rule.id)) note(draft, 'removed', event);
      }
      for (const rule of after) {
        const draft = draftOf(rule);
        draft.after += 1;
        if (!ids.has(rule.id)) note(draft, 'added', event);
      }
    },
    result: () =>
      [...drafts]
        .map(([id, draft]): ChangeResult => ({ id, ...draft }))
        .filter(({ added, removed }) => added + removed > 0)
        .toSorted(
          (a, b) => b.added + b.removed - (a.added + a.removed) || (a.title < b.title ? -1 : 1),
        ),
  };
}
