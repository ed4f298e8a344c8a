import type { MessagePortMain } from 'electron'
import { HookscopeError } from '../../shared/domain/errors.ts'
import type { Log } from '../engine/clock.ts'
import { systemClock } from '../engine/system.ts'
import type { EngineFailure, EngineSetup, FromEngine, ToEngine } from './engine-messages.ts'
import { startEngineServer, type EngineServer } from './engine-server.ts'
import { runningPageUrl } from './running-page.ts'
import { watchTrouble } from './trouble.ts'

/**
 * The engine's process: `open` → `running` | `failed` and the end; `close` → drained, and the end. It is never ended by a
 * signal: those of the terminal reach main too, which then says `close`.
 */

const { parentPort } = process
let opening: Promise<EngineServer> | undefined
let trouble: AbortController | undefined

process.on('SIGINT', () => {})
parentPort.on('message', ({ data, ports: [port] }) => {
  void take(data as ToEngine, port).catch((error: unknown) => {
    log('error', 'The engine ends by a fault of its own', error)
    process.exit(1)
  })
})

async function take(message: ToEngine, port: MessagePortMain | undefined): Promise<void> {
  if (message.kind === 'open') return open(message.setup)
  const server = await opening
  if (message.kind === 'close') {
    await server?.close()
    process.exit(0)
  }
  if (!server) throw new Error(`${message.kind} came before open`)
  switch (message.kind) {
    case 'connect':
      if (port) server.connect(port)
      return
    case 'pause':
      if (message.isPaused) server.engine.receiver.pause()
      else server.engine.receiver.resume()
      return
    case 'watch':
      trouble?.abort()
      trouble = message.isOn ? new AbortController() : undefined
      if (trouble)
        watchTrouble(
          { exchanges: server.engine.exchanges, clock: systemClock, log },
          (found) => tell({ kind: 'trouble', trouble: found }),
          trouble.signal,
        )
  }
}

async function open(setup: EngineSetup): Promise<void> {
  try {
    const { engine, pageUrl } = await (opening = startEngineServer(setup, log))
    engine.changes.on('receiver', () => tell({ kind: 'receiver', receiver: engine.receiver.status() }))
    tell({ kind: 'running', pageUrl, receiver: engine.receiver.status() })
  } catch (error) {
    log('error', 'The engine could not start', error)
    tell({ kind: 'failed', failure: await failureOf(error, setup.directory) })
    // Not at once: the message goes out first.
    setImmediate(() => process.exit(1))
  }
}

async function failureOf(error: unknown, directory: string): Promise<EngineFailure> {
  if (!(error instanceof HookscopeError)) {
    return {
      code: 'internal',
      message: 'The engine could not start, by a fault of its own.',
      remedy: 'The log says more.',
      runningPageUrl: null,
    }
  }
  const { code, message, remedy } = error
  return { code, message, remedy, runningPageUrl: code === 'workspace_locked' ? await runningPageUrl(directory) : null }
}

function tell(message: FromEngine): void {
  parentPort.postMessage(message)
}

function log(...[level, message, error]: Parameters<Log>): void {
  const detail = error === undefined ? '' : `: ${error instanceof Error ? (error.stack ?? error.message) : 'unknown'}`
  process.stderr.write(`${level} ${message}${detail}\n`)
}
