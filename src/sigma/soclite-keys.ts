// The top-level keys and tags that soclite adds to Sigma (product.md, "rule"): `soclite.title-vi`, `soclite.window`,
// the tag `soclite.layer-2` ... The parser refuses what is malformed, so that reading never fails afterwards.
import type { Complaint, FaultList } from './document/faults.ts';
import { parseTimespan, TIMESPAN_HINT } from './document/timespan.ts';
import { nearestName } from '../util/nearest-name.ts';
import type { RuleMetadata } from './rule.ts';

const TIERS = ['network', 'host', 'application', 'endpoint'] as const;
export type Tier = (typeof TIERS)[number];

export type Layer = 1 | 2 | 3 | 4;

/** What a rule says about itself beyond Sigma; null or empty where it says nothing. */
export interface SocliteKeys {
  readonly titleVi: string | null;
  /** Steps in order; a single text is one step. */
  readonly nextStepsVi: readonly string[];
  readonly nextStepsEn: readonly string[];
  /** Fields that make an alert's group key; empty = the machine. */
  readonly groupBy: readonly string[];
  /** Length of the alert window, milliseconds. */
  readonly windowMs: number | null;
  readonly scope: 'unit' | 'province' | null;
  /** Organisational layer that must act. */
  readonly layer: Layer | null;
  /** Technical tier. */
  readonly tier: Tier | null;
}

type KeyedRule = Pick<RuleMetadata, 'custom' | 'tags'>;

const PREFIX = 'soclite.';
const LAYERS: ReadonlyMap<string, Layer> = new Map([
  ['1', 1],
  ['2', 2],
  ['3', 3],
  ['4', 4],
]);

/** The rule's own keys, typed. Total on every parsed rule. */
export function readSocliteKeys(rule: KeyedRule): SocliteKeys {
  const { custom } = rule;
  const scope = toText(custom.get('soclite.scope'));
  const window = toText(custom.get('soclite.window'));
  return {
    titleVi: toText(custom.get('soclite.title-vi')),
    nextStepsVi: toTexts(custom.get('soclite.next-steps-vi')) ?? [],
    nextStepsEn: toTexts(custom.get('soclite.next-steps-en')) ?? [],
    groupBy: toTexts(custom.get('soclite.group-by')) ?? [],
    windowMs: window === null ? null : parseTimespan(window),
    scope: scope === 'unit' || scope === 'province' ? scope : null,
    layer: LAYERS.get(tagValues(rule, 'layer-')[0] ?? '') ?? null,
    tier: toTier(tagValues(rule, 'tier-')[0]),
  };
}

/** Whether the rule has words of its own for people. Tags alone do not count: rules that only feed a correlation have them. */
export function hasSocliteKeys(rule: KeyedRule): boolean {
  return [...rule.custom.keys()].some((key) => key.startsWith(PREFIX));
}

/** What is wrong with a value, or null. */
type Check = (value: unknown) => Complaint | null;

const checkText: Check = (value) => (toText(value) === null ? mustBe('text') : null);
const checkTexts: Check = (value) =>
  toTexts(value) === null ? mustBe('text or a list of texts') : null;

const CHECKS: ReadonlyMap<string, Check> = new Map([
  ['soclite.title-vi', checkText],
  ['soclite.next-steps-vi', checkTexts],
  ['soclite.next-steps-en', checkTexts],
  ['soclite.group-by', checkTexts],
  ['soclite.window', (value) => (isTimespan(value) ? null : mustBe('a time span', TIMESPAN_HINT))],
  ['soclite.scope', (value) => (isScope(value) ? null : mustBe('unit or province'))],
]);

/** Reports malformed and unknown soclite keys and tags as errors: a typing mistake must not change who is alerted. */
export function checkSocliteKeys(rule: KeyedRule, faults: FaultList): void {
  for (const [key, value] of rule.custom) {
    if (!key.startsWith(PREFIX)) continue;
    const check = CHECKS.get(key);
    const complaint = check === undefined ? unknownKey(key) : check(value);
    if (complaint !== null)
      faults.error({ path: [key], isKey: check === undefined }, withKey(complaint, key));
  }
  checkTags(rule, { kind: 'layer', values: [...LAYERS.keys()] }, faults);
  checkTags(rule, { kind: 'tier', values: TIERS }, faults);
}

function checkTags(
  rule: KeyedRule,
  { kind, values }: { readonly kind: string; readonly values: readonly string[] },
  faults: FaultList,
): void {
  const found = tagValues(rule, `${kind}-`);
  const unknown = found.find((value) => !values.includes(value));
  const hint = `tags: ${values.map((value) => `${PREFIX}${kind}-${value}`).join(', ')}`;
  if (unknown !== undefined) {
    const message = `there is no ${kind} ${JSON.stringify(unknown)}`;
    faults.error({ path: ['tags'] }, { code: 'soclite-tag-unknown', message, hint });
  } else if (found.length > 1) {
    const message = `a rule belongs to one ${kind}, this one names ${found.length}`;
    faults.error({ path: ['tags'] }, { code: 'soclite-tag-repeated', message, hint });
  }
}

function tagValues(rule: KeyedRule, prefix: string): readonly string[] {
  const start = PREFIX + prefix;
  return rule.tags.filter((tag) => tag.startsWith(start)).map((tag) => tag.slice(start.length));
}

function unknownKey(key: string): Complaint {
  const near = nearestName(key, CHECKS.keys());
  const known = [...CHECKS.keys()].join(', ');
  const hint = near === null ? `known keys: ${known}` : `did you mean ${near}?`;
  return { code: 'soclite-key-unknown', message: 'is not a key of soclite', hint };
}

function mustBe(what: string, hint?: string): Complaint {
  const complaint = { code: 'soclite-key-malformed', message: `must be ${what}` };
  return hint === undefined ? complaint : { ...complaint, hint };
}

function withKey(complaint: Complaint, key: string): Complaint {
  return { ...complaint, message: `${key} ${complaint.message}` };
}

function isTimespan(value: unknown): boolean {
  return typeof value === 'string' && parseTimespan(value) !== null;
}

function isScope(value: unknown): boolean {
  return value === 'unit' || value === 'province';
}

function toTier(value: string | undefined): Tier | null {
  return TIERS.find((tier) => tier === value) ?? null;
}

function toText(value: unknown): string | null {
  return typeof value === 'string' && value.trim() !== '' ? value : null;
}

function toTexts(value: unknown): readonly string[] | null {
  if (!Array.isArray(value)) {
    const text = toText(value);
    return text === null ? null : [text];
  }
  const texts = value.map(toText).filter((text) => text !== null);
  return texts.length === value.length ? texts : null;
}
