import { EventEmitter } from 'node:events'
import { MessageChannel, type MessagePort as NodePort } from 'node:worker_threads'

/** Electron's MessagePortMain over a port of Node. */
export class MessagePortMain extends EventEmitter {
  readonly inner: NodePort
  #isStarted = false

  constructor(inner: NodePort) {
    super()
    this.inner = inner
    inner.on('close', () => this.emit('close'))
  }

  start(): void {
    if (this.#isStarted) return
    this.#isStarted = true
    this.inner.on('message', (data: unknown) => this.emit('message', { data, ports: [] }))
  }

  postMessage(data: unknown, transfer: readonly MessagePortMain[] = []): void {
    if (transfer.length > 0) throw new Error('The stand-in does not simulate ports sent over ports')
    this.inner.postMessage(data)
  }

  close(): void {
    this.inner.close()
  }
}

/** Electron's MessageChannelMain. */
export class MessageChannelMain {
  readonly port1: MessagePortMain
  readonly port2: MessagePortMain

  constructor() {
    const { port1, port2 } = new MessageChannel()
    this.port1 = new MessagePortMain(port1)
    this.port2 = new MessagePortMain(port2)
  }
}

/** What a pipe carries for one of its ports: a message, or its end. */
export interface PortFrame {
  readonly port: number
  readonly data?: unknown
  readonly close?: true
}

/** One end of a pipe between processes that carries many ports. */
export class PortPipe {
  readonly #ports = new Map<number, NodePort>()
  readonly #send: (frame: PortFrame) => void
  #nextId: number

  /** The two ends take odd and even ids, so that both can give ports away. */
  constructor(send: (frame: PortFrame) => void, parity: 'odd' | 'even') {
    this.#send = send
    this.#nextId = parity === 'odd' ? 1 : 2
  }

  /** Gives a port away: what it receives goes down the pipe. */
  give(port: MessagePortMain): number {
    const id = this.#nextId
    this.#nextId += 2
    this.#attach(id, port.inner)
    return id
  }

  /** The local port for one that the other end gave away. */
  take(id: number): MessagePortMain {
    const { port1, port2 } = new MessageChannelMain()
    this.#attach(id, port1.inner)
    return port2
  }

  receive({ port: id, data, close }: PortFrame): void {
    const port = this.#ports.get(id)
    if (!close) {
      port?.postMessage(data)
      return
    }
    this.#ports.delete(id)
    port?.close()
  }

  closeAll(): void {
    for (const port of this.#ports.values()) port.close()
    this.#ports.clear()
  }

  #attach(id: number, port: NodePort): void {
    this.#ports.set(id, port)
    port.on('message', (data: unknown) => this.#send({ port: id, data }))
    port.on('close', () => {
      if (this.#ports.delete(id)) this.#send({ port: id, close: true })
    })
    port.unref()
  }
}
