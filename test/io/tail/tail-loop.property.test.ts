import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { EVENTS } from '../../support/rotating-log.ts';
import type { LogEvent } from '../../support/rotating-log.ts';
import { NOTHING_WRONG, PATTERNS, TAILER_EVENTS, tellStory } from '../../support/rotation-story.ts';
import type { Look, Step, Story, TailerEvent } from '../../support/rotation-story.ts';

const logEvent = fc.constantFrom<LogEvent>(
  ...EVENTS,
  'write',
  'write',
  'write-much',
  'write-half',
  'reopen',
  'rotate',
  'copytruncate',
);
const tailerEvent = fc.constantFrom<TailerEvent>(...TAILER_EVENTS, 'commit', 'crash', 'crash');

function stories(event: fc.Arbitrary<LogEvent | TailerEvent>): fc.Arbitrary<Story> {
  const look = fc.record<Look>({
    look: fc.constantFrom('all', 'all', 'hinted'),
    during: fc.array(fc.tuple(fc.nat({ max: 25 }), event), { maxLength: 5 }),
  });
  const step = fc.oneof<[{ weight: number; arbitrary: fc.Arbitrary<Step> }, fc.Arbitrary<Step>]>(
    { weight: 2, arbitrary: event },
    look,
  );
  return fc.record<Story>({
    pattern: fc.constantFrom(...PATTERNS),
    before: fc.array(logEvent, { maxLength: 4 }),
    steps: fc.array(step, { maxLength: 25 }),
    maxOpenFiles: fc.constantFrom(1, 100),
  });
}

/** By hand: SOCLITE_TAIL_RUNS=5000 npx vitest run test/io/tail/tail-loop.property.test.ts */
const numRuns = Number(process.env['SOCLITE_TAIL_RUNS'] ?? 150);

describe('tailing, whatever rotation does and whenever', () => {
  test.each([
    ['in one run', stories(logEvent)],
    ['over restarts', stories(fc.oneof({ weight: 4, arbitrary: logEvent }, tailerEvent))],
  ])(
    'nothing is lost but what the rotation itself destroyed, nothing is repeated, %s',
    { timeout: 3_600_000 },
    async (_, story) => {
      await fc.assert(
        fc.asyncProperty(story, async (told) => {
          expect(await tellStory(told)).toEqual(NOTHING_WRONG);
        }),
        { numRuns },
      );
    },
  );
});
