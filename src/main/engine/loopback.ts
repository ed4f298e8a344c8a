import type { Loopback, OwnAttempt } from './services.ts'

/** The table of our own sockets; entries live as long as their attempt is on the wire. */
export function createLoopback(): Loopback {
  const attempts = new Map<string, OwnAttempt>()
  return {
    attemptAt: (address) => attempts.get(address),
    set: (address, attempt) => {
      attempts.set(address, attempt)
    },
    clear: (address) => {
      attempts.delete(address)
    },
  }
}
