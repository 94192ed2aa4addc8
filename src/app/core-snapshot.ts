// The state of a MonitorCore as three texts, because it may be long: none of them holds another one.
import type { SavedGrouper } from '../alert/grouper.ts';
import { parseSnapshot } from '../correlate/snapshot.ts';
import type { SavedTexts } from '../ports.ts';
import { sealJson, sealText, unsealText, type Unsealed } from '../util/sealed-text.ts';
import type { SavedRaiser } from './detection.ts';
import { toStoredMatch, type StoredMatch } from './match-codec.ts';
import type { SavedReorderBuffer } from './reorder-buffer.ts';

/** What a MonitorCore knows, read back and not yet matched with the rules of today. */
export interface SavedCore extends SavedRaiser, Times {
  readonly buffer: Omit<SavedReorderBuffer, 'held'> & { readonly held: readonly HeldMatch[] };
}

interface Times {
  /** What the clock said last; null = nothing has happened yet. */
  readonly nowMs: number | null;
  readonly elapsedMs: number;
  /** Null for minus infinity: JSON has none. */
  readonly watermarkMs: number | null;
  readonly droppedMatches: number;
}

interface HeldMatch {
  readonly matched: StoredMatch;
  readonly arrivedMs: number;
}

interface State extends Times {
  readonly alerts: SavedGrouper;
}

const STATE = 'core/state';
const WAITING = 'core/waiting';
const CORRELATIONS = 'core/correlations';
const STATE_SEAL = { kind: 'soclite-core', version: 1 } as const;
const WAITING_SEAL = { kind: 'soclite-core-waiting', version: 1 } as const;

/** Where the store has them. */
export const CORE_KEYS = [STATE, WAITING, CORRELATIONS] as const;

export function isCoreKey(key: string): boolean {
  return CORE_KEYS.some((known) => known === key);
}

/** @param correlations the correlator's own snapshot */
export function formatCore(
  state: State,
  buffer: SavedReorderBuffer,
  correlations: string,
): SavedTexts {
  const { watermarkMs } = state;
  const isFinite = watermarkMs !== null && Number.isFinite(watermarkMs);
  return new Map([
    [STATE, sealText(STATE_SEAL, { ...state, watermarkMs: isFinite ? watermarkMs : null })],
    [WAITING, sealJson(WAITING_SEAL, formatBuffer(buffer))],
    [CORRELATIONS, correlations],
  ]);
}

/** Match by match: all of them as plain objects would take many times the memory of the text. */
function formatBuffer({ held, ...rest }: SavedReorderBuffer): string {
  const matches = held.map(({ matched, arrivedMs }) =>
    JSON.stringify({ matched: toStoredMatch(matched), arrivedMs } satisfies HeldMatch),
  );
  return `${JSON.stringify(rest).slice(0, -1)},"held":[${matches.join(',')}]}`;
}

/** Null = there is no snapshot among the texts. */
export function readCore(texts: SavedTexts): Unsealed<SavedCore> | null {
  if (![...texts.keys()].some(isCoreKey)) return null;
  const state = unsealText<State>(STATE_SEAL, texts.get(STATE) ?? '');
  if (!state.ok) return state;
  const buffer = unsealText<SavedCore['buffer']>(WAITING_SEAL, texts.get(WAITING) ?? '');
  if (!buffer.ok) return buffer;
  const correlations = parseSnapshot(texts.get(CORRELATIONS) ?? '', '');
  if (!correlations.ok) {
    const [problem] = correlations.problems;
    return { ok: false, reason: problem?.message ?? 'the correlations cannot be read' };
  }
  const value = { ...state.value, buffer: buffer.value, correlations: correlations.value };
  return { ok: true, value };
}
