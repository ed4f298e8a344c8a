import type { MenuItemConstructorOptions } from 'electron'
import { basename } from 'node:path'
import type { Panel } from '../../shared/contract/desktop.ts'
import type { EngineState } from './engine-host.ts'

/** What the menu shows. */
export interface MenuState {
  readonly platform: NodeJS.Platform
  readonly isPackaged: boolean
  readonly engine: EngineState
  readonly recent: readonly string[]
  readonly notifies: boolean
  /** Whether the system's keychain has the workspace's key. */
  readonly isKeyLocked: boolean
}

/** What it does. */
export interface MenuActions {
  readonly newWorkspace: () => void
  readonly openWorkspace: () => void
  readonly openRecent: (directory: string) => void
  readonly revealWorkspace: () => void
  readonly copyReceiverUrl: () => void
  readonly pauseReceiver: (isPaused: boolean) => void
  readonly openInBrowser: () => void
  readonly setNotifies: (notifies: boolean) => void
  readonly setKeyLocked: (isLocked: boolean) => void
  /** Goes to a place of the page: `activity`, `activity?transfer=import`. */
  readonly go: (place: string) => void
  readonly openPanel: (panel: Panel) => void
  readonly showLog: () => void
}

const SEPARATOR: MenuItemConstructorOptions = { type: 'separator' }
/** In the order of the page's rail; settings stand where each platform has them. */
const SCREENS = ['Activity', 'Compose', 'Endpoints', 'Inboxes', 'CRM', 'Simulator', 'Replays']

/** The menu of the platform, as it has to be now. */
export function menuTemplate(state: MenuState, actions: MenuActions): MenuItemConstructorOptions[] {
  const isMac = state.platform === 'darwin'
  return [
    ...(isMac ? [appMenu(state, actions)] : []),
    fileMenu(state, actions, isMac),
    { role: 'editMenu' },
    viewMenu(state, actions),
    receiverMenu(state, actions),
    { role: 'windowMenu' },
    helpMenu(state, actions, isMac),
  ]
}

function appMenu(state: MenuState, actions: MenuActions): MenuItemConstructorOptions {
  return {
    role: 'appMenu',
    submenu: [
      { role: 'about' },
      SEPARATOR,
      settingsItem(actions),
      notifyItem(state, actions),
      SEPARATOR,
      { role: 'services' },
      SEPARATOR,
      { role: 'hide' },
      { role: 'hideOthers' },
      { role: 'unhide' },
      SEPARATOR,
      { role: 'quit' },
    ],
  }
}

function fileMenu(state: MenuState, actions: MenuActions, isMac: boolean): MenuItemConstructorOptions {
  const recent = state.recent.map((directory): MenuItemConstructorOptions => ({
    // An & alone would underline the letter after it.
    label: `${basename(directory)} — ${directory}`.replaceAll('&', '&&'),
    click: () => actions.openRecent(directory),
  }))
  return {
    label: '&File',
    submenu: [
      { id: 'new-workspace', label: 'New Workspace…', accelerator: 'CmdOrCtrl+Shift+N', click: actions.newWorkspace },
      { id: 'open-workspace', label: 'Open Workspace…', accelerator: 'CmdOrCtrl+O', click: actions.openWorkspace },
      { id: 'recent', label: 'Open Recent', enabled: recent.length > 0, submenu: recent },
      { id: 'reveal-workspace', label: revealLabel(state.platform), enabled: hasWorkspace(state.engine), click: actions.revealWorkspace },
      {
        id: 'lock-key',
        label: 'Lock Key with the System Keychain',
        type: 'checkbox',
        checked: state.isKeyLocked,
        enabled: state.engine.kind === 'running',
        click: () => actions.setKeyLocked(!state.isKeyLocked),
      },
      SEPARATOR,
      { id: 'import', label: 'Import…', click: () => actions.go('activity?transfer=import') },
      { id: 'export', label: 'Export…', click: () => actions.go('activity?transfer=export') },
      SEPARATOR,
      ...(isMac ? [] : [settingsItem(actions), notifyItem(state, actions), SEPARATOR]),
      isMac ? { role: 'close' } : { id: 'quit', role: 'quit' },
    ],
  }
}

function viewMenu(state: MenuState, actions: MenuActions): MenuItemConstructorOptions {
  const screens = SCREENS.map((label, index): MenuItemConstructorOptions => ({
    id: `go-${label.toLowerCase()}`,
    label,
    accelerator: `CmdOrCtrl+${index + 1}`,
    click: () => actions.go(label.toLowerCase()),
  }))
  const forDevelopers: MenuItemConstructorOptions[] = [SEPARATOR, { role: 'reload' }, { role: 'toggleDevTools' }]
  return {
    label: '&View',
    submenu: [
      ...screens,
      SEPARATOR,
      // The page takes these keys itself; the menu only names them.
      {
        id: 'commands',
        label: 'Commands…',
        accelerator: 'CmdOrCtrl+K',
        registerAccelerator: false,
        click: () => actions.openPanel('commands'),
      },
      SEPARATOR,
      { role: 'resetZoom' },
      { role: 'zoomIn' },
      { role: 'zoomOut' },
      SEPARATOR,
      { role: 'togglefullscreen' },
      ...(state.isPackaged ? [] : forDevelopers),
    ],
  }
}

function receiverMenu({ engine }: MenuState, actions: MenuActions): MenuItemConstructorOptions {
  const receiver = engine.kind === 'running' ? engine.receiver : null
  const isOn = receiver !== null && receiver.state !== 'off'
  const isPaused = receiver?.state === 'paused'
  return {
    label: '&Receiver',
    submenu: [
      {
        id: 'copy-receiver-url',
        label: 'Copy Receiver URL',
        accelerator: 'CmdOrCtrl+Shift+U',
        enabled: isOn,
        click: actions.copyReceiverUrl,
      },
      {
        id: 'pause-receiver',
        label: 'Pause Receiver',
        accelerator: 'CmdOrCtrl+Shift+P',
        type: 'checkbox',
        checked: isPaused,
        enabled: isOn,
        click: () => actions.pauseReceiver(!isPaused),
      },
    ],
  }
}

function helpMenu({ engine }: MenuState, actions: MenuActions, isMac: boolean): MenuItemConstructorOptions {
  return {
    role: 'help',
    submenu: [
      { id: 'open-in-browser', label: 'Open in Browser', enabled: engine.kind === 'running', click: actions.openInBrowser },
      { id: 'shortcuts', label: 'Keyboard Shortcuts', click: () => actions.openPanel('shortcuts') },
      { id: 'show-log', label: 'Show Log', click: actions.showLog },
      ...(isMac ? [] : [SEPARATOR, { role: 'about' } as const]),
    ],
  }
}

function settingsItem(actions: MenuActions): MenuItemConstructorOptions {
  return { id: 'settings', label: 'Settings…', accelerator: 'CmdOrCtrl+,', click: () => actions.go('settings') }
}

function notifyItem({ notifies }: MenuState, actions: MenuActions): MenuItemConstructorOptions {
  return {
    id: 'notify',
    label: 'Notify of Failures',
    type: 'checkbox',
    checked: notifies,
    click: () => actions.setNotifies(!notifies),
  }
}

function revealLabel(platform: NodeJS.Platform): string {
  if (platform === 'darwin') return 'Reveal Workspace in Finder'
  return platform === 'win32' ? 'Show Workspace in Explorer' : 'Show Workspace in Folder'
}

function hasWorkspace(engine: EngineState): boolean {
  return engine.kind === 'running' || engine.kind === 'starting'
}
