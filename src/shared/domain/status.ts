/** What the engine says of itself. */
export interface EngineStatus {
  readonly version: string
  readonly pid: number
  readonly workspace: { readonly name: string; readonly directory: string }
  /** null in a command that is its own engine. */
  readonly controlUrl: string | null
  readonly receiver: ReceiverStatus
  readonly startedAt: number
  readonly exchanges: number
  /** False while the count is an estimate. */
  readonly exchangesExact: boolean
  readonly pendingDeliveries: number
  readonly nextAttemptAt: number | null
  readonly databaseBytes: number
  /** Over the last ten seconds. */
  readonly capturesPerSecond: number
  readonly attemptsPerSecond: number
}

export type ReceiverStatus =
  | { readonly state: 'listening' | 'paused'; readonly url: string }
  | { readonly state: 'off'; /** One sentence why, with what to do. */ readonly reason: string }
