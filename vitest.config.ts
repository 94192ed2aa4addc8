// The tests of commands run twice, once with each evaluator, but for those that never detect. No list can hide one that
// does: where SOCLITE_EVALUATOR names no evaluator, a command that wants one fails. Tests that make their evaluator
// themselves make both (test/support/matchers.ts, test/evaluators.test.ts).
import { defineConfig } from 'vitest/config';

const NEVER_DETECT = ['test/cli/help.test.ts'];
const common = {
  setupFiles: ['test/support/fail-on-console.ts', 'test/support/property-seed.ts'],
  testTimeout: 60_000,
};

export default defineConfig({
  test: {
    passWithNoTests: false,
    globalSetup: ['test/support/build.ts'],
    projects: [
      {
        test: {
          ...common,
          name: 'rooms',
          include: ['test/!(cli|acceptance)/**/*.test.ts', 'test/*.test.ts', ...NEVER_DETECT],
          env: { SOCLITE_EVALUATOR: 'none here: see vitest.config.ts' },
        },
      },
      ...['compiled', 'reference'].map((evaluator) => ({
        test: {
          ...common,
          name: evaluator,
          include: ['test/cli/**/*.test.ts'],
          exclude: NEVER_DETECT,
          env: { SOCLITE_EVALUATOR: evaluator },
        },
      })),
    ],
  },
});
