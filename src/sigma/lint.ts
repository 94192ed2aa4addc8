// What a rule author should hear although the rule loads: warnings of `rules check`. The parser has its own warnings
// (missing id and level among them, because it fills those in); nothing here repeats them.
import type { Location, Problem } from '../util/problem.ts';
import { checkCondition, checkEffect, identifiersIn } from './lint/condition-checks.ts';
import type { FindPlace, RuleRemark } from './lint/remark.ts';
import type { Detection, DetectionItem } from './detection.ts';
import type { Pattern } from './pattern.ts';
import type { SigmaFilter } from './filter.ts';
import type { SigmaDocument, SigmaRule } from './rule.ts';
import { hasSocliteKeys, readSocliteKeys } from './soclite-keys.ts';

/** Warnings about one document, each at what it is about. */
export function lintRule(rule: SigmaDocument, findPlace: FindPlace): readonly Problem[] {
  const remarks = [
    ...lintMetadata(rule),
    ...(rule.kind === 'rule'
      ? [...lintIdentifiers(rule), ...checkCondition(rule), ...lintBreadth(rule)]
      : []),
    ...(hasSocliteKeys(rule) ? [...lintSocliteKeys(rule), ...lintOwnMetadata(rule)] : []),
  ];
  return remarks.map((remark) => toProblem(remark, rule.at, findPlace));
}

/** Warnings about one filter. The loader asks for its polarity and for the rules that it names. */
export function lintFilter(filter: SigmaFilter, findPlace: FindPlace): readonly Problem[] {
  const remarks = [...lintIdentifiers(filter), ...checkEffect(filter), ...lintBreadth(filter)];
  return remarks.map((remark) => toProblem(remark, filter.at, findPlace));
}

function toProblem(
  { about, ...said }: RuleRemark,
  document: Location,
  findPlace: FindPlace,
): Problem {
  const place = about === undefined ? null : findPlace(document, about);
  return { ...said, severity: 'warning', at: place ?? document };
}

/** What has search identifiers and a condition. */
type Searching = Pick<SigmaRule, 'detections' | 'condition'>;

function lintMetadata(rule: SigmaDocument): readonly RuleRemark[] {
  const remarks: RuleRemark[] = [];
  if (rule.status === null)
    remarks.push({
      code: 'status-missing',
      message: 'the rule has no status',
      hint: 'add status: experimental, test or stable',
    });
  if (rule.author === null)
    remarks.push({
      code: 'author-missing',
      message: 'the rule has no author',
      hint: 'add author; alerts must name it (Detection Rule License 1.1)',
    });
  const texts = [rule.title, rule.description, rule.author, rule.license, ...rule.falsePositives];
  if ([...texts, ...customTexts(rule)].some((text) => /^TODO\b/.test(text ?? '')))
    remarks.push({
      code: 'todo-left',
      message: 'the rule still says TODO',
      hint: 'replace each TODO that rules new has written',
    });
  return remarks;
}

function customTexts(rule: SigmaDocument): readonly string[] {
  const { titleVi, nextStepsVi, nextStepsEn } = readSocliteKeys(rule);
  return [titleVi ?? '', ...nextStepsVi, ...nextStepsEn];
}

function lintIdentifiers(rule: Searching): readonly RuleRemark[] {
  const used = new Set(identifiersIn(rule.condition));
  const unused = [...rule.detections.keys()].filter((name) => !used.has(name));
  return unused.map((name) => ({
    code: 'identifier-unused',
    message: `the condition never asks for "${name}"`,
    hint: 'use it in the condition or remove it',
    about: { kind: 'identifier', name },
  }));
}

/** A plain `field: '*'` asks whether the field is there; with `contains` or as a keyword it is a slip. */
function lintBreadth(rule: Searching): readonly RuleRemark[] {
  const items = [...rule.detections.values()].flatMap(itemsIn);
  const broad = items.filter(({ kind, text, patterns }) => {
    const isSearch = kind === 'keyword' || /\|(?:contains|startswith|endswith|re)\b/.test(text);
    return isSearch && patterns.some(matchesEverything);
  });
  return broad.map((item) => ({
    code: 'value-matches-everything',
    message: `a value of "${item.text}" matches everything`,
    hint: "write '*' without a modifier to ask whether the field is there",
    about: { kind: 'item', text: item.text },
  }));
}

function itemsIn(detection: Detection): readonly DetectionItem[] {
  return 'parts' in detection ? detection.parts.flatMap(itemsIn) : [detection];
}

function matchesEverything(pattern: Pattern): boolean {
  if (pattern.kind === 'regex') return pattern.source === '' || pattern.source === '[^\\n]*';
  return pattern.kind === 'string' && pattern.parts.every((part) => part.kind === 'many');
}

function lintSocliteKeys(rule: SigmaDocument): readonly RuleRemark[] {
  const keys = readSocliteKeys(rule);
  const missing = [
    keys.titleVi === null ? 'soclite.title-vi' : null,
    keys.nextStepsVi.length === 0 ? 'soclite.next-steps-vi' : null,
    keys.nextStepsEn.length === 0 ? 'soclite.next-steps-en' : null,
    keys.layer === null ? 'a tag soclite.layer-1 to soclite.layer-4' : null,
    keys.tier === null ? 'a tag soclite.tier-*' : null,
  ].filter((name) => name !== null);
  return missing.map((name) => ({
    code: 'soclite-key-missing',
    message: `the rule has soclite keys but not ${name}`,
    hint: 'add it: a person who sees the alert needs it to act',
  }));
}

/** What our own rules need beside Sigma's minimum: a person reads them in an alert, an auditor in a year. */
function lintOwnMetadata(rule: SigmaDocument): readonly RuleRemark[] {
  const missing = [
    rule.description === null ? 'a description' : null,
    rule.falsePositives.length === 0 ? 'falsepositives' : null,
    rule.date === null ? 'a date' : null,
    rule.license === null ? 'a license' : null,
  ].filter((name) => name !== null);
  return missing.map((name) => ({
    code: 'own-metadata-missing',
    message: `the rule has soclite keys but not ${name}`,
    hint: 'add it: it goes into the alert, or tells who may use the rule',
  }));
}
