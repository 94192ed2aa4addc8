import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    exclude: ['test/acceptance/**'],
    passWithNoTests: false,
    globalSetup: ['test/support/build.ts'],
    setupFiles: ['test/support/fail-on-console.ts'],
    testTimeout: 60_000,
  },
});
