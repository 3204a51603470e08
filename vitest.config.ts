/** Unit and contract tests beside the code, and the tests of the house itself in `test/`. */

import { availableParallelism } from 'node:os';

import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['{src,test,web,harness,bench}/**/*.test.ts'],
    // Half of the time went into loading the same modules for each file; none keeps state between tests.
    isolate: false,
    // Many tests wait for a process, a disk or a server: twice the cores have something to do.
    maxWorkers: 2 * availableParallelism(),
    // Property tests and crash tests take seconds on a busy machine; none may hang for ever.
    testTimeout: 60_000,
    hookTimeout: 60_000,
    coverage: {
      include: ['src/**/*.ts'],
      exclude: ['**/*.test.ts'],
      reporter: ['text-summary', 'text', 'html'],
    },
  },
});
