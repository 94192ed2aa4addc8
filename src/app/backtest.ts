import type { Matcher } from '../detect/match.ts';
import type { ChangeResult, RuleResult, RuleTally } from '../report/backtest-report.ts';
import type { Sorter } from '../ports.ts';
import { groupByRule } from './compare-alerts.ts';
import type { MatchedEvent } from './detection.ts';
import { toGrouperOptions } from './alert-options.ts';
import { createOtherVersion } from './other-version.ts';
import { createRuleCounter, tallyAlerts, type RuleCounter } from './rule-counter.ts';
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

export interface BacktestDependencies extends Pick<ScanDependencies, 'inputs'> {
  compileRules(rules: readonly SigmaRule[]): Matcher;
  /** Orders matches of these rules. */
  createSorter(ruleSet: RuleSet): Sorter<MatchedEvent>;
}

/** Runs rules over an archive and counts; with `against`, every event through both sets of rules. */
export async function backtest(
  paths: readonly string[],
  { workspace, against }: { readonly workspace: Workspace; readonly against: RuleSet | null },
  dependencies: BacktestDependencies,
  hooks: Pick<ScanHooks, 'progress' | 'isCancelled'>,
): Promise<BacktestResult> {
  const { ruleSet } = workspace.rules;
  const offsetMinutes = (ms: number): number => workspace.zone.offsetMinutes(ms);
  const counters = new Map<SigmaRule, RuleCounter>(
    ruleSet.rules.map((rule) => [rule, createRuleCounter(rule, offsetMinutes)]),
  );
  const matcher = dependencies.compileRules(ruleSet.rules);
  const grouping = toGrouperOptions(workspace);
  const other = against === null ? null : createOtherVersion(against, grouping, dependencies);
  const counting: Matcher = {
    match(event) {
      const rules = matcher.match(event);
      other?.add(event, rules);
      return rules;
    },
  };
  try {
    const result = await scan(
      paths,
      workspace,
      {
        inputs: dependencies.inputs,
        matcher: counting,
        createSorter: () => dependencies.createSorter(ruleSet),
      },
      {
        ...hooks,
        matched({ event, rules }) {
          for (const rule of rules) counters.get(rule)?.add(event);
          return Promise.resolve();
        },
        chunkDone: async () => other?.store(),
      },
    );
    return {
      scan: result,
      rules: tallyRules(ruleSet, counters, result, offsetMinutes),
      changes: (await other?.compare({ ruleSet, alerts: result.alerts })) ?? null,
    };
  } finally {
    await other?.close();
  }
}

function tallyRules(
  { rules, correlations }: RuleSet,
  counters: ReadonlyMap<SigmaRule, RuleCounter>,
  { alerts }: ScanResult,
  offsetMinutes: (ms: number) => number,
): readonly RuleResult[] {
  const alertsOf = groupByRule(alerts);
  const none: RuleTally = { hits: 0, days: [], units: [], fields: [] };
  const tallied = [
    ...rules.map((rule) => ({ rule, ...(counters.get(rule)?.result() ?? none) })),
    ...correlations.map((rule) => ({
      rule,
      ...tallyAlerts(alertsOf.get(rule.id) ?? [], offsetMinutes),
    })),
  ];
  return tallied
    .map((tally): RuleResult => ({ ...tally, alerts: alertsOf.get(tally.rule.id)?.length ?? 0 }))
    .toSorted(
      (a, b) => b.hits - a.hits || b.alerts - a.alerts || (a.rule.title < b.rule.title ? -1 : 1),
    );
}
