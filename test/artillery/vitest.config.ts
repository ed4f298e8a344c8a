import { defineConfig } from 'vitest/config'

// Apart from the other projects: Artillery is only there after `npm run artillery` has installed it.
export default defineConfig({
  test: { environment: 'node', pool: 'forks', root: import.meta.dirname, include: ['*.artillery.ts'], testTimeout: 180_000 },
})
