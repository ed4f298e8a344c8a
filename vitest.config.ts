import { availableParallelism } from 'node:os'
import { join } from 'node:path'
import { defineConfig } from 'vitest/config'

const common = {
  environment: 'node',
  pool: 'forks',
  maxWorkers: Math.max(2, availableParallelism() - 1),
  restoreMocks: true,
  // Most tests of the engine start its threads from their TypeScript: compiled once, they start in a quarter of the time.
  env: { NODE_COMPILE_CACHE: join(import.meta.dirname, 'node_modules/.cache/compiled') },
} as const

export default defineConfig({
  test: {
    projects: [
      {
        test: {
          ...common,
          name: 'unit',
          include: ['test/**/*.test.ts'],
          exclude: ['test/**/*.integration.test.ts', '**/node_modules/**'],
          // No test leaves anything behind in a module, so that each process reads the modules of all its files but once.
          isolate: false,
          globalSetup: 'test/support/bundle-reader.ts',
          alias: [{ find: /^.*\/reader-file\.ts$/, replacement: join(import.meta.dirname, 'test/support/bundled-reader.ts') }],
          testTimeout: 30_000,
          hookTimeout: 30_000,
        },
      },
      // Spawns the built binary, kills it, moves large bodies: run by `npm test` after the build.
      {
        test: {
          ...common,
          name: 'integration',
          include: ['test/**/*.integration.test.ts'],
          exclude: ['**/node_modules/**'],
          testTimeout: 120_000,
          maxWorkers: 1,
        },
      },
    ],
  },
})
