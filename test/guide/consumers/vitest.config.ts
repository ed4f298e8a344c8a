import { defineConfig } from 'vitest/config'

// Apart from the other projects: Express is only there after `npm test` or `npm run consumers` has installed it.
export default defineConfig({
  test: {
    environment: 'node',
    pool: 'forks',
    maxWorkers: 2,
    restoreMocks: true,
    root: import.meta.dirname,
    include: ['*.consumer.ts'],
    testTimeout: 60_000,
  },
})
