// The `attack.*` tags of rules: what they say, and whether it is known (specification 2.1, tags appendix).
import { nearestName } from '../util/nearest-name.ts';
import { attackStateOf, listSubTechniques } from './attack/attack-index.ts';
import { ATTACK_VERSION } from './attack/attack-list.ts';

export { ATTACK_VERSION } from './attack/attack-list.ts';

/**
 * Tactics in the order of the matrix. The tags appendix of specification 2.1.0 (2025-08-02) names twelve of them;
 * `reconnaissance` and `resource-development` are ATT&CK's too. ATT&CK 19 renamed `defense-evasion` to `stealth` and split
 * `defense-impairment` off; rules carry both the old name and the new.
 */
export const TACTICS = [
  { name: 'reconnaissance', id: 'TA0043' },
  { name: 'resource-development', id: 'TA0042' },
  { name: 'initial-access', id: 'TA0001' },
  { name: 'execution', id: 'TA0002' },
  { name: 'persistence', id: 'TA0003' },
  { name: 'privilege-escalation', id: 'TA0004' },
  { name: 'defense-evasion', id: 'TA0005' },
  { name: 'stealth', id: 'TA0005' },
  { name: 'defense-impairment', id: 'TA0112' },
  { name: 'credential-access', id: 'TA0006' },
  { name: 'discovery', id: 'TA0007' },
  { name: 'lateral-movement', id: 'TA0008' },
  { name: 'collection', id: 'TA0009' },
  { name: 'command-and-control', id: 'TA0011' },
  { name: 'exfiltration', id: 'TA0010' },
  { name: 'impact', id: 'TA0040' },
] as const;

/** Tactic names (`initial-access`) in matrix order and technique ids (`T1059.001`) sorted, as a rule's tags name them. */
export interface AttackTags {
  readonly tactics: readonly string[];
  readonly techniques: readonly string[];
}

export interface TagRemark {
  readonly code: string;
  readonly message: string;
  readonly hint: string;
  /** The tag as it should be written, where that is certain. */
  readonly replacement: string | null;
}

const TACTIC_NAMES: readonly string[] = TACTICS.map(({ name }) => name);
const TECHNIQUE = /^T\d{4}(?:\.\d{3})?$/;
const GROUP_OR_SOFTWARE = /^[GS]\d{4}$/;
/** Data sources, mitigations, assets: known by their form only. */
const OTHER_ID = /^(?:DS|[MA])\d{4}$/;
const TAG = /^[a-z\d_-]+(?:\.[\w-]+)+$/;

/** What a rule's tags say of ATT&CK; old spellings are read as the new. */
export function readAttackTags(tags: readonly string[]): AttackTags {
  const names = new Set<string>();
  const techniques = new Set<string>();
  for (const tag of tags) {
    const value = attackValue(tag.toLowerCase());
    if (value === null) continue;
    if (TECHNIQUE.test(value.toUpperCase())) techniques.add(value.toUpperCase());
    else names.add(value.replaceAll('_', '-'));
  }
  return {
    tactics: TACTIC_NAMES.filter((name) => names.has(name)),
    techniques: [...techniques].toSorted(),
  };
}

/** The technique itself, or what ATT&CK has put in its place. */
export function currentTechnique(id: string): string {
  const state = attackStateOf(id);
  return state.kind === 'revoked' ? state.successor : id;
}

/** What a rule author should hear about one tag; null when there is nothing. */
export function checkTag(tag: string): TagRemark | null {
  const lower = tag.toLowerCase();
  if (!TAG.test(lower))
    return {
      code: 'tag-malformed',
      message: `the tag ${JSON.stringify(tag)} has no namespace`,
      hint: 'write namespace.name, such as attack.execution or cve.2021-44228',
      replacement: null,
    };
  const value = attackValue(lower);
  if (value === null) return null;
  const spelling =
    value.startsWith('t1') || value.startsWith('t0') ? lower : lower.replaceAll('_', '-');
  const remark = checkValue(value.replaceAll('_', '-'));
  if (remark !== null || spelling === tag) return remark;
  return {
    code: 'attack-tag-spelling',
    message: `the tag ${JSON.stringify(tag)} is an old spelling`,
    hint: `write ${spelling}`,
    replacement: spelling,
  };
}

function checkValue(value: string): TagRemark | null {
  const id = value.toUpperCase();
  if (TECHNIQUE.test(id) || GROUP_OR_SOFTWARE.test(id)) return checkId(id);
  if (TACTIC_NAMES.includes(value) || OTHER_ID.test(id)) return null;
  const near = nearestName(value, TACTIC_NAMES);
  return {
    code: 'attack-tag-unknown',
    message: `"attack.${value}" is no tactic, technique, group, software or data source`,
    hint: near === null ? `tactics: ${TACTIC_NAMES.join(', ')}` : `did you mean attack.${near}?`,
    replacement: null,
  };
}

/** What ATT&CK took back is a person's to replace: the successor may say more, or less, than the rule. */
function checkId(id: string): TagRemark | null {
  const state = attackStateOf(id);
  switch (state.kind) {
    case 'current':
      return null;
    case 'revoked':
      return {
        code: 'attack-id-revoked',
        message: `ATT&CK ${ATTACK_VERSION} has revoked ${id}`,
        hint: `${state.successor} stands in its place: attack.${state.successor.toLowerCase()}`,
        replacement: null,
      };
    case 'deprecated':
      return {
        code: 'attack-id-deprecated',
        message: `ATT&CK ${ATTACK_VERSION} has deprecated ${id} and names no successor`,
        hint: 'name the technique that the rule really finds, or leave the tag out',
        replacement: null,
      };
    case 'unlisted':
      return {
        code: 'attack-id-unlisted',
        message: `${id} is not in the bundled list of ATT&CK ${ATTACK_VERSION}`,
        hint: unlistedHint(id, state.nearest),
        replacement: null,
      };
  }
}

function unlistedHint(id: string, nearest: string | null): string {
  const [parent = '', sub] = id.split('.');
  if (sub !== undefined && attackStateOf(parent).kind === 'current') {
    const subs = listSubTechniques(parent);
    if (subs.length === 0) return `${parent} has no sub-techniques`;
    return `${parent} has the sub-techniques ${subs.join(', ')}`;
  }
  if (nearest === null) return 'compare the number with attack.mitre.org';
  return `did you mean attack.${nearest.toLowerCase()}?`;
}

function attackValue(tag: string): string | null {
  return tag.startsWith('attack.') ? tag.slice('attack.'.length) : null;
}
