import { DynamicLink } from '@orpc/client'
import { createStore } from 'zustand/vanilla'
import { createClientOver, enterSocket, type Client, type Link } from '../../shared/contract/client.ts'
import type { DesktopApi } from '../../shared/contract/desktop.ts'
import { RPC_PATH, type Entrance } from '../../shared/contract/entrance.ts'
import { HookscopeError } from '../../shared/domain/errors.ts'
import { untilConnection, type Connection, type ConnectionStore } from './connection.ts'
import { enterPort } from './desktop-port.ts'
import { keepSession, takeEntrance, type WayInBrowser } from './way-in.ts'

/** What of the browser's window the client needs. */
export interface Browser extends WayInBrowser, Pick<Window, 'addEventListener' | 'removeEventListener'> {
  readonly location: Pick<Location, 'hash' | 'origin'>
  readonly desktop?: DesktopApi
}

/** The page's side of the API. */
export interface Api {
  /** Calls wait for the first connection; while there is none later on they fail at once, with `engine_gone` or `unauthorized`. */
  readonly client: Client
  readonly connection: ConnectionStore
  /** Tries to connect now, whatever the state. */
  readonly retry: () => void
  readonly close: () => void
}

const RETRY_DELAYS_MS = [250, 500, 1_000, 2_000, 5_000]
const NO_WAY_IN = 'This page has no way in. Run `hookscope open` in a terminal: it opens the page with one.'
const RESTARTING = 'The engine stopped and is being started again. What is shown may be old.'
const GONE = 'Hookscope does not answer. What is shown may be old.'

/** Connects the page to its engine, by MessagePort in the desktop window and else by WebSocket, and keeps it connected. */
export function createClient(browser: Browser): Api {
  const store = createStore<Connection>()(() => ({ kind: 'connecting' }))
  let entrance = takeEntrance(browser)
  let current: Link | null = null
  let socket: WebSocket | null = null
  let failures = 0
  let timer: ReturnType<typeof setTimeout> | undefined
  // Whatever an attempt finds out counts only while it is the latest.
  let attempt = 0

  async function connect(): Promise<void> {
    clearTimeout(timer)
    const mine = ++attempt
    if (browser.desktop) return enterThroughPort(browser.desktop, mine)
    if (entrance === null) return store.setState({ kind: 'refused', sentence: NO_WAY_IN }, true)
    try {
      await enterWith(entrance, mine)
    } catch (error) {
      if (mine !== attempt) return
      if (!(error instanceof HookscopeError && error.code === 'unauthorized')) return tryLater()
      // An old code in a tab that has a session: that one may still do.
      if ('token' in entrance) keepSession(browser, null)
      entrance = takeEntrance(browser)
      return connect()
    }
  }

  async function enterThroughPort(desktop: DesktopApi, mine: number): Promise<void> {
    const { link, closed } = await enterPort(browser, desktop)
    if (mine !== attempt) return
    current = link
    store.setState({ kind: 'connected' }, true)
    await closed
    if (mine !== attempt) return
    current = null
    store.setState({ kind: 'reconnecting', sentence: RESTARTING, retryAt: null }, true)
    await connect()
  }

  async function enterWith(entranceNow: Entrance, mine: number): Promise<void> {
    socket = new WebSocket(browser.location.origin.replace(/^http/, 'ws') + RPC_PATH)
    const { link, welcome, closed } = await enterSocket(socket, entranceNow)
    if (mine !== attempt) return
    if (welcome.session !== null) {
      keepSession(browser, welcome.session)
      entrance = { token: welcome.session }
    }
    failures = 0
    current = link
    store.setState({ kind: 'connected' }, true)
    await closed
    if (mine === attempt) tryLater()
  }

  function tryLater(): void {
    current = null
    const delayMs = RETRY_DELAYS_MS[Math.min(failures++, RETRY_DELAYS_MS.length - 1)] ?? 0
    store.setState({ kind: 'reconnecting', sentence: GONE, retryAt: Date.now() + delayMs }, true)
    timer = setTimeout(() => void connect(), delayMs)
  }

  function retry(): void {
    socket?.close()
    current = null
    entrance ??= takeEntrance(browser)
    store.setState({ kind: 'connecting' }, true)
    void connect()
  }

  /** An address with a code, pasted where the page already stands, loads nothing. */
  function takeNewCode(): void {
    if (!browser.location.hash.startsWith('#code=')) return
    entrance = takeEntrance(browser)
    if (store.getState().kind !== 'connected') retry()
  }

  function close(): void {
    attempt++
    clearTimeout(timer)
    browser.removeEventListener('hashchange', takeNewCode)
    socket?.close()
  }

  async function linkNow(): Promise<Link> {
    await untilConnection(store, ['connected', 'reconnecting', 'refused'])
    if (current) return current
    const state = store.getState()
    if (state.kind === 'refused')
      throw new HookscopeError('unauthorized', 'This page may not ask Hookscope.', 'Run hookscope open in a terminal.')
    throw new HookscopeError(
      'engine_gone',
      'Hookscope does not answer.',
      'Start it again with hookscope serve; the page comes back by itself.',
    )
  }

  browser.addEventListener('hashchange', takeNewCode)
  void connect()
  return { client: createClientOver(new DynamicLink(linkNow)), connection: store, retry, close }
}
