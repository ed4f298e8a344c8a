import { defineConfig } from 'vitest/config'

// Apart from the other projects: its libraries are only there after `npm run oracles` has installed them.
export default defineConfig({
  test: {
    environment: 'node',
    pool: 'forks',
    restoreMocks: true,
    root: import.meta.dirname,
    include: ['*.oracle.ts'],
    testTimeout: 30_000,
  },
})
