import { fork, type ChildProcess } from 'node:child_process'
import { EventEmitter } from 'node:events'
import type { Readable } from 'node:stream'
import { PortPipe, type MessagePortMain, type PortFrame } from '../ports.ts'
import { strict } from '../strict.ts'

interface ForkOptions {
  readonly env?: NodeJS.ProcessEnv
  readonly execArgv?: readonly string[]
  readonly stdio?: 'pipe' | 'inherit' | 'ignore'
  readonly serviceName?: string
}

/** Between this process and its child: a message with the ids of its ports, or a frame of a port. */
export interface UtilityMessage {
  readonly data?: unknown
  readonly ports?: readonly number[]
  readonly frame?: PortFrame
}

/** Electron's UtilityProcess: a process of Node's, in which `utility-child.ts` makes `process.parentPort`. */
class UtilityProcess extends EventEmitter {
  readonly #child: ChildProcess
  readonly #ports = new PortPipe((frame) => this.#send({ frame }), 'odd')

  constructor(file: string, args: readonly string[], { env = process.env, execArgv = [], stdio = 'inherit' }: ForkOptions) {
    super()
    this.#child = fork(file, args, {
      env: { ...env, STAND_IN_ELECTRON_VERSION: process.versions['electron'] },
      execArgv: [...execArgv, '--disable-warning=ExperimentalWarning', '--import', import.meta.resolve('./utility-child.ts')],
      serialization: 'advanced',
      stdio: ['ignore', stdio, stdio, 'ipc'],
    })
    this.#child.on('spawn', () => this.emit('spawn'))
    this.#child.on('message', ({ frame, data }: UtilityMessage) => {
      if (frame) this.#ports.receive(frame)
      else this.emit('message', data)
    })
    this.#child.on('exit', (code, signal) => {
      this.#ports.closeAll()
      this.emit('exit', code ?? (signal === null ? 0 : 1))
    })
    process.on('exit', () => this.#child.kill('SIGKILL'))
  }

  get pid(): number | undefined {
    return this.#child.exitCode === null && this.#child.signalCode === null ? this.#child.pid : undefined
  }

  get stdout(): Readable | null {
    return this.#child.stdout
  }

  get stderr(): Readable | null {
    return this.#child.stderr
  }

  postMessage(data: unknown, transfer: readonly MessagePortMain[] = []): void {
    this.#send({ data, ports: transfer.map((port) => this.#ports.give(port)) })
  }

  kill(): boolean {
    return this.#child.kill()
  }

  #send(message: UtilityMessage): void {
    if (this.#child.connected) this.#child.send(message)
  }
}

export const utilityProcess = {
  fork: (file: string, args: readonly string[] = [], options: ForkOptions = {}) =>
    strict('UtilityProcess', new UtilityProcess(file, args, options)),
}
