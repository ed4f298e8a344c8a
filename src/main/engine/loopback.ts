import type { Loopback } from './services.ts'

/** The table of our own sockets; entries live as long as their attempt is on the wire. */
export function createLoopback(): Loopback {
  const attempts = new Map<string, number>()
  return {
    attemptAt: (address) => attempts.get(address),
    set: (address, attemptSeq) => {
      attempts.set(address, attemptSeq)
    },
    clear: (address) => {
      attempts.delete(address)
    },
  }
}
