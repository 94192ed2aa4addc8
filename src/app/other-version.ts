// Another version of the rules, run over the same events as those that are tested: which matches came and went, and of
// correlations which alerts.
import type { Matcher } from '../detect/match.ts';
import type { Event } from '../event/event.ts';
import type { Sorter } from '../ports.ts';
import type { ChangeResult } from '../report/backtest-report.ts';
import type { RuleSet, SigmaRule } from '../sigma/rule.ts';
import { compareAlerts, type Raised } from './compare-alerts.ts';
import type { AlertGrouperOptions } from '../alert/grouper.ts';
import { createAlertRaiser, type MatchedEvent } from './detection.ts';

export interface OtherVersion {
  /** @param after rules of the tested version that match the event */
  add(event: Event, after: readonly SigmaRule[]): void;
  /** Puts the matches so far away, where correlations need them. */
  store(): Promise<void>;
  /** Once, after the last event. */
  compare(after: Raised): Promise<readonly ChangeResult[]>;
  close(): Promise<void>;
}

export interface OtherVersionDependencies {
  compileRules(rules: readonly SigmaRule[]): Matcher;
  createSorter(ruleSet: RuleSet): Sorter<MatchedEvent>;
}

const MAX_SAMPLES = 5;

interface ChangeDraft {
  readonly title: string;
  before: number;
  after: number;
  added: number;
  removed: number;
  readonly samples: ChangeResult['samples'][number][];
}

export function createOtherVersion(
  ruleSet: RuleSet,
  grouping: AlertGrouperOptions,
  dependencies: OtherVersionDependencies,
): OtherVersion {
  const matcher = dependencies.compileRules(ruleSet.rules);
  const sorter = ruleSet.correlations.length > 0 ? dependencies.createSorter(ruleSet) : null;
  const drafts = new Map<string, ChangeDraft>();
  let batch: MatchedEvent[] = [];
  return {
    add(event, after) {
      const rules = matcher.match(event);
      if (sorter !== null && rules.length > 0) batch.push({ event, rules });
      noteChanges(drafts, event, { before: rules, after });
    },
    async store() {
      const matched = batch;
      batch = [];
      for (const item of matched) await sorter?.push(item);
    },
    async compare(after) {
      const raiser = createAlertRaiser(ruleSet, grouping);
      if (sorter !== null) for await (const matched of sorter.sorted()) raiser.push(matched);
      raiser.advance(Number.POSITIVE_INFINITY);
      const changes = compareAlerts({ ruleSet, alerts: raiser.alerts.all() }, after);
      return sortChanges([...listChanges(drafts), ...changes]);
    },
    close: async () => sorter?.close(),
  };
}

function noteChanges(
  drafts: Map<string, ChangeDraft>,
  event: Event,
  { before, after }: Readonly<Record<'before' | 'after', readonly SigmaRule[]>>,
): void {
  const isIn = (rules: readonly SigmaRule[], { id }: SigmaRule): boolean =>
    rules.some((rule) => rule.id === id);
  for (const rule of before) {
    const draft = draftOf(drafts, rule);
    draft.before += 1;
    if (!isIn(after, rule)) note(draft, 'removed', event);
  }
  for (const rule of after) {
    const draft = draftOf(drafts, rule);
    draft.after += 1;
    if (!isIn(before, rule)) note(draft, 'added', event);
  }
}

function draftOf(drafts: Map<string, ChangeDraft>, { id, title }: SigmaRule): ChangeDraft {
  const known = drafts.get(id);
  if (known !== undefined) return known;
  const draft = { title, before: 0, after: 0, added: 0, removed: 0, samples: [] };
  drafts.set(id, draft);
  return draft;
}

function note(draft: ChangeDraft, change: 'added' | 'removed', event: Event): void {
  draft[change] += 1;
  const { file, line } = event.origin;
  if (draft.samples.length < MAX_SAMPLES) draft.samples.push({ change, file, line });
}

function listChanges(drafts: ReadonlyMap<string, ChangeDraft>): readonly ChangeResult[] {
  return [...drafts]
    .map(([id, draft]): ChangeResult => ({ id, kind: 'rule', ...draft }))
    .filter(({ added, removed }) => added + removed > 0);
}

/** The most changed first. */
function sortChanges(changes: readonly ChangeResult[]): readonly ChangeResult[] {
  return changes.toSorted(
    (a, b) => b.added + b.removed - (a.added + a.removed) || (a.title < b.title ? -1 : 1),
  );
}
