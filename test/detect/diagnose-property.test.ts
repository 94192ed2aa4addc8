// The reasons of a miss are enough, and no fewer would be: read-once conditions over items on fields of their own, against
// every other event there is.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { diagnose } from '../../src/detect/diagnose.ts';
import { matchesRule } from '../../src/detect/reference.ts';
import type { Condition, Detection } from '../../src/sigma/detection.ts';
import { event, field, identifier, literal, rule } from '../support/sigma-ast.ts';

const ITEMS = 8;
const holdsOn = (name: string): Detection => field(name, [literal('yes')]);
/** Four identifiers of two items each: `all`, `any`, and one alone. */
const DETECTIONS = {
  a: { kind: 'all', parts: [holdsOn('f0'), holdsOn('f1')] },
  b: { kind: 'any', parts: [holdsOn('f2'), holdsOn('f3')] },
  c: {
    kind: 'any',
    parts: [holdsOn('f4'), { kind: 'all', parts: [holdsOn('f5'), holdsOn('f6')] }],
  },
  d: holdsOn('f7'),
} as const satisfies Record<string, Detection>;

const toEvent = (bits: number) =>
  event(
    Object.fromEntries(
      Array.from({ length: ITEMS }, (_, i) => [`f${i}`, (bits >> i) % 2 === 1 ? 'yes' : 'no']),
    ),
  );

/** Each identifier at most once. */
const condition: fc.Arbitrary<Condition> = fc
  .tuple(
    fc.shuffledSubarray(['a', 'b', 'c', 'd'], { minLength: 1 }),
    fc.array(fc.tuple(fc.constantFrom('and', 'or'), fc.boolean(), fc.boolean()), {
      minLength: 4,
      maxLength: 4,
    }),
  )
  .map(([names, shapes]) => {
    const leaves = names.map((name, i): Condition => {
      const leaf = identifier(name);
      return shapes[i]?.[1] === true ? { kind: 'not', operand: leaf } : leaf;
    });
    return leaves.reduce((left, right, i): Condition => {
      const [kind, , isNegated] = shapes[i] ?? ['and', false, false];
      const joined: Condition = { kind: kind === 'or' ? 'or' : 'and', operands: [left, right] };
      return isNegated ? { kind: 'not', operand: joined } : joined;
    });
  });

const bitCount = (bits: number): number => bits.toString(2).replaceAll('0', '').length;

test('the reasons are enough, and the fewest', () => {
  fc.assert(
    fc.property(condition, fc.nat({ max: 2 ** ITEMS - 1 }), (asked, bits) => {
      const subject = rule('r', DETECTIONS, { condition: asked });
      const found = diagnose(subject, toEvent(bits));
      expect({ isMatch: found.isMatch, holds: found.tree.holds }).toEqual({
        isMatch: matchesRule(subject, toEvent(bits)),
        holds: found.isMatch,
      });
      let mended = bits;
      for (const reason of found.reasons) {
        if (reason.kind !== 'item') throw new Error(reason.kind);
        mended ^= 1 << Number(reason.item.field?.slice(1));
      }
      const matching = Array.from({ length: 2 ** ITEMS }, (_, other) => other).filter((other) =>
        matchesRule(subject, toEvent(other)),
      );
      expect(matching).toContain(mended);
      expect(found.reasons.length).toBe(
        Math.min(...matching.map((other) => bitCount(other ^ bits))),
      );
    }),
    { numRuns: 60 },
  );
});
