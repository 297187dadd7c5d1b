import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.{ts,tsx}'],
    globalSetup: ['test/house/build-once.ts'],
    env: { TZ: 'UTC' },
    // Processes, not threads: pseudo-terminals and signals belong to a process. Two, for the two cores of the smallest machine.
    pool: 'forks',
    maxWorkers: 2,
    // The files of a process share its modules: loading them anew for each was a third of the whole run.
    isolate: false,
    testTimeout: 30_000,
    hookTimeout: 60_000,
  },
});
