import type { ErrorCode } from './errors.ts'
import { SECOND_MS } from './units.ts'

/** How a live stream that broke off while its connection stands is opened again. */

const FIRST_MS = 250
const LONGEST_MS = 30 * SECOND_MS
const TRIES = 8

/**
 * Milliseconds to wait before opening a stream for the `failures`-th time in a row after it failed with `code`; null: that
 * will not pass by itself, or has not for long enough. What passes is the loss of the reader thread, which is started anew.
 */
export function reopenAfterMs(code: ErrorCode, failures: number): number | null {
  if (code !== 'store_failed' || failures > TRIES) return null
  return Math.min(FIRST_MS * 2 ** (failures - 1), LONGEST_MS)
}
