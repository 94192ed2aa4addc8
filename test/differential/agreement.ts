import { expect } from 'vitest';
import type { Engine } from '../../src/detect/engine.ts';
import type { Matcher } from '../../src/detect/match.ts';
import type { Event } from '../../src/event/event.ts';

/**
 * Asserts that the evaluators agree on the event and that the engine tried no rule in vain that its buckets could leave
 * out. Returns the number of rules that match and of rules that the engine tried.
 */
export function expectAgreement(
  engine: Engine,
  reference: Matcher,
  subject: Event,
): { readonly matched: number; readonly tried: number } {
  const expected = reference.match(subject).map(({ id }) => id);
  const actual = engine.match(subject).map(({ id }) => id);
  if (JSON.stringify(actual) !== JSON.stringify(expected)) {
    const shown = { fields: [...subject.fields], raw: subject.raw, at: subject.origin };
    expect({ ...shown, matched: actual }).toEqual({ ...shown, matched: expected });
  }
  return { matched: actual.length, tried: engine.candidates(subject).length };
}
