import { EventEmitter } from 'node:events'
import { app } from './app.ts'
import { openWindows } from './open-windows.ts'
import { WebContents } from './web-contents.ts'

interface Rectangle {
  x: number
  y: number
  width: number
  height: number
}

interface WindowOptions extends Partial<Rectangle> {
  readonly show?: boolean
  readonly title?: string
  readonly webPreferences?: {
    readonly preload?: string
    readonly sandbox?: boolean
    readonly contextIsolation?: boolean
    readonly nodeIntegration?: boolean
  }
}

const DEFAULT_SIZE = { width: 800, height: 600 }

/** Electron's BrowserWindow. There is no screen: bounds and states are only remembered. */
export class BrowserWindow extends EventEmitter {
  static getAllWindows = (): BrowserWindow[] => [...openWindows] as BrowserWindow[]
  static getFocusedWindow = (): BrowserWindow | null => BrowserWindow.getAllWindows().find((each) => each.isFocused()) ?? null
  static fromWebContents = (contents: WebContents): BrowserWindow | null =>
    BrowserWindow.getAllWindows().find((each) => each.webContents.id === contents.id) ?? null
  static fromId = (id: number): BrowserWindow | null => BrowserWindow.getAllWindows().find((each) => each.id === id) ?? null

  readonly id: number
  readonly webContents: WebContents
  #title: string
  #bounds: Rectangle
  #isVisible: boolean
  #isFocused = true
  #isMaximized = false
  #isMinimized = false
  #isFullScreen = false
  #isDestroyed = false
  #wasReady = false

  constructor(options: WindowOptions = {}) {
    super()
    if (!app.isReady()) throw new Error('Cannot create BrowserWindow before app is ready')
    const { preload, sandbox, contextIsolation, nodeIntegration } = options.webPreferences ?? {}
    if (nodeIntegration || contextIsolation === false || sandbox === false)
      throw new Error('The stand-in simulates only sandboxed, isolated windows')
    const { x = 0, y = 0, width, height } = { ...DEFAULT_SIZE, ...options }
    this.#bounds = { x, y, width, height }
    this.#isVisible = options.show ?? true
    this.#title = options.title ?? ''
    const contents = new WebContents({
      preload,
      size: { width, height },
      onReadyToShow: () => {
        if (!this.#wasReady) this.emit('ready-to-show', {})
        this.#wasReady = true
      },
      onGone: () => this.#gone(),
    })
    this.webContents = contents.face
    this.id = contents.id
    openWindows.add(this)
    app.emit('web-contents-created', {}, contents.face)
    app.emit('browser-window-created', {}, this)
  }

  loadURL(url: string): Promise<void> {
    return this.webContents.loadURL(url)
  }

  show(): void {
    this.#isVisible = true
    this.emit('show')
    this.focus()
  }

  hide(): void {
    this.#isVisible = false
    this.emit('hide')
  }

  focus(): void {
    this.#isFocused = true
    this.emit('focus')
  }

  blur(): void {
    this.#isFocused = false
    this.emit('blur')
  }

  minimize(): void {
    this.#isMinimized = true
    this.blur()
  }

  maximize(): void {
    this.#isMaximized = true
    this.emit('maximize')
  }

  restore(): void {
    this.#isMaximized = false
    this.#isMinimized = false
    this.emit('restore')
  }

  setFullScreen(isFullScreen: boolean): void {
    this.#isFullScreen = isFullScreen
  }

  isVisible(): boolean {
    return this.#isVisible
  }

  isFocused(): boolean {
    return this.#isFocused
  }

  isMaximized(): boolean {
    return this.#isMaximized
  }

  isMinimized(): boolean {
    return this.#isMinimized
  }

  isFullScreen(): boolean {
    return this.#isFullScreen
  }

  isDestroyed(): boolean {
    return this.#isDestroyed
  }

  getBounds(): Rectangle {
    return { ...this.#bounds }
  }

  getNormalBounds(): Rectangle {
    return this.getBounds()
  }

  setBounds(bounds: Partial<Rectangle>): void {
    Object.assign(this.#bounds, bounds)
    this.emit('resize')
    this.emit('move')
  }

  getTitle(): string {
    return this.#title
  }

  setTitle(title: string): void {
    this.#title = title
  }

  setRepresentedFilename(): void {}

  setBackgroundColor(): void {}

  close(): void {
    if (this.#isDestroyed) return
    let isPrevented = false
    this.emit('close', { preventDefault: () => (isPrevented = true) })
    if (!isPrevented) this.destroy()
  }

  destroy(): void {
    this.webContents.gone()
  }

  #gone(): void {
    if (this.#isDestroyed) return
    this.#isDestroyed = true
    openWindows.delete(this)
    this.emit('closed')
    if (openWindows.size === 0) app.emit('window-all-closed')
  }
}
