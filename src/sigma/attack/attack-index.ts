// Whether an identifier is one of ATT&CK's, over the lists of attack-list.ts.
import { nearestName } from '../../util/nearest-name.ts';
import {
  DEPRECATED_TECHNIQUES,
  ENTERPRISE_TECHNIQUES,
  GROUPS,
  ICS_TECHNIQUES,
  MOBILE_TECHNIQUES,
  REVOKED,
  SOFTWARE,
} from './attack-list.ts';

export type AttackState =
  | { readonly kind: 'current' }
  | { readonly kind: 'revoked'; readonly successor: string }
  | { readonly kind: 'deprecated' }
  /** `nearest`: the one that was most likely meant. */
  | { readonly kind: 'unlisted'; readonly nearest: string | null };

interface AttackIndex {
  readonly current: ReadonlySet<string>;
  readonly deprecated: ReadonlySet<string>;
  readonly revoked: ReadonlyMap<string, string>;
}

const INDEX = readIndex();

/** @param id in upper case: `T1059.001`, `G0016`, `S0154` */
export function attackStateOf(id: string): AttackState {
  if (INDEX.current.has(id)) return { kind: 'current' };
  const successor = INDEX.revoked.get(id);
  if (successor !== undefined) return { kind: 'revoked', successor };
  if (INDEX.deprecated.has(id)) return { kind: 'deprecated' };
  const isSub = id.includes('.');
  const candidates = [...INDEX.current].filter(
    (each) => each[0] === id[0] && each.includes('.') === isSub,
  );
  return { kind: 'unlisted', nearest: nearestName(id, candidates) };
}

/** `001`, `002` of a technique. */
export function listSubTechniques(technique: string): readonly string[] {
  const prefix = `${technique}.`;
  return [...INDEX.current]
    .filter((id) => id.startsWith(prefix))
    .map((id) => id.slice(prefix.length));
}

function readIndex(): AttackIndex {
  return {
    current: new Set([
      ...[ENTERPRISE_TECHNIQUES, MOBILE_TECHNIQUES, ICS_TECHNIQUES].flatMap(readTechniques),
      ...splitWords(GROUPS)
        .flatMap(readRuns)
        .map((number) => `G${number}`),
      ...splitWords(SOFTWARE)
        .flatMap(readRuns)
        .map((number) => `S${number}`),
    ]),
    deprecated: new Set(readTechniques(DEPRECATED_TECHNIQUES)),
    revoked: new Map(splitWords(REVOKED).map(readPair)),
  };
}

function readTechniques(list: string): readonly string[] {
  return splitWords(list).flatMap((entry) => {
    const [base = '', subs] = entry.split('/');
    if (subs === undefined) return [base];
    return readRuns(subs).map((sub) => (sub === '-' ? base : `${base}.${sub}`));
  });
}

/** `-,001-003` is `-`, `001`, `002`, `003`. */
function readRuns(runs: string): readonly string[] {
  return runs.split(',').flatMap((run) => {
    const [first = '', last] = run === '-' ? ['-'] : run.split('-');
    if (last === undefined) return [first];
    const length = Number(last) - Number(first) + 1;
    return Array.from({ length }, (_, at) =>
      String(Number(first) + at).padStart(first.length, '0'),
    );
  });
}

function readPair(pair: string): readonly [string, string] {
  const [from = '', to = ''] = pair.split('>');
  return [from, to];
}

function splitWords(list: string): readonly string[] {
  return list.trim().split(/\s+/);
}
