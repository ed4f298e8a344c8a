import { defineConfig } from 'vitest/config'

// Apart from the other projects: electron-builder is only there after `npm run packaging` has installed it.
export default defineConfig({
  test: { environment: 'node', pool: 'forks', root: import.meta.dirname, include: ['*.packaging.ts'], testTimeout: 120_000 },
})
