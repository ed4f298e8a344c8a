/** Time as the engine sees it; tests walk a fake one. */
export interface Clock {
  /** Wall clock, ms since 1970, UTC. May jump. */
  now(): number
  /** Monotonic, ms with fractions: for durations only. */
  monotonic(): number
  /** Runs `then` once after about `ms`; very long ones may fire early. The returned function takes it back. */
  after(ms: number, then: () => void): () => void
}

/** Randomness as the engine sees it; tests seed it. */
export interface Random {
  bytes(size: number): Uint8Array
  /** 0 ≤ x < 1 */
  fraction(): number
}

/** Never gets a secret, a body or a header value. */
export type Log = (level: 'info' | 'warn' | 'error', message: string, error?: unknown) => void
