// Why a correlation fired or did not, from what the correlator itself did: which matches reached it, which of them its
// groups counted, and how near each group came to the condition. Memory is that of the correlator's windows, and a bounded
// best window for each group.
import type { RuleSet, SigmaCorrelation, SigmaDocument } from '../sigma/rule.ts';
import type { CorrelationExplanation } from './explanation.ts';
import { MAX_GROUPS } from './explanation.ts';
import { describeWindow } from './explain/describe-window.ts';
import { GroupRecord } from './explain/group-record.ts';
import { MatchRecord } from './explain/match-record.ts';
import type { CorrelatorObserver } from './observer.ts';

export interface CorrelationExplainer {
  /** For createCorrelator. */
  readonly observer: CorrelatorObserver;
  /** Of each correlation of the set, in its order. */
  explain(): readonly CorrelationExplanation[];
}

/** Groups that are followed in one correlation; those that form later are counted. */
const MAX_FOLLOWED = 10_000;

interface Draft {
  readonly matches: MatchRecord;
  readonly groups: Map<string, GroupRecord>;
  groupCount: number;
  firings: number;
}

export function createExplainer({ rules, correlations }: RuleSet): CorrelationExplainer {
  const documents = new Map<string, SigmaDocument>(
    [...rules, ...correlations].map((rule) => [rule.id, rule]),
  );
  const drafts = new Map<SigmaCorrelation, Draft>();
  const draftOf = (correlation: SigmaCorrelation): Draft => {
    const known = drafts.get(correlation);
    if (known !== undefined) return known;
    const matches = new MatchRecord(correlation, documents);
    const draft = { matches, groups: new Map<string, GroupRecord>(), groupCount: 0, firings: 0 };
    drafts.set(correlation, draft);
    return draft;
  };
  const observer: CorrelatorObserver = {
    received: (correlation, moment) => draftOf(correlation).matches.add(moment),
    entered(correlation, { contribution, entry }) {
      const { group, evidence } = contribution;
      const draft = draftOf(correlation);
      let record = draft.groups.get(group.key);
      if (record === undefined) {
        draft.groupCount += 1;
        if (draft.groups.size >= MAX_FOLLOWED) return;
        record = new GroupRecord(correlation, group);
        draft.groups.set(group.key, record);
      }
      record.add(entry, evidence);
    },
    asked(correlation, window) {
      const draft = draftOf(correlation);
      if (window.isStart) draft.firings += 1;
      const { unit, values } = window.group;
      draft.groups.get(JSON.stringify([unit, ...values.map(({ value }) => value)]))?.judge(window);
    },
  };
  return {
    observer,
    explain: () => correlations.map((rule) => toExplanation(rule, draftOf(rule), documents)),
  };
}

function toExplanation(
  rule: SigmaCorrelation,
  { matches, groups, groupCount, firings }: Draft,
  documents: ReadonlyMap<string, SigmaDocument>,
): CorrelationExplanation {
  const records = [...groups.values()].filter((record) => record.best !== null);
  const shown = records.toSorted((a, b) => a.compare(b)).slice(0, MAX_GROUPS);
  return {
    rule,
    firings,
    references: matches.references(),
    leftOut: matches.leftOut(),
    groupCount,
    groups: shown.map((record) => ({
      unit: record.group.unit,
      values: record.group.values,
      matches: record.matches,
      firings: record.firings,
      window: describeWindow(rule, record, documents),
    })),
  };
}
