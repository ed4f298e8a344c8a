import { app, clipboard, ipcMain, Menu, MessageChannelMain, protocol, session, shell, utilityProcess, type BrowserWindow } from 'electron'
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
  /** Brings the window to the front, opening it if it was closed. */
  readonly show: () => void
  /** Takes the windows away, drains the engine and ends it. */
  readonly close: () => Promise<void>
}

/** Opens the window and the engine behind it. The app is ready, and is the only one of its profile. */
export function openDesktop(options: StartOptions): Desktop {
  const profile = app.getPath('userData')
  const settings = openSettings(join(profile, 'settings.json'))
  const log = openLogFile(join(app.getPath('logs'), 'engine.log'), () => new Date())
  const page = pageAddress(process.env, app.isPackaged)
  /** The workspace that ran last since the start. */
  let lastDirectory: string | null = null
  let isKeyLocked = false
  let window: BrowserWindow | null = null

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
  const workspaces = createWorkspaces({ home: options.home, logFile: log.file, window: shown, open: change })

  const actions: MenuActions = {
    newWorkspace: () => void workspaces.create(),
    openWorkspace: () => void workspaces.choose(),
    openRecent: (directory) => void change(directory),
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
    showLog: () => shell.showItemInFolder(log.file),
  }

  function changed(state: EngineState): void {
    if (state.kind === 'running' && state.setup.directory !== lastDirectory) {
      lastDirectory = state.setup.directory
      settings.set({ workspace: lastDirectory, recent: withRecent(settings.get().recent, lastDirectory) })
    }
    if (state.kind === 'failed') void workspaces.settle(state.failure, state.setup.directory, lastDirectory)
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
    shown().webContents.send(CHANNELS.go, `#/${path}`)
  }

  function shown(): BrowserWindow {
    if (window === null) {
      window = openWindow(join(profile, 'window.json'), page.url)
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
    if (await askAboutCrash(window)) await window.loadURL(page.url)
    else app.quit()
  }

  function nameWindow(): void {
    const state = host.state()
    if (!('setup' in state)) return
    window?.setTitle(`${basename(state.setup.directory)} — Hookscope`)
    window?.setRepresentedFilename(state.setup.directory)
  }

  async function open(directory: string): Promise<void> {
    // Whatever is wrong with the key, the engine words it.
    const key = await openKey(directory).catch(() => null)
    isKeyLocked = key !== null
    await host.open({ directory, ...options.ports, ...(key && { key }), ...(options.token !== null && { token: options.token }) })
    nameWindow()
  }

  /** Opens another workspace. Whatever the page knows is of the one before, so it is loaded anew. */
  async function change(directory: string): Promise<void> {
    await open(directory)
    await shown().loadURL(page.url)
  }

  async function close(): Promise<void> {
    window?.hide()
    await host.close()
  }

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
  void open(firstWorkspace(options, settings.get().workspace))
  shown()
  return { show: () => void shown(), close }
}
