import { MIB, SECOND_MS } from '../units.ts'

/** Bytes and time that one diagnosis may cost. */
export interface Budget {
  /** True when so many more bytes may be hashed; then they count as hashed. */
  spend(bytes: number): boolean
  /** Time is up. */
  isOver(): boolean
  readonly hashedBytes: () => number
  readonly tookMs: () => number
}

export const MAX_HASHED_BYTES = 64 * MIB
export const MAX_MS = SECOND_MS

/** `monotonic`: ms. */
export function createBudget(monotonic: () => number): Budget {
  const start = monotonic()
  let hashed = 0
  const tookMs = (): number => monotonic() - start
  return {
    spend: (bytes) => {
      if (hashed + bytes > MAX_HASHED_BYTES) return false
      hashed += bytes
      return true
    },
    isOver: () => tookMs() >= MAX_MS,
    hashedBytes: () => hashed,
    tookMs,
  }
}
