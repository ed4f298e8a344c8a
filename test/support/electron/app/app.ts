import { spawn } from 'node:child_process'
import { EventEmitter } from 'node:events'
import { mkdirSync } from 'node:fs'
import { homedir, tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { appPath, manifest, switches } from '../command-line.ts'
import { strict } from '../strict.ts'
import { openWindows } from './open-windows.ts'
import { SingleInstance } from './single-instance.ts'

const EXECUTABLE = join(import.meta.dirname, '../dist/electron')

/** Electron's `app`. */
export class App extends EventEmitter {
  readonly isPackaged = false
  name = manifest.productName ?? manifest.name
  readonly commandLine = {
    appendSwitch: (name: string, value = '') => void switches.set(name, value),
    hasSwitch: (name: string) => switches.has(name),
    getSwitchValue: (name: string) => switches.get(name) ?? '',
  }
  readonly #paths = new Map<string, string>()
  readonly #ready = Promise.withResolvers<void>()
  #isReady = false
  #isQuitting = false
  #instance: SingleInstance | undefined
  #relaunchArgs: readonly string[] | undefined

  /** Playwright puts its own in the place of this and of `isReady`. */
  whenReady(): Promise<void> {
    return this.#ready.promise
  }

  isReady(): boolean {
    return this.#isReady
  }

  /** Chromium runs. */
  becomeReady(): void {
    this.#isReady = true
    this.#ready.resolve()
    this.emit('ready', {}, {})
  }

  get isQuitting(): boolean {
    return this.#isQuitting
  }

  getPath(name: string): string {
    const path = this.#paths.get(name) ?? this.#defaultPath(name)
    if (name === 'userData' || name === 'logs') mkdirSync(path, { recursive: true })
    return path
  }

  setPath(name: string, path: string): void {
    this.#paths.set(name, path)
  }

  getAppPath(): string {
    return appPath
  }

  getVersion(): string {
    return manifest.version
  }

  getName(): string {
    return this.name
  }

  setName(name: string): void {
    this.name = name
  }

  requestSingleInstanceLock(data: object = {}): boolean {
    this.#instance ??= new SingleInstance(this.getPath('userData'))
    const notice = { argv: process.argv, workingDirectory: process.cwd(), data }
    return this.#instance.take(notice, (other) => this.emit('second-instance', {}, other.argv, other.workingDirectory, other.data))
  }

  enableSandbox(): void {}

  setAppUserModelId(): void {}

  setAboutPanelOptions(): void {}

  focus(): void {}

  quit(): void {
    if (this.#isQuitting || this.#isPrevented('before-quit')) return
    this.#isQuitting = true
    for (const window of openWindows) window.close()
    if (openWindows.size > 0 || this.#isPrevented('will-quit')) {
      this.#isQuitting = false
      return
    }
    this.exit(0)
  }

  relaunch({ args = process.argv.slice(1) }: { readonly args?: readonly string[] } = {}): void {
    this.#relaunchArgs ??= args
  }

  exit(code = 0): void {
    this.#isQuitting = true
    this.emit('quit', {}, code)
    // When this process has gone: the new one takes the same lock.
    if (this.#relaunchArgs)
      process.on('exit', () => spawn(EXECUTABLE, this.#relaunchArgs ?? [], { detached: true, stdio: 'ignore' }).unref())
    process.exit(code)
  }

  #isPrevented(event: string): boolean {
    let isPrevented = false
    this.emit(event, { preventDefault: () => (isPrevented = true) })
    return isPrevented
  }

  #defaultPath(name: string): string {
    const userData = switches.get('user-data-dir') ?? join(process.env['XDG_CONFIG_HOME'] ?? join(homedir(), '.config'), this.name)
    switch (name) {
      case 'userData':
      case 'sessionData':
        return userData
      case 'appData':
        return dirname(userData)
      case 'logs':
        return join(this.getPath('userData'), 'logs')
      case 'temp':
        return tmpdir()
      case 'exe':
        return process.execPath
      case 'home':
        return homedir()
      default:
        return join(homedir(), name)
    }
  }
}

export const app = strict('app', new App())
