import { DAY_MS } from './units.ts'

/** A change of secrets in which the old ones stay good for a while, so that the other side can follow. */
export interface Rotation {
  /** The new one; made when absent. */
  readonly secret?: string
  /** How long the old ones are still good; ms, `DEFAULT_KEEP_MS` unless said. */
  readonly keepMs?: number
}

export interface RotatedSecret {
  readonly secret: string
  /** When the old ones end; ms since 1970. */
  readonly olderUntil: number
}

export const DEFAULT_KEEP_MS = DAY_MS
export const MAX_KEEP_MS = 90 * DAY_MS
