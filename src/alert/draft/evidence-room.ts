// The room that evidence takes in memory, over all alerts of a grouper. What an alert shows is explained late, because
// most of what could be shown is replaced by something later; what waits for it is bounded too.
import type { Event } from '../../event/event.ts';
import { weighEvent } from '../../event/weigh.ts';
import type { Evidence } from '../alert.ts';
import { MAX_FIRST_RAW_CHARS, MAX_RAW_CHARS, MIN_RAW_CHARS } from './evidence.ts';

/** Somebody who holds a whole event until it is explained. */
export interface Waiting {
  settle(): void;
}

export interface EvidenceLimits {
  /** Raw text of all evidence in memory, in UTF-16 code units, before further records are cut short. */
  readonly maxChars: number;
  /** Rough bytes of the events that wait to be explained. */
  readonly maxWaitingWeight: number;
}

const LIMITS: EvidenceLimits = { maxChars: 48 * 1024 * 1024, maxWaitingWeight: 32 * 1024 * 1024 };
/** What a record takes beside its raw text. */
const BASE_CHARS = 512;

export class EvidenceRoom {
  /** Records that were cut shorter than usual because there was no room. */
  cutShort = 0;
  readonly #limits: EvidenceLimits;
  #chars = 0;
  readonly #waiting = new Map<Waiting, number>();
  #waitingWeight = 0;

  constructor(limits: Partial<EvidenceLimits> = {}) {
    this.#limits = { ...LIMITS, ...limits };
  }

  /** Takes room for one more record; returns how much of it may be kept. */
  take(raw: string, isFirst: boolean): number {
    const usual = isFirst ? MAX_FIRST_RAW_CHARS : MAX_RAW_CHARS;
    const isFull = this.#chars >= this.#limits.maxChars;
    if (isFull && raw.length > MIN_RAW_CHARS) this.cutShort += 1;
    const maxChars = isFull ? MIN_RAW_CHARS : usual;
    this.#chars += BASE_CHARS + keptLength(raw, maxChars);
    return maxChars;
  }

  /** Gives back the room of a record; `keptChars` as `keptLength` says. */
  free(keptChars: number): void {
    this.#chars -= BASE_CHARS + keptChars;
  }

  /** Takes the room of records that a restored draft has. */
  adopt(evidence: readonly Evidence[]): void {
    for (const { raw } of evidence) this.#chars += BASE_CHARS + raw.length;
  }

  /** `holder` holds this event, and no other any more. */
  wait(holder: Waiting, event: Event): void {
    const weight = weighEvent(event);
    this.#waitingWeight += weight - (this.#waiting.get(holder) ?? 0);
    this.#waiting.set(holder, weight);
    if (this.#waitingWeight <= this.#limits.maxWaitingWeight) return;
    const holders = [...this.#waiting.keys()];
    for (const each of holders) each.settle();
  }

  /** `holder` holds no event any more. */
  settled(holder: Waiting): void {
    this.#waitingWeight -= this.#waiting.get(holder) ?? 0;
    this.#waiting.delete(holder);
  }
}

/** Length of a raw text after it was cut to `maxChars` (`toEvidence`). */
export function keptLength(raw: string, maxChars: number): number {
  if (raw.length <= maxChars) return raw.length;
  const last = raw.charCodeAt(maxChars - 2);
  return last >= 0xd800 && last <= 0xdbff ? maxChars - 1 : maxChars;
}
