import type { HookscopeError } from '../../../shared/domain/errors.ts'
import type { ReceiverStatus } from '../../../shared/domain/status.ts'
import type { Inboxes } from '../inboxes.ts'
import type { Core } from '../core.ts'
import type { Loopback } from '../services.ts'
import { createPieceCollector } from './collect-pieces.ts'
import type { Forward } from './forward.ts'
import { createIdentifyLater } from './identify-later.ts'
import type { IntakeContext } from './intake-context.ts'
import { DEFAULT_LIMITS, type ReceiverLimits } from './limits.ts'
import { openListener, type Listener } from './listener.ts'
import { createMemoryGate } from './memory-gate.ts'
import { createRecorder } from './recorder.ts'
import { createRoutes, type Routes } from './routes.ts'

export interface Receiver {
  status(): ReceiverStatus
  /** `http://127.0.0.1:5880`, no slash at the end; null while it is off. */
  url(): string | null
  /**
   * Opens a port, or moves to it: the old one closes once the new one is open. Port 0 picks a free one. Without `host` it
   * stays where it is, at first on 127.0.0.1. Throws `port_in_use` or `address_unavailable`; a receiver that was listening
   * goes on where it was.
   */
  listen(address: { host?: string; port: number }): Promise<void>
  pause(): void
  resume(): void
  close(): Promise<void>
}

const LOOPBACK_HOST = '127.0.0.1'

/** The receiver: captures anything that comes to its port. See README.md beside this file. */
export function createReceiver(
  core: Core,
  parts: { readonly inboxes: Inboxes; readonly loopback: Loopback; readonly forward: Forward; readonly limits?: Partial<ReceiverLimits> },
): Receiver {
  const limits = { ...DEFAULT_LIMITS, ...parts.limits }
  const recorder = createRecorder(core)
  let routes: Routes | null = null
  let listener: Listener | null = null
  let isPaused = false
  let offReason = 'The receiver has not been started.'
  let turn: Promise<void> = Promise.resolve()
  core.changes.on('inboxes', () => {
    routes = null
  })

  const context: IntakeContext = {
    core,
    loopback: parts.loopback,
    limits,
    gate: createMemoryGate(limits.memoryBytes),
    forwardGate: createMemoryGate(limits.memoryBytes),
    collectPieces: createPieceCollector(),
    recorder,
    identifyLater: createIdentifyLater(core, recorder.captures),
    forward: parts.forward,
    routes: () => (routes ??= createRoutes(parts.inboxes.list(), core.secrets)),
  }

  /** One after the other, or two at once would open two ports and forget one. */
  function inTurn(work: () => Promise<void>): Promise<void> {
    const done = turn.then(work)
    turn = done.catch(() => {})
    return done
  }

  /** The new port is open before the old one closes: who cannot move stays. */
  async function listen({ host = listener?.host ?? LOOPBACK_HOST, port }: { host?: string; port: number }): Promise<void> {
    if (listener && listener.host === host && listener.port === port) return
    const old = listener
    try {
      listener = await openListener(context, { host, port }, () => isPaused)
    } catch (error) {
      if (!old) turnedOff(error as HookscopeError)
      throw error
    }
    core.changes.emit('receiver')
    await old?.close()
  }

  function turnedOff({ message, remedy }: HookscopeError): void {
    offReason = `${message} ${remedy}`
    core.changes.emit('receiver')
  }

  async function close(): Promise<void> {
    const closing = listener
    listener = null
    offReason = 'The receiver was closed.'
    if (!closing) return
    await closing.close()
    // What the last connections left behind is stored before the mark says that it was answered.
    await settled()
    recorder.close()
    await settled()
    core.changes.emit('receiver')
  }

  /** What was queued is stored, or has failed and said so. */
  function settled(): Promise<void> {
    return core.writer.commit(() => {}).catch(() => {})
  }

  function setPaused(value: boolean): void {
    if (isPaused === value) return
    isPaused = value
    core.changes.emit('receiver')
  }

  return {
    status: (): ReceiverStatus =>
      listener ? { state: isPaused ? 'paused' : 'listening', url: listener.url } : { state: 'off', reason: offReason },
    url: () => listener?.url ?? null,
    listen: (address) => inTurn(() => listen(address)),
    pause: () => setPaused(true),
    resume: () => setPaused(false),
    close: () => inTurn(close),
  }
}
