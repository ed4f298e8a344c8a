import type { Log } from './clock.ts'

/** Told how each try of the same thing ended, and logs a failure only when the try before went well: a disk stays full for long. */
export function createComplaint(log: Log, level: 'warn' | 'error', message: string): (error: Error | null) => void {
  let isFailing = false
  return (error) => {
    if (error && !isFailing) log(level, message, error)
    isFailing = error !== null
  }
}
