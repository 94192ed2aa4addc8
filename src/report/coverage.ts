// What the rules cover: ATT&CK technique × log source × layer, and the same as a layer of the ATT&CK Navigator.
import { layerOfRule } from '../alert/rule-layer.ts';
import { ATTACK_VERSION, currentTechnique, readAttackTags, TACTICS } from '../sigma/attack-tags.ts';
import { LEVELS, type Level, type RuleSet, type SigmaDocument } from '../sigma/rule.ts';

/** One row of `rules coverage -o json`. */
export interface CoverageRow {
  /** Tactics that the rules of the row name, in matrix order. ATT&CK tags do not say which technique serves which. */
  readonly tactics: readonly string[];
  /** `T1059.001`; null for rules that name no technique. */
  readonly technique: string | null;
  /** `windows/process_creation`; a correlation stands under the log sources of its rules. */
  readonly logsource: string;
  readonly layer: number;
  readonly rules: number;
  /** The highest of the rules. */
  readonly level: Level;
  readonly titles: readonly string[];
}

interface Draft {
  readonly technique: string | null;
  readonly logsource: string;
  readonly layer: number;
  readonly rules: SigmaDocument[];
}

/** Rules that only feed a correlation count through it; the rows are ordered by technique, log source and layer. */
export function ruleCoverage(ruleSet: RuleSet): readonly CoverageRow[] {
  const drafts = new Map<string, Draft>();
  for (const rule of raisingRules(ruleSet)) {
    const { techniques } = readAttackTags(rule.tags);
    const layer = layerOfRule(rule);
    for (const technique of techniques.length > 0 ? techniques : [null]) {
      for (const logsource of logSourcesOf(rule, ruleSet)) {
        const key = JSON.stringify([technique ?? '~', logsource, layer]);
        const draft = drafts.get(key) ?? { technique, logsource, layer, rules: [] };
        draft.rules.push(rule);
        drafts.set(key, draft);
      }
    }
  }
  return [...drafts]
    .toSorted(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0))
    .map(([, draft]) => toRow(draft));
}

function toRow({ technique, logsource, layer, rules }: Draft): CoverageRow {
  const named = new Set(rules.flatMap((rule) => readAttackTags(rule.tags).tactics));
  const rank = Math.max(...rules.map(({ level }) => LEVELS.indexOf(level)));
  return {
    tactics: TACTICS.map(({ name }) => name).filter((name) => named.has(name)),
    technique,
    logsource,
    layer,
    rules: rules.length,
    level: LEVELS[rank] ?? 'informational',
    titles: rules.map(({ title }) => title).toSorted(),
  };
}

function raisingRules({ rules, correlations }: RuleSet): readonly SigmaDocument[] {
  const feeding = new Set(
    correlations.filter(({ generate }) => !generate).flatMap(({ ruleIds }) => ruleIds),
  );
  return [...rules.filter(({ id }) => !feeding.has(id)), ...correlations];
}

function logSourcesOf(rule: SigmaDocument, ruleSet: RuleSet): readonly string[] {
  const names = new Set<string>();
  collectLogSources(rule, ruleSet, { names, seen: new Set() });
  return names.size > 0 ? [...names].toSorted() : ['?'];
}

/** A correlation may lead to further correlations; `seen` bounds the walk. */
function collectLogSources(
  rule: SigmaDocument,
  ruleSet: RuleSet,
  found: { readonly names: Set<string>; readonly seen: Set<string> },
): void {
  if (found.seen.has(rule.id)) return;
  found.seen.add(rule.id);
  if (rule.kind === 'rule') {
    const { product, category, service } = rule.logSource;
    const parts = [product, category, service].filter((part) => part !== null);
    found.names.add(parts.join('/') || '*');
    return;
  }
  const documents: readonly SigmaDocument[] = [...ruleSet.rules, ...ruleSet.correlations];
  for (const next of documents)
    if (rule.ruleIds.includes(next.id)) collectLogSources(next, ruleSet, found);
}

/** The Navigator asks for the major version of ATT&CK. */
const [ATTACK_MAJOR = ''] = ATTACK_VERSION.split('.');

/**
 * A layer file of the ATT&CK Navigator (layer format 4.5): a technique's score is its number of rules. What ATT&CK has
 * revoked stands under its successor, because the Navigator shows nothing for it.
 */
export function navigatorLayer(rows: readonly CoverageRow[], name: string): object {
  const byTechnique = new Map<string, Set<string>>();
  for (const { technique: named, titles } of rows) {
    if (named === null) continue;
    const technique = currentTechnique(named);
    const known = byTechnique.get(technique) ?? new Set();
    for (const title of titles) known.add(title);
    byTechnique.set(technique, known);
  }
  const techniques = [...byTechnique].map(([techniqueID, titles]) => ({
    techniqueID,
    score: titles.size,
    comment: [...titles].toSorted().join('\n'),
    enabled: true,
    showSubtechniques: techniqueID.includes('.'),
  }));
  const most = Math.max(1, ...techniques.map(({ score }) => score));
  return {
    name,
    versions: { attack: ATTACK_MAJOR, navigator: '5.1.0', layer: '4.5' },
    domain: 'enterprise-attack',
    description: 'techniques that the loaded rules name; the score is the number of rules',
    techniques,
    gradient: { colors: ['#d8ecff', '#1f5fa8'], minValue: 1, maxValue: Math.max(most, 2) },
  };
}
