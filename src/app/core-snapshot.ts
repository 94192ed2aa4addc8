import type { SavedGrouper } from '../alert/grouper.ts';
import { parseSnapshot } from '../correlate/snapshot.ts';
import { sealText, unsealText, type Unsealed } from '../util/sealed-text.ts';
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

interface Body extends Times {
  readonly buffer: SavedCore['buffer'];
  /** The correlator's own snapshot. */
  readonly correlations: string;
  readonly alerts: SavedGrouper;
}

const SEAL = { kind: 'soclite-core', version: 1 } as const;

export function formatCore(
  state: Omit<Body, 'buffer'> & { readonly buffer: SavedReorderBuffer },
): string {
  const { watermarkMs, buffer } = state;
  const body: Body = {
    ...state,
    watermarkMs: watermarkMs !== null && Number.isFinite(watermarkMs) ? watermarkMs : null,
    buffer: {
      ...buffer,
      held: buffer.held.map(({ matched, arrivedMs }) => ({
        matched: toStoredMatch(matched),
        arrivedMs,
      })),
    },
  };
  return sealText(SEAL, body);
}

export function readCore(text: string): Unsealed<SavedCore> {
  const read = unsealText<Body>(SEAL, text);
  if (!read.ok) return read;
  const correlations = parseSnapshot(read.value.correlations, '');
  if (correlations.ok)
    return { ok: true, value: { ...read.value, correlations: correlations.value } };
  const [problem] = correlations.problems;
  return { ok: false, reason: problem?.message ?? 'the correlations cannot be read' };
}
