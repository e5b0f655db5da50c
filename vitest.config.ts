// How the tests run: real servers, so few at a time and with time to start; nothing may be left behind.
import { defineConfig } from 'vitest/config';

const SECOND = 1000;
const MINUTE = 60 * SECOND;
/** Whole machines at work: these run after the rest and one file at a time, so that none starves another. */
const ALONE = ['test/journey.test.ts', 'test/faults/**/*.test.ts', 'test/browser/**/*.test.ts'];

export default defineConfig({
  test: {
    pool: 'forks', // a server client that holds the event loop, or a crash, stays in its own process
    globalSetup: 'test/house/leftovers.ts',
    hookTimeout: 2 * MINUTE,
    teardownTimeout: 30 * SECOND,
    projects: [
      {
        extends: true,
        test: {
          name: 'stages',
          include: ['test/**/*.test.ts'],
          exclude: ALONE,
          testTimeout: MINUTE,
          maxWorkers: 2,
          sequence: { groupOrder: 0 },
        },
      },
      {
        extends: true,
        test: {
          name: 'alone',
          include: ALONE,
          testTimeout: 10 * MINUTE,
          fileParallelism: false,
          sequence: { groupOrder: 1 },
        },
      },
    ],
  },
});
