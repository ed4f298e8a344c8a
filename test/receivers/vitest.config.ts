import { defineConfig } from 'vitest/config'

// Apart from the other projects: Express, Fastify and the parser are only there after `npm run receivers` has installed them.
export default defineConfig({
  test: { environment: 'node', pool: 'forks', root: import.meta.dirname, include: ['*.receivers.ts'], testTimeout: 120_000 },
})
