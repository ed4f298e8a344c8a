import type { MessagePortMain } from 'electron'
import { SECOND_MS } from '../../shared/domain/units.ts'
import type { ReceiverStatus } from '../../shared/domain/status.ts'
import type { EngineFailure, EngineSetup, FromEngine, ToEngine, Trouble } from './engine-messages.ts'

/**
 * The engine's process as main sees it:
 *   stopped → starting → running → stopping → stopped
 *   starting → failed, when the engine says why it cannot run
 *   starting | running → starting, when its process dies; → failed, when it did so too often
 *   failed → starting, when another workspace is opened, or the same again
 *
 * 1. At most one process is alive at any time: `open` waits for the end of the one before.
 * 2. A port that is asked for before the engine runs is given once it does; of several requests the last counts.
 * 3. What a process says or does after its successor was started changes nothing.
 */
export type EngineState =
  | { readonly kind: 'stopped' }
  | { readonly kind: 'starting'; readonly setup: EngineSetup }
  | { readonly kind: 'running'; readonly setup: EngineSetup; readonly pageUrl: string; readonly receiver: ReceiverStatus }
  | { readonly kind: 'failed'; readonly setup: EngineSetup; readonly failure: EngineFailure }
  | { readonly kind: 'stopping' }

/** What of Electron's UtilityProcess is used. */
export interface EngineProcess {
  postMessage(message: ToEngine, transfer?: MessagePortMain[]): void
  kill(): boolean
  on(event: 'message', listener: (message: FromEngine) => void): unknown
  once(event: 'exit', listener: (code: number) => void): unknown
}

export interface EngineHostParts {
  /** Starts the engine's process. */
  readonly fork: () => EngineProcess
  readonly createChannel: () => { readonly port1: MessagePortMain; readonly port2: MessagePortMain }
  /** Monotonic, ms. */
  readonly now: () => number
  readonly onChange: (state: EngineState, before: EngineState) => void
  /** The process died by itself; another one is being started. */
  readonly onLost: () => void
  readonly onTrouble: (trouble: Trouble) => void
}

export interface EngineHost {
  readonly state: () => EngineState
  /** Opens a workspace; the one that was open is drained and closed first. */
  readonly open: (setup: EngineSetup) => Promise<void>
  /** Gives a port to the engine. */
  readonly connect: (deliver: (port: MessagePortMain) => void) => void
  /** Does nothing unless the engine runs. */
  readonly tell: (message: ToEngine) => void
  /** Drains and ends the engine. */
  readonly close: () => Promise<void>
}

/** The engine drains for two seconds; one that has not ended well after them hangs. */
const CLOSE_TIMEOUT_MS = 5 * SECOND_MS
const MAX_DEATHS = 3
const DEATHS_WITHIN_MS = 60 * SECOND_MS

export function createEngineHost(parts: EngineHostParts): EngineHost {
  let state: EngineState = { kind: 'stopped' }
  let child: EngineProcess | null = null
  let waiting: ((port: MessagePortMain) => void) | null = null
  let deaths: number[] = []
  let turn: Promise<void> = Promise.resolve()

  function change(next: EngineState): void {
    const before = state
    state = next
    parts.onChange(next, before)
  }

  function start(setup: EngineSetup): void {
    const started = (child = parts.fork())
    change({ kind: 'starting', setup })
    started.on('message', (message) => {
      if (child === started) take(message)
    })
    started.once('exit', () => {
      if (child === started) lose(setup)
    })
    started.postMessage({ kind: 'open', setup })
  }

  function take(message: FromEngine): void {
    switch (message.kind) {
      case 'running':
        if (state.kind === 'starting') change({ kind: 'running', setup: state.setup, pageUrl: message.pageUrl, receiver: message.receiver })
        return handOver()
      case 'failed':
        if (state.kind === 'starting') change({ kind: 'failed', setup: state.setup, failure: message.failure })
        return
      case 'receiver':
        if (state.kind === 'running') change({ ...state, receiver: message.receiver })
        return
      case 'trouble':
        return parts.onTrouble(message.trouble)
    }
  }

  function lose(setup: EngineSetup): void {
    child = null
    if (state.kind === 'failed') return
    const now = parts.now()
    deaths = [...deaths.filter((at) => now - at < DEATHS_WITHIN_MS), now]
    if (state.kind === 'running') parts.onLost()
    if (deaths.length <= MAX_DEATHS) return start(setup)
    const message = `The engine stopped ${deaths.length} times within a minute.`
    deaths = []
    change({ kind: 'failed', setup, failure: { code: 'engine_gone', message, remedy: 'The log says why.', runningPageUrl: null } })
  }

  function handOver(): void {
    if (!waiting || !child || state.kind !== 'running') return
    const { port1, port2 } = parts.createChannel()
    child.postMessage({ kind: 'connect' }, [port1])
    waiting(port2)
    waiting = null
  }

  /** One after the other, whoever asks. */
  function inTurn(step: () => Promise<void>): Promise<void> {
    turn = turn.then(step)
    return turn
  }

  async function end(): Promise<void> {
    const ending = child
    child = null
    if (ending) {
      change({ kind: 'stopping' })
      await ended(ending)
    }
    change({ kind: 'stopped' })
  }

  return {
    state: () => state,
    open: (setup) =>
      inTurn(async () => {
        await end()
        start(setup)
      }),
    connect: (deliver) => {
      waiting = deliver
      handOver()
    },
    tell: (message) => {
      if (state.kind === 'running') child?.postMessage(message)
    },
    close: () => inTurn(end),
  }
}

function ended(child: EngineProcess): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(() => child.kill(), CLOSE_TIMEOUT_MS)
    child.once('exit', () => {
      clearTimeout(timer)
      resolve()
    })
    child.postMessage({ kind: 'close' })
  })
}
