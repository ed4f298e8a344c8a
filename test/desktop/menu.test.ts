import type { MenuItemConstructorOptions } from 'electron'
import { expect, test, vi } from 'vitest'
import { menuTemplate, type MenuActions, type MenuState } from '../../src/main/desktop/menu.ts'

const ACTIONS: MenuActions = {
  newWorkspace: vi.fn<() => void>(),
  openWorkspace: vi.fn<() => void>(),
  openRecent: vi.fn<() => void>(),
  revealWorkspace: vi.fn<() => void>(),
  copyReceiverUrl: vi.fn<() => void>(),
  pauseReceiver: vi.fn<() => void>(),
  openInBrowser: vi.fn<() => void>(),
  setKeyLocked: vi.fn<() => void>(),
  setNotifies: vi.fn<() => void>(),
  go: vi.fn<() => void>(),
  openPanel: vi.fn<() => void>(),
  showLog: vi.fn<() => void>(),
}
const STATE: MenuState = {
  platform: 'linux',
  isPackaged: true,
  engine: { kind: 'stopped' },
  recent: ['/data/customer'],
  notifies: false,
  isKeyLocked: false,
}

/** The menus, each as its items' labels or roles. */
function outline(state: MenuState): string[] {
  const name = ({ label, role, type }: MenuItemConstructorOptions): string => label ?? role ?? type ?? ''
  return menuTemplate(state, ACTIONS).map(
    (menu) =>
      `${name(menu)}: ${[menu.submenu ?? []]
        .flat()
        .map((item) => name(item as MenuItemConstructorOptions))
        .join(', ')}`,
  )
}

test('Each platform gets the menus it knows', () => {
  expect(outline(STATE)).toEqual([
    '&File: New Workspace…, Open Workspace…, Open Recent, Show Workspace in Folder, Lock Key with the System Keychain, separator, Import…, Export…, separator, Settings…, Notify of Failures, separator, quit',
    'editMenu: ',
    '&View: Activity, Compose, Endpoints, Inboxes, CRM, Simulator, Replays, separator, Commands…, separator, resetZoom, zoomIn, zoomOut, separator, togglefullscreen',
    '&Receiver: Copy Receiver URL, Pause Receiver',
    'windowMenu: ',
    'help: Open in Browser, Keyboard Shortcuts, Show Log, separator, about',
  ])
  expect(outline({ ...STATE, platform: 'darwin' }).filter((menu) => /^(appMenu|&File|help)/.test(menu))).toEqual([
    'appMenu: about, separator, Settings…, Notify of Failures, separator, services, separator, hide, hideOthers, unhide, separator, quit',
    '&File: New Workspace…, Open Workspace…, Open Recent, Reveal Workspace in Finder, Lock Key with the System Keychain, separator, Import…, Export…, separator, close',
    'help: Open in Browser, Keyboard Shortcuts, Show Log',
  ])
})

test('What needs an engine is offered only while one runs', () => {
  const setup = { directory: '/data/customer', receiverPort: 0, controlPort: { port: 0, isFixed: false } }
  const running = { kind: 'running', setup, pageUrl: '', receiver: { state: 'off', reason: 'The port is taken.' } } as const
  const disabled = (engine: MenuState['engine']): unknown[] =>
    menuTemplate({ ...STATE, engine }, ACTIONS)
      .flatMap(({ submenu }) => [submenu ?? []].flat() as MenuItemConstructorOptions[])
      .filter(({ enabled }) => enabled === false)
      .map(({ id }) => id)

  expect([disabled({ kind: 'stopped' }), disabled(running), disabled({ ...running, receiver: { state: 'paused', url: '' } })]).toEqual([
    ['reveal-workspace', 'lock-key', 'copy-receiver-url', 'pause-receiver', 'open-in-browser'],
    ['copy-receiver-url', 'pause-receiver'],
    [],
  ])
})

test('The name of a workspace is shown as it is', () => {
  const [file] = menuTemplate({ ...STATE, recent: ['/data/r&d'] }, ACTIONS)
  const recent = ([file?.submenu ?? []].flat() as MenuItemConstructorOptions[]).find(({ id }) => id === 'recent')

  expect(recent?.submenu).toMatchObject([{ label: 'r&&d — /data/r&&d' }])
})
