import {
  app,
  clipboard,
  dialog,
  ipcMain,
  Menu,
  MessageChannelMain,
  protocol,
  session,
  shell,
  utilityProcess,
  type BrowserWindow,
} from 'electron'
import { basename, join } from 'node:path'
import { CHANNELS } from '../../shared/contract/desktop.ts'
import { askAboutCrash } from './dialogs.ts'
import { createEngineHost, type EngineState } from './engine-host.ts'
import type { Trouble } from './engine-messages.ts'
import { openKey } from './keychain.ts'
import { openLogFile } from './log-file.ts'
import { menuTemplate, type MenuActions } from './menu.ts'
import { notifyOf } from './notices.ts'
import { pageAddress, servePage } from './page.ts'
import { denyPermissions, isFromPage, keepOnPage } from './security.ts'
import { openSettings, withRecent } from './settings.ts'
import { firstWorkspace, type StartOptions } from './start-options.ts'
import { openWindow, showWindow } from './window.ts'
import { createWorkspaces } from './workspaces.ts'

// Built, this file lies in out/main beside the engine's entry, and the page in out/renderer.
const ENGINE_FILE = join(import.meta.dirname, 'engine.js')
const PAGE_DIRECTORY = join(import.meta.dirname, '../renderer')

/** The running desktop, as far as what happens to the app concerns it. */
export interface Desktop {
  /** Brings the window to the front, opening it if it was closed; with a folder, opens that workspace in it. */
  readonly show: (directory?: string) => void
  /** Takes the windows away, drains the engine and ends it. */
  readonly close: () => Promise<void>
}

/** Opens the window and the engine behind it. The app is ready, and is the only one of its profile. */
export function openDesktop(options: StartOptions): Desktop {
  const profile = app.getPath('userData')
  const log = openLogFile(join(app.getPath('logs'), 'engine.log'), () => new Date())
  const settings = openSettings(join(profile, 'settings.json'), () => log.write(`The settings cannot be written into ${profile}.`))
  const page = pageAddress(process.env, app.isPackaged)
  /** The workspace that was opened last, whether it runs or not. */
  let opened = firstWorkspace(options, settings.get().workspace)
  /** The workspace that ran last since the start. */
  let lastDirectory: string | null = null
  let isKeyLocked = false
  let window: BrowserWindow | null = null
  /** Takes back the question what to do without an engine. */
  let asking = new AbortController()

  const host = createEngineHost({
    fork: () => {
      const child = utilityProcess.fork(ENGINE_FILE, [], { serviceName: 'Hookscope engine', stdio: 'pipe' })
      log.follow(child.stdout)
      log.follow(child.stderr)
      return child
    },
    createChannel: () => new MessageChannelMain(),
    now: () => performance.now(),
    onChange: changed,
    onLost: () => {
      log.write('The engine ended by itself and is started again.')
      window?.webContents.send(CHANNELS.gone)
    },
    onTrouble: noticed,
  })
  const workspaces = createWorkspaces({
    home: options.home,
    logFile: log.file,
    window: shown,
    open: change,
    forget: (directory) => {
      settings.set({ recent: settings.get().recent.filter((each) => each !== directory) })
      drawMenu()
    },
  })

  const actions: MenuActions = {
    newWorkspace: () => void workspaces.create(),
    openWorkspace: () => void workspaces.choose(),
    openRecent: (directory) => void workspaces.reopen(directory),
    revealWorkspace: () => {
      const state = host.state()
      if ('setup' in state) void shell.openPath(state.setup.directory)
    },
    copyReceiverUrl: () => {
      const state = host.state()
      if (state.kind === 'running' && state.receiver.state !== 'off') void clipboard.writeText(state.receiver.url)
    },
    pauseReceiver: (isPaused) => host.tell({ kind: 'pause', isPaused }),
    openInBrowser: () => {
      const state = host.state()
      if (state.kind === 'running') void shell.openExternal(state.pageUrl)
    },
    setNotifies: (notifies) => {
      settings.set({ notifies })
      host.tell({ kind: 'watch', isOn: notifies })
      drawMenu()
    },
    setKeyLocked: (isLocked) => {
      if (lastDirectory !== null) void workspaces.setKeyLocked(lastDirectory, isLocked)
      // A checkbox has already changed by itself.
      drawMenu()
    },
    go,
    openPanel: (panel) => shown().webContents.send(CHANNELS.panel, panel),
    showLog: () => shell.showItemInFolder(log.file),
  }

  function changed(state: EngineState, before: EngineState): void {
    if (state.kind === 'running' && before.kind !== 'running' && settings.get().notifies) host.tell({ kind: 'watch', isOn: true })
    if (state.kind === 'running' && state.setup.directory !== lastDirectory) {
      lastDirectory = state.setup.directory
      settings.set({ workspace: lastDirectory, recent: withRecent(settings.get().recent, lastDirectory) })
    }
    asking.abort()
    if (state.kind === 'failed') {
      asking = new AbortController()
      void workspaces.settle(state.failure, state.setup.directory, lastDirectory, asking.signal)
    }
    drawMenu()
  }

  function drawMenu(): void {
    const { recent, notifies } = settings.get()
    const state = { platform: process.platform, isPackaged: app.isPackaged, engine: host.state(), recent, notifies, isKeyLocked }
    Menu.setApplicationMenu(Menu.buildFromTemplate(menuTemplate(state, actions)))
  }

  function noticed(trouble: Trouble): void {
    notifyOf(trouble, () => go(`activity/${trouble.exchangeId}`))
  }

  /** Shows a screen of the page. */
  function go(path: string): void {
    const fragment = `#/${path}`
    // A new window is not there yet for messages.
    if (window === null) shown(fragment)
    else shown().webContents.send(CHANNELS.go, fragment)
  }

  function shown(fragment = ''): BrowserWindow {
    if (window === null) {
      window = openWindow(join(profile, 'window.json'), page.url + fragment)
      window.once('closed', () => (window = null))
      window.webContents.on('render-process-gone', (_event, { reason }) => void recover(reason))
      nameWindow()
    } else {
      showWindow(window)
    }
    return window
  }

  async function recover(reason: string): Promise<void> {
    log.write(`The page's process has gone: ${reason}.`)
    if (reason === 'clean-exit' || window === null) return
    if (await askAboutCrash(window)) loadPage(window)
    else app.quit()
  }

  function loadPage(into: BrowserWindow): void {
    // A load that another one overtakes is no failure, nor is one whose window is closed.
    into.loadURL(page.url).catch(() => {})
  }

  function nameWindow(): void {
    const state = host.state()
    if (!('setup' in state)) return
    window?.setTitle(`${basename(state.setup.directory)} — Hookscope`)
    window?.setRepresentedFilename(state.setup.directory)
  }

  async function open(directory: string): Promise<void> {
    opened = directory
    // Whatever is wrong with the key, the engine words it.
    const key = await openKey(directory).catch(() => null)
    isKeyLocked = key !== null
    await host.open({ directory, ...options.ports, ...(key && { key }), ...(options.token !== null && { token: options.token }) })
    nameWindow()
  }

  /** Opens another workspace. Whatever the page knows is of the one before, so it is loaded anew. */
  async function change(directory: string): Promise<void> {
    await open(directory)
    loadPage(shown())
  }

  async function close(): Promise<void> {
    window?.hide()
    await host.close()
  }

  function failed(error: unknown): void {
    log.write(`A fault of the window's own: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`)
    dialog.showErrorBox('Hookscope met a fault of its own', `It goes on. The log says more:\n${log.file}`)
  }

  process.on('uncaughtException', failed)
  process.on('unhandledRejection', failed)
  denyPermissions(session.defaultSession, page.origin)
  app.on('web-contents-created', (_event, contents) => keepOnPage(contents, page.origin, (url) => void shell.openExternal(url)))
  servePage(protocol, PAGE_DIRECTORY)
  ipcMain.on(CHANNELS.connect, (event) => {
    if (!isFromPage(event, page.origin)) return
    host.connect((port) => {
      if (event.sender.isDestroyed()) port.close()
      else event.sender.postMessage(CHANNELS.port, null, [port])
    })
  })
  drawMenu()
  void open(opened)
  shown()
  return {
    show: (directory) => {
      if (directory === undefined || directory === opened) shown()
      else void change(directory)
    },
    close,
  }
}
