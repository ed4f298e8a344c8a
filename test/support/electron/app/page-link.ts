import { readFile } from 'node:fs/promises'
import { chromium } from '../chromium.ts'
import { makeCodec } from '../codec.ts'
import { mainWorld } from '../page/main-world.ts'
import type { FromPage, ToPage } from '../page/messages.ts'
import { preloadWorld } from '../page/preload-world.ts'
import { PortPipe, type MessagePortMain } from '../ports.ts'

/** Playwright looks for this name too. */
const WORLD = 'Electron Isolated Context'
const BINDING = '__standInSend'
const codec = makeCodec()

/** What is learnt of a page. */
export interface PageEvents {
  onCall(channel: string, args: readonly unknown[]): Promise<unknown>
  onMessage(channel: string, args: readonly unknown[], ports: MessagePortMain[]): void
  onNavigated(url: string): void
  /** Whether a navigation that the page itself began may go on. */
  onWillNavigate(url: string): boolean
  onReady(): void
  onLoaded(): void
  onConsole(level: string, text: string): void
  onWindowOpen(url: string, frameName: string): void
  onCrashed(): void
}

/**
 * One page: a Chromium target in which the preload runs in a world of its own, with a binding to this process that the
 * page's world does not see. A new document means a new world: what is sent meanwhile waits for it.
 */
export class PageLink {
  readonly #events: PageEvents
  #targetId = ''
  #session = ''
  #context: number | undefined
  #worldIsUp = Promise.withResolvers<void>()
  #ports = this.#newPipe()
  /** Navigations of our own are not asked about. */
  #isLoadingOurs = false

  constructor(events: PageEvents) {
    this.#events = events
  }

  get targetId(): string {
    return this.#targetId
  }

  async open(preloadFile: string | undefined, size: { readonly width: number; readonly height: number }): Promise<void> {
    const cdp = chromium()
    this.#targetId = (await cdp.send('Target.createTarget', { url: 'about:blank', newWindow: true, ...size })).targetId
    this.#session = (await cdp.send('Target.attachToTarget', { targetId: this.#targetId, flatten: true })).sessionId
    this.#listen()
    const preload = preloadFile === undefined ? 'null' : `(require, process, exports, module) => {${await readFile(preloadFile, 'utf8')}\n}`
    const { platform, arch, versions } = process
    const info = { type: 'renderer', sandboxed: true, contextIsolated: true, platform, arch, versions, argv: [], env: {} }
    const isolated = `(${preloadWorld.toString()})((${makeCodec.toString()})(), ${preload}, ${JSON.stringify(info)})`
    const send = (method: Parameters<typeof cdp.send>[0], params: object = {}): Promise<unknown> => cdp.send(method, params, this.#session)
    await Promise.all([
      send('Page.enable'),
      send('Runtime.enable'),
      send('Fetch.enable', { patterns: [{ urlPattern: '*', resourceType: 'Document' }] }),
      send('Runtime.addBinding', { name: BINDING, executionContextName: WORLD }),
      send('Page.addScriptToEvaluateOnNewDocument', { source: `(${mainWorld.toString()})()` }),
      send('Page.addScriptToEvaluateOnNewDocument', { source: isolated, worldName: WORLD }),
    ])
  }

  /** True when a new document is on its way; a changed fragment alone loads nothing. */
  async load(url: string): Promise<boolean> {
    this.#isLoadingOurs = true
    const { errorText, loaderId } = await chromium().send('Page.navigate', { url }, this.#session)
    if (errorText !== undefined) throw new Error(`${errorText} loading '${url}'`)
    if (loaderId === undefined) this.#isLoadingOurs = false
    return loaderId !== undefined
  }

  reload(): void {
    this.#isLoadingOurs = true
    void chromium().send('Page.reload', {}, this.#session)
  }

  async evaluate(expression: string): Promise<unknown> {
    const params = { expression, awaitPromise: true, returnByValue: true, userGesture: true }
    const { result, exceptionDetails } = await chromium().send('Runtime.evaluate', params, this.#session)
    if (exceptionDetails) throw new Error(exceptionDetails.text)
    return result.value
  }

  emulateColourScheme(scheme: 'light' | 'dark' | null): void {
    const features = scheme === null ? [] : [{ name: 'prefers-color-scheme', value: scheme }]
    void chromium().send('Emulation.setEmulatedMedia', { features }, this.#session)
  }

  postMessage(channel: string, args: readonly unknown[], ports: readonly MessagePortMain[] = []): void {
    void this.#send({ kind: 'message', channel, args: codec.encode(args), ports: ports.map((port) => this.#ports.give(port)) })
  }

  close(): void {
    this.#ports.closeAll()
    if (this.#targetId !== '')
      void chromium()
        .send('Target.closeTarget', { targetId: this.#targetId })
        .catch(() => {})
  }

  #newPipe(): PortPipe {
    return new PortPipe(
      (frame) => void this.#send({ kind: 'port', frame: 'data' in frame ? { ...frame, data: codec.encode(frame.data) } : frame }),
      'odd',
    )
  }

  #listen(): void {
    const cdp = chromium()
    const events = this.#events
    const session = this.#session
    cdp.on('Runtime.executionContextCreated', ({ context }) => this.#enter(context), session)
    cdp.on('Runtime.executionContextsCleared', () => this.#leave(), session)
    cdp.on('Runtime.bindingCalled', ({ payload }) => void this.#take(JSON.parse(payload) as FromPage), session)
    cdp.on(
      'Runtime.consoleAPICalled',
      ({ type, args }) => events.onConsole(type, args.map(({ value, description }) => String(value ?? description)).join(' ')),
      session,
    )
    cdp.on('Page.domContentEventFired', () => events.onReady(), session)
    cdp.on('Page.loadEventFired', () => events.onLoaded(), session)
    cdp.on('Page.frameNavigated', ({ frame }) => frame.parentId === undefined && events.onNavigated(frame.url), session)
    cdp.on('Page.navigatedWithinDocument', ({ url }) => events.onNavigated(url), session)
    cdp.on('Page.windowOpen', ({ url, windowName }) => events.onWindowOpen(url, windowName), session)
    cdp.on('Inspector.targetCrashed', () => events.onCrashed(), session)
    cdp.on('Fetch.requestPaused', ({ requestId, frameId, request }) => void this.#decide(requestId, frameId, request.url), session)
  }

  #enter({ id, name, auxData }: { readonly id: number; readonly name: string; readonly auxData: { readonly frameId?: string } }): void {
    if (name !== WORLD || auxData.frameId !== this.#targetId) return
    this.#context = id
    this.#worldIsUp.resolve()
  }

  #leave(): void {
    if (this.#context === undefined) return
    this.#context = undefined
    this.#worldIsUp = Promise.withResolvers()
    this.#ports.closeAll()
    this.#ports = this.#newPipe()
  }

  async #decide(requestId: string, frameId: string, url: string): Promise<void> {
    const isOurs = frameId !== this.#targetId || this.#isLoadingOurs
    if (frameId === this.#targetId) this.#isLoadingOurs = false
    const params = isOurs || this.#events.onWillNavigate(url) ? { requestId } : { requestId, errorReason: 'Aborted' }
    await chromium().send('errorReason' in params ? 'Fetch.failRequest' : 'Fetch.continueRequest', params, this.#session)
  }

  async #send(message: ToPage): Promise<void> {
    await this.#worldIsUp.promise
    const params = { contextId: this.#context, expression: `__standInReceive(${JSON.stringify(message)})` }
    // The page may have gone meanwhile, as it may in Electron.
    await chromium()
      .send('Runtime.evaluate', params, this.#session)
      .catch(() => {})
  }

  async #take(message: FromPage): Promise<void> {
    if (message.kind === 'port') return this.#ports.receive({ ...message.frame, data: codec.decode(message.frame.data) })
    const args = codec.decode(message.args) as unknown[]
    if (message.kind === 'send') {
      const ports = message.ports.map((id) => this.#ports.take(id))
      return this.#events.onMessage(message.channel, args, ports)
    }
    const { id, channel } = message
    try {
      await this.#send({ kind: 'reply', id, value: codec.encode(await this.#events.onCall(channel, args)) })
    } catch (error) {
      await this.#send({ kind: 'failure', id, message: `Error invoking remote method '${channel}': ${String(error)}` })
    }
  }
}
