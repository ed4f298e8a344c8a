import { EventEmitter, once } from 'node:events'
import type { MessagePortMain } from '../ports.ts'
import { strict } from '../strict.ts'
import { IpcMain, ipcMain } from './ipc.ts'
import { PageLink } from './page-link.ts'
import { fromChromiumUrl, session, toChromiumUrl } from './protocol.ts'

/** What a page needs of the window around it. */
export interface PageOwner {
  readonly preload: string | undefined
  readonly size: { readonly width: number; readonly height: number }
  onReadyToShow(): void
  onGone(): void
}

type OpenHandler = (details: { readonly url: string; readonly frameName: string; readonly disposition: string }) => {
  readonly action: string
}

const all = new Map<number, WebContents>()
let lastId = 0

/** Electron's WebContents, as far as an app with one page per window needs it. */
export class WebContents extends EventEmitter {
  readonly id = ++lastId
  readonly ipc = new IpcMain()
  readonly session = session.defaultSession
  /** What the app gets to see of it. */
  readonly face: WebContents = strict('webContents', this)
  readonly #owner: PageOwner
  readonly #page: PageLink
  readonly #isOpen: Promise<void>
  #openHandler: OpenHandler | undefined
  #isPopupAllowed = false
  #url = ''
  #isDestroyed = false

  constructor(owner: PageOwner) {
    super()
    this.#owner = owner
    this.#page = new PageLink({
      onCall: (channel, args) => this.#call(channel, args),
      onMessage: (channel, args, ports) => {
        const event = { ...this.#event(), ports }
        this.ipc.emit(channel, event, ...args)
        ipcMain.emit(channel, event, ...args)
      },
      onNavigated: (url) => {
        this.#url = fromChromiumUrl(url)
      },
      onWillNavigate: (url) => this.#mayNavigate(fromChromiumUrl(url)),
      onReady: () => {
        this.emit('dom-ready', {})
        owner.onReadyToShow()
      },
      onLoaded: () => this.emit('did-finish-load', {}),
      onConsole: (level, message) => this.emit('console-message', { level, message }),
      onWindowOpen: (url, frameName) => {
        const details = { url: fromChromiumUrl(url), frameName, disposition: 'foreground-tab' }
        this.#isPopupAllowed = this.#openHandler?.(details).action === 'allow'
      },
      onCrashed: () => this.emit('render-process-gone', {}, { reason: 'crashed', exitCode: 1 }),
    })
    this.#isOpen = this.#page.open(owner.preload, owner.size)
    all.set(this.id, this)
  }

  static fromTarget(targetId: string): WebContents | undefined {
    return [...all.values()].find((each) => each.#page.targetId === targetId)
  }

  get mainFrame(): object {
    const url = this.getURL()
    return { url, origin: URL.canParse(url) ? new URL(url).origin : 'null', parent: null, processId: this.id, routingId: 1 }
  }

  async loadURL(url: string): Promise<void> {
    await this.#isOpen
    const loaded = once(this, 'did-finish-load')
    if (await this.#page.load(await toChromiumUrl(url))) await loaded
  }

  getURL(): string {
    return this.#url
  }

  reload(): void {
    this.#page.reload()
  }

  send(channel: string, ...args: unknown[]): void {
    this.#page.postMessage(channel, args)
  }

  postMessage(channel: string, message: unknown, transfer: readonly MessagePortMain[] = []): void {
    this.#page.postMessage(channel, [message], transfer)
  }

  executeJavaScript(expression: string): Promise<unknown> {
    return this.#page.evaluate(expression)
  }

  setWindowOpenHandler(handler: OpenHandler): void {
    this.#openHandler = handler
  }

  /** The page opened another one; Chromium has made it by now. */
  closePopupUnlessAllowed(close: () => void): void {
    if (!this.#isPopupAllowed) close()
  }

  async emulateColourScheme(scheme: 'light' | 'dark' | null): Promise<void> {
    await this.#isOpen
    this.#page.emulateColourScheme(scheme)
  }

  isDestroyed(): boolean {
    return this.#isDestroyed
  }

  isDevToolsOpened(): boolean {
    return false
  }

  focus(): void {}

  /** The page has gone, by whoever closed it. */
  gone(): void {
    if (this.#isDestroyed) return
    this.#isDestroyed = true
    all.delete(this.id)
    this.#page.close()
    this.emit('destroyed')
    this.#owner.onGone()
  }

  #event(): object {
    return { sender: this.face, senderFrame: this.mainFrame, processId: this.id, frameId: 1 }
  }

  async #call(channel: string, args: readonly unknown[]): Promise<unknown> {
    const handler = this.ipc.handlers.get(channel) ?? ipcMain.handlers.get(channel)
    if (!handler) throw new Error(`No handler registered for '${channel}'`)
    return handler(this.#event(), ...args)
  }

  #mayNavigate(url: string): boolean {
    let isPrevented = false
    const event = { url, isMainFrame: true, preventDefault: () => (isPrevented = true) }
    this.emit('will-navigate', event, url)
    return !isPrevented
  }
}

/** Electron's module of that name; Playwright finds the window of a page by it. */
export const webContents = strict('webContents', {
  fromDevToolsTargetId: (targetId: string) => WebContents.fromTarget(targetId)?.face,
  fromId: (id: number) => all.get(id)?.face,
  getAllWebContents: () => [...all.values()].map((each) => each.face),
})

/** Every page that is open. */
export function allWebContents(): readonly WebContents[] {
  return [...all.values()]
}
