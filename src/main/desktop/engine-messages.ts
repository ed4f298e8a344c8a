import type { ErrorCode } from '../../shared/domain/errors.ts'
import type { ReceiverStatus } from '../../shared/domain/status.ts'

/** What main tells the engine's process. `connect` comes with a port, over which the contract is served. */
export type ToEngine =
  | { readonly kind: 'open'; readonly setup: EngineSetup }
  | { readonly kind: 'connect' }
  | { readonly kind: 'pause'; readonly isPaused: boolean }
  | { readonly kind: 'watch'; readonly isOn: boolean }
  | { readonly kind: 'close' }

/** What the engine's process tells main; after `failed` it ends. */
export type FromEngine =
  | { readonly kind: 'running'; readonly pageUrl: string; readonly receiver: ReceiverStatus }
  | { readonly kind: 'failed'; readonly failure: EngineFailure }
  | { readonly kind: 'receiver'; readonly receiver: ReceiverStatus }
  | { readonly kind: 'trouble'; readonly trouble: Trouble }

/** Where an engine works and listens. */
export interface EngineSetup {
  readonly directory: string
  readonly receiverPort: number
  /** A fixed port is not exchanged for the next free one. */
  readonly controlPort: { readonly port: number; readonly isFixed: boolean }
  /** The data key, when the system's keychain had to open it. */
  readonly key?: Uint8Array
  /** Overrides the workspace's REST token. */
  readonly token?: string
}

/** Why there is no engine. */
export interface EngineFailure {
  readonly code: ErrorCode
  readonly message: string
  readonly remedy: string
  /** Page of the engine that has the workspace, with an entry code; null when nothing there answers. */
  readonly runningPageUrl: string | null
}

/** What went wrong lately: counts and the newest exchange, never data of a payload. */
export interface Trouble {
  readonly failedDeliveries: number
  readonly invalidSignatures: number
  readonly exchangeId: string
}
