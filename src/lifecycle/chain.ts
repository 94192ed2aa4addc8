// Steps are chained: each holds the hash of the one before, so a row that was changed, put in or taken out breaks the
// chain at a place with a number. Rows cut off at the end break nothing inside; only a head that was exported before
// (an anchor) shows them, and a chain written anew from some row on.
import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js';
import type { Step } from './act.ts';
import { canonicalText } from './canonical-text.ts';

/** `previousHash` of the first step. */
export const CHAIN_START = '0'.repeat(64);
/** Says what is hashed, so that no other text of ours can have the hash of a step. */
const PREFIX = 'soclite step 1\n';

/** A place in the chain: the head at the time of an export, or the last step now. */
export interface ChainHead {
  readonly sequence: number;
  readonly hash: string;
}

export type ChainFault =
  /** The row's content does not give its hash: it was changed. */
  | { readonly kind: 'tampered'; readonly sequence: number }
  /** The row does not follow from the row before: one of them was changed or replaced. */
  | { readonly kind: 'unlinked'; readonly sequence: number }
  /** Rows `sequence` to `until` are missing in the middle. */
  | { readonly kind: 'gap'; readonly sequence: number; readonly until: number }
  /** The row comes after one with the same or a greater number. */
  | { readonly kind: 'disorder'; readonly sequence: number }
  /** Rows `sequence` to `until` stood in an exported head and are gone from the end. */
  | { readonly kind: 'cut'; readonly sequence: number; readonly until: number }
  /** The row is not the one that was exported: the chain was written anew at or before it. */
  | { readonly kind: 'rewritten'; readonly sequence: number };

export interface ChainReport {
  readonly steps: number;
  /** Null = no steps. */
  readonly head: ChainHead | null;
  /** In order of `sequence`, the first `MAX_FAULTS`; [] = sound. */
  readonly faults: readonly ChainFault[];
  readonly faultCount: number;
}

/** Faults that a report tells. */
export const MAX_FAULTS = 100;

/** Hex SHA-256 of a step, over all of it but its own hash. */
export function hashStep({
  sequence,
  alertId,
  act,
  actor,
  timeMs,
  previousHash,
}: Omit<Step, 'hash'>): string {
  const text = canonicalText({ sequence, alertId, act, actor, timeMs, previousHash });
  return bytesToHex(sha256(utf8ToBytes(PREFIX + text)));
}

/** The next step of a chain. */
export function chainStep(
  head: ChainHead | null,
  step: Pick<Step, 'alertId' | 'act' | 'actor' | 'timeMs'>,
): Step {
  const { alertId, act, actor, timeMs } = step;
  const sequence = (head?.sequence ?? 0) + 1;
  const linked = { sequence, alertId, act, actor, timeMs, previousHash: head?.hash ?? CHAIN_START };
  return { ...linked, hash: hashStep(linked) };
}

export function verifyChain(
  steps: Iterable<Step>,
  anchors: readonly ChainHead[] = [],
): ChainReport {
  const verifier = createChainVerifier(anchors);
  for (const step of steps) verifier.push(step);
  return verifier.finish();
}

/** Verifies a chain of any length, a step at a time, in the order of the store. */
export function createChainVerifier(anchors: readonly ChainHead[]): {
  push(step: Step): void;
  finish(): ChainReport;
} {
  const faults: ChainFault[] = [];
  let faultCount = 0;
  let steps = 0;
  let head: ChainHead | null = null;
  const anchored = new Map<number, string[]>();
  for (const { sequence, hash } of anchors) {
    anchored.set(sequence, [...(anchored.get(sequence) ?? []), hash]);
  }

  const report = (fault: ChainFault): void => {
    faultCount += 1;
    if (faults.length < MAX_FAULTS) faults.push(fault);
  };
  return {
    push(step) {
      steps += 1;
      for (const fault of findStepFaults(head, step)) report(fault);
      const known = anchored.get(step.sequence) ?? [];
      if (known.some((hash) => hash !== step.hash)) {
        report({ kind: 'rewritten', sequence: step.sequence });
      }
      if (head === null || step.sequence > head.sequence) head = step;
    },
    finish() {
      const last = head?.sequence ?? 0;
      const until = anchors.reduce((most, { sequence }) => Math.max(most, sequence), 0);
      if (until > last) report({ kind: 'cut', sequence: last + 1, until });
      return { steps, head: head === null ? null : toHead(head), faults, faultCount };
    },
  };
}

function toHead({ sequence, hash }: ChainHead): ChainHead {
  return { sequence, hash };
}

function* findStepFaults(head: ChainHead | null, step: Step): Iterable<ChainFault> {
  const { sequence } = step;
  const expected = (head?.sequence ?? 0) + 1;
  if (sequence > expected) yield { kind: 'gap', sequence: expected, until: sequence - 1 };
  if (sequence < expected) yield { kind: 'disorder', sequence };
  if (hashStep(step) !== step.hash) yield { kind: 'tampered', sequence };
  // after a gap or out of order there is no row before to follow from
  else if (sequence === expected && step.previousHash !== (head?.hash ?? CHAIN_START)) {
    yield { kind: 'unlinked', sequence };
  }
}
