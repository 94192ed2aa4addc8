import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { EVENTS } from '../../support/rotating-log.ts';
import type { LogEvent } from '../../support/rotating-log.ts';
import { NOTHING_WRONG, PATTERNS, tellStory } from '../../support/rotation-story.ts';
import type { Look, Story } from '../../support/rotation-story.ts';

const event = fc.constantFrom<LogEvent>(
  ...EVENTS,
  'write',
  'write',
  'write-much',
  'reopen',
  'rotate',
  'copytruncate',
);
const steps = fc.array(
  fc.oneof(
    { weight: 3, arbitrary: event },
    {
      weight: 2,
      arbitrary: fc.record<Look>({
        look: fc.constantFrom('all', 'all', 'hinted'),
        during: fc.array(fc.tuple(fc.nat({ max: 25 }), event), { maxLength: 5 }),
      }),
    },
  ),
  { maxLength: 25 },
);
const stories = fc.record<Story>({
  pattern: fc.constantFrom(...PATTERNS),
  before: fc.array(event, { maxLength: 4 }),
  steps,
  maxOpenFiles: fc.constantFrom(1, 100),
});

describe('tailing, whatever rotation does and whenever', () => {
  const runs = Number(process.env['SOCLITE_TAIL_RUNS'] ?? 400);
  test(
    'nothing is lost but what the rotation itself destroyed, nothing is repeated',
    { timeout: 600_000 },
    async () => {
      await fc.assert(
        fc.asyncProperty(stories, async (story) => {
          expect(await tellStory(story)).toEqual(NOTHING_WRONG);
        }),
        { numRuns: runs },
      );
    },
  );
});
