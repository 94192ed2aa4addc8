import { expect, test } from 'vitest';
import { parseConfig } from '../../src/config/config.ts';
import { DEFAULT_ACK_LIMITS } from '../../src/lifecycle/ack-clock.ts';
import { formatProblem } from '../../src/util/problem.ts';

test('people and times to acknowledge', () => {
  const config = parseConfig([
    {
      file: 'soclite.yml',
      text: `
people:
  - { user: nvan, name: Nguyễn Văn An, role: lead }
  - { user: ttb, role: operator }
acknowledge: { critical: 10m, low: none }
`,
    },
  ]);
  expect(config.ok && config.value.people).toEqual([
    { user: 'nvan', name: 'Nguyễn Văn An', role: 'lead' },
    { user: 'ttb', name: 'ttb', role: 'operator' },
  ]);
  expect(config.ok && config.value.acknowledge).toEqual({
    ...DEFAULT_ACK_LIMITS,
    critical: 600_000,
    low: null,
  });
});

test('every fault is told with its place', () => {
  const text = `people:
  - { user: a, role: chief }
  - { user: b }
  - { user: c, name: An, role: viewer }
  - { user: d, name: An, role: viewer }
  - { user: '${'x'.repeat(201)}', role: viewer }
acknowledge: { high: 5s, urgent: 1m, low: 3 }
`;
  const { problems } = parseConfig([{ text, file: 'soclite.yml' }]);
  expect(problems.map(formatProblem).join('\n')).toMatchInlineSnapshot(`
    "soclite.yml:2:22: error: the role must be one of viewer, operator, lead, auditor, not "chief" [not-a-choice]
    soclite.yml:3:5: error: a person needs a value for "role" [missing-key]
    soclite.yml:5:5: error: the name An stands twice among the people [duplicate-person]
      hint: every person has a user and a name of their own
    soclite.yml:6:13: error: the user of a person has at most 200 characters of valid text [bad-name]
    soclite.yml:7:22: error: the time to acknowledge high alerts must be at least 60s [bad-duration]
      hint: write a whole number and a unit, for example 90s, 15m, 4h, 2d
    soclite.yml:7:26: error: acknowledge has no key "urgent" [unknown-key]
      hint: known keys: critical, high, medium, low, informational
    soclite.yml:7:43: error: the time to acknowledge low alerts needs a unit of time, not only 3 [bad-duration]
      hint: write a whole number and a unit, for example 90s, 15m, 4h, 2d"
  `);
});
