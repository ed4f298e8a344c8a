import type { BridgeEvents, Described } from './messages.ts'

/**
 * Runs first in every page, in its own world: the page's end of the context bridge. Given to Chromium as source text,
 * so it may use nothing from outside itself.
 */
export function mainWorld(): void {
  interface Settled {
    resolve(value: unknown): void
    reject(error: unknown): void
  }
  const page = globalThis as unknown as EventTarget
  const waiting = new Map<number, Settled>()
  const callbacks: ((...args: unknown[]) => unknown)[] = []
  let returned: BridgeEvents['stand-in-return'] | undefined

  function fire<K extends keyof BridgeEvents>(type: K, detail: BridgeEvents[K]): void {
    page.dispatchEvent(new CustomEvent(type, { detail }))
  }

  function listen<K extends keyof BridgeEvents>(type: K, listener: (detail: BridgeEvents[K]) => void): void {
    page.addEventListener(type, (event) => listener((event as CustomEvent<BridgeEvents[K]>).detail))
  }

  function describe(value: unknown): Described {
    if (typeof value === 'function') return { kind: 'function', index: callbacks.push(value as (typeof callbacks)[number]) - 1 }
    if (Array.isArray(value)) return { kind: 'list', items: value.map(describe) }
    if (typeof value !== 'object' || value === null || value instanceof Uint8Array || value instanceof Date) return { kind: 'value', value }
    return { kind: 'object', fields: Object.fromEntries(Object.entries(value).map(([key, field]) => [key, describe(field)])) }
  }

  function call(index: number, args: readonly unknown[]): unknown {
    returned = undefined
    fire('stand-in-call', { index, args: args.map(describe) })
    const answer = returned as BridgeEvents['stand-in-return'] | undefined
    if (!answer) throw new Error('The preload did not answer')
    if ('error' in answer) throw rebuild(answer.error)
    return rebuild(answer.value)
  }

  function rebuild(described: Described): unknown {
    switch (described.kind) {
      case 'value':
        return described.value
      case 'function':
        return (...args: unknown[]) => call(described.index, args)
      case 'promise':
        return new Promise((resolve, reject) => waiting.set(described.id, { resolve, reject }))
      case 'error':
        return Object.assign(new Error(described.message), { name: described.name })
      case 'list':
        return described.items.map(rebuild)
      case 'object':
        return Object.freeze(Object.fromEntries(Object.entries(described.fields).map(([key, field]) => [key, rebuild(field)])))
    }
  }

  listen('stand-in-expose', ({ key, api }) => Object.defineProperty(page, key, { value: rebuild(api), enumerable: true }))
  listen('stand-in-return', (answer) => {
    returned = answer
  })
  listen('stand-in-callback', ({ index, args }) => callbacks[index]?.(...args.map(rebuild)))
  listen('stand-in-settle', ({ id, value, error }) => {
    const promise = waiting.get(id)
    waiting.delete(id)
    if (error) promise?.reject(rebuild(error))
    else if (value) promise?.resolve(rebuild(value))
  })
}
