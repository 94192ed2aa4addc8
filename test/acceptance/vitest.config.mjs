import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/acceptance/**/*.test.ts'],
    passWithNoTests: false,
    fileParallelism: false,
    testTimeout: 60_000,
  },
});
