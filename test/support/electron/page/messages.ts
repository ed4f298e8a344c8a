import type { PortFrame } from '../ports.ts'

/** What the preload's world says to the main process; arguments are encoded by the codec. */
export type FromPage =
  | { readonly kind: 'invoke'; readonly id: number; readonly channel: string; readonly args: unknown }
  | { readonly kind: 'send'; readonly channel: string; readonly args: unknown; readonly ports: readonly number[] }
  | { readonly kind: 'port'; readonly frame: PortFrame }

/** What the main process says to the preload's world. */
export type ToPage =
  | { readonly kind: 'reply'; readonly id: number; readonly value: unknown }
  | { readonly kind: 'failure'; readonly id: number; readonly message: string }
  | { readonly kind: 'message'; readonly channel: string; readonly args: unknown; readonly ports: readonly number[] }
  | { readonly kind: 'port'; readonly frame: PortFrame }

/** A value that crosses the context bridge: as it is, or in parts. */
export type Described =
  | { readonly kind: 'value'; readonly value: unknown }
  | { readonly kind: 'function'; readonly index: number }
  | { readonly kind: 'promise'; readonly id: number }
  | { readonly kind: 'error'; readonly name: string; readonly message: string }
  | { readonly kind: 'list'; readonly items: readonly Described[] }
  | { readonly kind: 'object'; readonly fields: Readonly<Record<string, Described>> }

/** Names of the DOM events by which the two worlds of a page speak: they are synchronous, as the bridge is. */
export interface BridgeEvents {
  /** Preload to page: an API to put into `window`. */
  'stand-in-expose': { readonly key: string; readonly api: Described }
  /** Page to preload: a function of the API was called; answered by `stand-in-return` before it goes on. */
  'stand-in-call': { readonly index: number; readonly args: readonly Described[] }
  'stand-in-return': { readonly value: Described } | { readonly error: Described }
  /** Preload to page: a function that came as an argument is called. */
  'stand-in-callback': { readonly index: number; readonly args: readonly Described[] }
  /** Preload to page: a promise that was returned is settled. */
  'stand-in-settle': { readonly id: number; readonly value?: Described; readonly error?: Described }
}

/** What of a browser's globals the two worlds use. */
export interface PageGlobals extends EventTarget {
  /** The binding to the main process; only the preload's world has it. */
  __standInSend(text: string): void
  readonly MessageChannel: new () => { readonly port1: PagePort; readonly port2: PagePort }
  readonly document: { readonly readyState: string } & EventTarget
}

/** A browser's MessagePort. */
export interface PagePort extends EventTarget {
  postMessage(data: unknown): void
  start(): void
  close(): void
}
