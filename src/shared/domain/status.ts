/** What the engine says of itself. */
export interface EngineStatus {
  readonly version: string
  readonly pid: number
  readonly workspace: { readonly name: string; readonly directory: string }
  /** null in a command that is its own engine. */
  readonly controlUrl: string | null
  readonly receiver: ReceiverStatus
  readonly startedAt: number
  /** Why nothing more is kept until it is started again, with what to do; null: all is kept. */
  readonly trouble: string | null
  readonly exchanges: number
  /** False while the count is an estimate. */
  readonly exchangesExact: boolean
  readonly pendingDeliveries: number
  readonly nextAttemptAt: number | null
  /** Of all files of the workspace that grow. */
  readonly databaseBytes: number
  /** How far the index of words trails: exchanges it has not looked at (at most 100,000 are counted), and for how long; null: nothing indexes here. */
  readonly search: { readonly behind: number; readonly behindMs: number } | null
  /** Over the last ten seconds. */
  readonly capturesPerSecond: number
  readonly attemptsPerSecond: number
}

export type ReceiverStatus =
  | { readonly state: 'listening' | 'paused'; readonly url: string }
  | { readonly state: 'off'; /** One sentence why, with what to do. */ readonly reason: string }
