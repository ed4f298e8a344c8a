import { existsSync, statfsSync } from 'node:fs'
import { availableParallelism, tmpdir } from 'node:os'
import { join } from 'node:path'
import { defineConfig } from 'vitest/config'
import { GIB } from './src/shared/domain/units.ts'

const common = {
  environment: 'node',
  pool: 'forks',
  maxWorkers: Math.max(2, availableParallelism() - 1),
  restoreMocks: true,
  // Most tests of the engine start its threads: compiled once, they start sooner.
  env: { NODE_COMPILE_CACHE: join(import.meta.dirname, 'node_modules/.cache/compiled') },
} as const

const SHARED_MEMORY = '/dev/shm'

/** Where the databases of unit tests lie: in memory where that holds files and has room, since a disk makes each commit wait. */
function temporaryFolder(): string {
  if (!existsSync(SHARED_MEMORY)) return tmpdir()
  const { bavail, bsize } = statfsSync(SHARED_MEMORY)
  return bavail * bsize >= GIB ? SHARED_MEMORY : tmpdir()
}

export default defineConfig({
  test: {
    projects: [
      {
        test: {
          ...common,
          name: 'unit',
          env: { ...common.env, TMPDIR: temporaryFolder() },
          include: ['test/**/*.test.ts'],
          exclude: ['test/**/*.integration.test.ts', '**/node_modules/**'],
          // No test leaves anything behind in a module, so that each process reads the modules of all its files but once.
          isolate: false,
          // The reader thread, which most tests of the engine start, in one file.
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
