import type { Codec } from '../codec.ts'
import type { PortFrame } from '../ports.ts'
import type { BridgeEvents, Described, FromPage, PageGlobals, PagePort, ToPage } from './messages.ts'

/** The app's preload script, wrapped as a CommonJS module. */
export type Preload = (require: (name: string) => unknown, process: object, exports: object, module: { exports: object }) => void

/**
 * Runs in the isolated world of every page: the `electron` module of a sandboxed preload, and then the preload. Given to
 * Chromium as source text, so it may use nothing from outside itself.
 */
export function preloadWorld(codec: Codec, preload: Preload | null, processInfo: object): void {
  type Listener = (event: object, ...args: unknown[]) => void
  const page = globalThis as unknown as PageGlobals
  // Taken away from where the preload could reach it.
  const send = page.__standInSend.bind(page)
  const post = (message: FromPage): void => send(JSON.stringify(message))

  const ports = new Map<number, PagePort>()
  let lastPortId = 0

  function attachPort(id: number, port: PagePort): void {
    ports.set(id, port)
    port.addEventListener('message', (event) =>
      post({ kind: 'port', frame: { port: id, data: codec.encode((event as MessageEvent).data) } }),
    )
    port.addEventListener('close', () => {
      if (ports.delete(id)) post({ kind: 'port', frame: { port: id, close: true } })
    })
    port.start()
  }

  function givePort(port: PagePort): number {
    lastPortId += 2
    attachPort(lastPortId, port)
    return lastPortId
  }

  function takePort(id: number): PagePort {
    const { port1, port2 } = new page.MessageChannel()
    attachPort(id, port1)
    return port2
  }

  function receiveFrame({ port: id, data, close }: PortFrame): void {
    const port = ports.get(id)
    if (!close) {
      port?.postMessage(codec.decode(data))
      return
    }
    ports.delete(id)
    port?.close()
  }

  const listeners = new Map<string, Listener[]>()
  const calls = new Map<number, { resolve(value: unknown): void; reject(error: Error): void }>()
  let lastCall = 0

  function receive(message: ToPage): void {
    switch (message.kind) {
      case 'reply':
        calls.get(message.id)?.resolve(codec.decode(message.value))
        calls.delete(message.id)
        return
      case 'failure':
        calls.get(message.id)?.reject(new Error(message.message))
        calls.delete(message.id)
        return
      case 'port':
        return receiveFrame(message.frame)
      case 'message': {
        const event = { sender: ipcRenderer, ports: message.ports.map(takePort) }
        const args = codec.decode(message.args) as unknown[]
        for (const listener of listeners.get(message.channel) ?? []) listener(event, ...args)
      }
    }
  }
  Object.assign(globalThis, { __standInReceive: receive })

  function on(channel: string, listener: Listener): object {
    listeners.set(channel, [...(listeners.get(channel) ?? []), listener])
    return ipcRenderer
  }

  function off(channel: string, listener: Listener): object {
    listeners.set(
      channel,
      (listeners.get(channel) ?? []).filter((each) => each !== listener),
    )
    return ipcRenderer
  }

  const ipcRenderer = {
    on,
    off,
    once: (channel: string, listener: Listener) => {
      const once: Listener = (...args) => {
        off(channel, once)
        listener(...args)
      }
      return on(channel, once)
    },
    removeListener: off,
    invoke: (channel: string, ...args: unknown[]) =>
      new Promise((resolve, reject) => {
        const id = ++lastCall
        calls.set(id, { resolve, reject })
        post({ kind: 'invoke', id, channel, args: codec.encode(args) })
      }),
    send: (channel: string, ...args: unknown[]) => post({ kind: 'send', channel, args: codec.encode(args), ports: [] }),
    postMessage: (channel: string, message: unknown, transfer: readonly PagePort[] = []) =>
      post({ kind: 'send', channel, args: codec.encode([message]), ports: transfer.map(givePort) }),
  }

  // The context bridge: describes the API to the page's world; its calls come back as DOM events.
  const functions: ((...args: unknown[]) => unknown)[] = []
  let lastPromise = 0

  function fire<K extends keyof BridgeEvents>(type: K, detail: BridgeEvents[K]): void {
    page.dispatchEvent(new CustomEvent(type, { detail }))
  }

  function describePromise(promise: Promise<unknown>): Described {
    const id = ++lastPromise
    promise.then(
      (value) => fire('stand-in-settle', { id, value: describe(value) }),
      (error: unknown) => fire('stand-in-settle', { id, error: describe(error instanceof Error ? error : new Error(String(error))) }),
    )
    return { kind: 'promise', id }
  }

  function describe(value: unknown): Described {
    if (typeof value === 'function') return { kind: 'function', index: functions.push(value as (typeof functions)[number]) - 1 }
    if (typeof value !== 'object' || value === null || value instanceof Uint8Array || value instanceof Date) return { kind: 'value', value }
    if (value instanceof Promise) return describePromise(value)
    if (value instanceof Error) return { kind: 'error', name: value.name, message: value.message }
    if (Array.isArray(value)) return { kind: 'list', items: value.map(describe) }
    if (Object.getPrototypeOf(value) !== Object.prototype) throw new Error('An object could not be cloned.')
    return { kind: 'object', fields: Object.fromEntries(Object.entries(value).map(([key, field]) => [key, describe(field)])) }
  }

  function rebuild(described: Described): unknown {
    switch (described.kind) {
      case 'value':
        return described.value
      case 'list':
        return described.items.map(rebuild)
      case 'object':
        return Object.fromEntries(Object.entries(described.fields).map(([key, field]) => [key, rebuild(field)]))
      case 'function':
        return (...args: unknown[]) => fire('stand-in-callback', { index: described.index, args: args.map(describe) })
      case 'promise':
      case 'error':
        throw new Error(`The stand-in does not simulate a ${described.kind} given to the preload`)
    }
  }

  page.addEventListener('stand-in-call', (event) => {
    const { index, args } = (event as CustomEvent<BridgeEvents['stand-in-call']>).detail
    try {
      fire('stand-in-return', { value: describe(functions[index]?.(...args.map(rebuild))) })
    } catch (error) {
      fire('stand-in-return', { error: describe(error) })
    }
  })

  const electron = {
    ipcRenderer,
    contextBridge: { exposeInMainWorld: (key: string, api: unknown) => fire('stand-in-expose', { key, api: describe(api) }) },
  }
  function require(name: string): unknown {
    if (name === 'electron' || name === 'electron/renderer') return electron
    throw new Error(`module not found: ${name}`)
  }
  preload?.(require, processInfo, {}, { exports: {} })
}
