import { defineConfig } from 'vitest/config';
import { writeRuleIndexes } from './scripts/ruleIndexes.mjs';

// A test may be run without a build, after a rule was added.
writeRuleIndexes();

// Files that replace a module for the code under test need module instances of their own.
const replacesModules = ['test/unit/languages/apparmor/globSearches.test.ts', 'test/unit/languages/pod/proportion.test.ts'];

export default defineConfig({
  test: {
    reporters: ['default', './test/helpers/summaryReporter.ts'],
    projects: [
      {
        test: {
          name: 'shared modules',
          include: ['test/**/*.test.ts'],
          exclude: ['test/integration/**', ...replacesModules],
          testTimeout: 60_000,
          expect: { requireAssertions: true },
          // Loading the server once for each worker instead of once for each file saves most of the run's time.
          isolate: false,
        },
      },
      { test: { name: 'own modules', include: replacesModules, testTimeout: 60_000, expect: { requireAssertions: true } } },
    ],
  },
});
