import type { Core } from '../core.ts'
import type { Loopback } from '../services.ts'
import type { Forward } from './forward.ts'
import type { ReceiverLimits } from './limits.ts'
import type { MemoryGate } from './memory-gate.ts'
import type { Recorder } from './recorder.ts'
import type { Routes } from './routes.ts'

/** What all requests of a receiver share. */
export interface IntakeContext {
  readonly core: Core
  readonly loopback: Loopback
  readonly limits: ReceiverLimits
  readonly gate: MemoryGate
  /** Of bodies that are being sent on: one of its own, or a forward to an own inbox could wait for room that it holds itself. */
  readonly forwardGate: MemoryGate
  /** Told how many bytes were copied out of their packets. */
  readonly collectPieces: (bytes: number) => void
  readonly recorder: Recorder
  readonly forward: Forward
  readonly routes: () => Routes
  /** Called once a capture is stored whose body is too large to be read here. */
  readonly identifyLater: (seq: number) => void
}
