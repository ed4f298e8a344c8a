/** Methods of the DevTools protocol that are used, and what is read of their answers. */
interface Answers {
  'Target.setDiscoverTargets': unknown
  'Target.createTarget': { readonly targetId: string }
  'Target.attachToTarget': { readonly sessionId: string }
  'Target.closeTarget': unknown
  'Page.enable': unknown
  'Page.navigate': { readonly errorText?: string; readonly loaderId?: string }
  'Page.reload': unknown
  'Page.addScriptToEvaluateOnNewDocument': unknown
  'Runtime.enable': unknown
  'Runtime.addBinding': unknown
  'Runtime.evaluate': { readonly result: { readonly value?: unknown }; readonly exceptionDetails?: { readonly text: string } }
  'Fetch.enable': unknown
  'Fetch.continueRequest': unknown
  'Fetch.failRequest': unknown
  'Emulation.setEmulatedMedia': unknown
}

/** Its events that are listened to. */
interface Events {
  'Target.targetCreated': { readonly targetInfo: { readonly targetId: string; readonly openerId?: string } }
  'Target.targetDestroyed': { readonly targetId: string }
  'Inspector.targetCrashed': object
  'Page.domContentEventFired': object
  'Page.loadEventFired': object
  'Page.frameNavigated': { readonly frame: { readonly url: string; readonly parentId?: string } }
  'Page.navigatedWithinDocument': { readonly url: string }
  'Page.windowOpen': { readonly url: string; readonly windowName: string }
  'Fetch.requestPaused': { readonly requestId: string; readonly frameId: string; readonly request: { readonly url: string } }
  'Runtime.executionContextCreated': {
    readonly context: { readonly id: number; readonly name: string; readonly auxData: { readonly frameId?: string } }
  }
  'Runtime.executionContextsCleared': object
  'Runtime.bindingCalled': { readonly payload: string }
  'Runtime.consoleAPICalled': {
    readonly type: string
    readonly args: readonly { readonly value?: string | number | boolean | null; readonly description?: string }[]
  }
}

interface Incoming {
  readonly id?: number
  readonly method?: string
  readonly params?: unknown
  readonly sessionId?: string
  readonly result?: unknown
  readonly error?: { readonly message: string }
}

interface Waiting {
  readonly method: string
  readonly resolve: (result: unknown) => void
  readonly reject: (error: Error) => void
}

type Listener = (params: unknown) => void

/** A client of the Chrome DevTools Protocol. Chromium takes several at once: Playwright has one of its own. */
export class Cdp {
  readonly #socket: WebSocket
  readonly #waiting = new Map<number, Waiting>()
  readonly #listeners = new Map<string, Listener[]>()
  #lastId = 0

  private constructor(socket: WebSocket) {
    this.#socket = socket
    socket.addEventListener('message', (event) => this.#take(JSON.parse(String(event.data)) as Incoming))
  }

  static async connect(url: string): Promise<Cdp> {
    const socket = new WebSocket(url)
    await new Promise((resolve, reject) => {
      socket.addEventListener('open', resolve, { once: true })
      socket.addEventListener('error', reject, { once: true })
    })
    return new Cdp(socket)
  }

  send<M extends keyof Answers>(method: M, params: object = {}, sessionId?: string): Promise<Answers[M]> {
    const id = ++this.#lastId
    this.#socket.send(JSON.stringify({ id, method, params, sessionId }))
    return new Promise((resolve, reject) => {
      this.#waiting.set(id, { method, resolve: (result) => resolve(result as Answers[M]), reject })
    })
  }

  /** Without a session: events of the browser itself. */
  on<E extends keyof Events>(event: E, listener: (params: Events[E]) => void, sessionId?: string): void {
    const key = keyOf(event, sessionId)
    this.#listeners.set(key, [...(this.#listeners.get(key) ?? []), listener as Listener])
  }

  #take({ id, method, params, sessionId, result, error }: Incoming): void {
    if (id === undefined) {
      for (const listener of this.#listeners.get(keyOf(method ?? '', sessionId)) ?? []) listener(params)
      return
    }
    const call = this.#waiting.get(id)
    this.#waiting.delete(id)
    if (error) call?.reject(new Error(`${call.method}: ${error.message}`))
    else call?.resolve(result)
  }
}

function keyOf(event: string, sessionId: string | undefined): string {
  return `${sessionId ?? ''} ${event}`
}
