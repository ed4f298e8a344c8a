import type { Log } from '../engine/clock.ts'
import type { Engine } from '../engine/engine-rooms.ts'

/** What the shell around the engine adds to the API. */
export interface ShellServices {
  /** `http://127.0.0.1:5881`, no slash at the end; null in a command that is its own engine. */
  readonly controlUrl: string | null
  /** The token that REST takes. */
  readonly token: string
  /** Page address with an entry code in its fragment; null where no page is served. */
  readonly newPageUrl: () => string | null
  readonly log: Log
}

/** What every procedure may use. */
export interface ApiContext {
  readonly engine: Engine
  readonly shell: ShellServices
  /** Whether the caller has so much unsent that live rows would only make it worse. */
  readonly congested: () => boolean
  /** Aborts when the connection of whoever asks has ended; absent where there is none that lasts. */
  readonly gone?: AbortSignal
  /** Whether a page asks; it is not told what would let it in elsewhere or for longer. */
  readonly isPage: boolean
}
