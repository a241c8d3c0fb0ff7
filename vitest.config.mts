import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    exclude: ['test/integration/**'],
    reporters: ['default', './test/helpers/summaryReporter.ts'],
    testTimeout: 60_000,
  },
});
