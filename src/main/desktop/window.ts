import { BrowserWindow, Menu, nativeTheme, screen } from 'electron'
import { join } from 'node:path'
import { contextMenuTemplate } from './context-menu.ts'
import { FIRST_SIZE, LEAST_SIZE, readWindowState, writeWindowState } from './window-state.ts'

// Built, this file lies in out/main.
const PRELOAD = join(import.meta.dirname, '../preload/index.cjs')
/** `--surface` of the page's tokens: what is seen until the page draws. */
const SURFACE = { light: '#ffffff', dark: '#141517' }

/** Opens the window as it was left. It shows itself once there is something to see. */
export function openWindow(stateFile: string, url: string): BrowserWindow {
  const workAreas = screen.getAllDisplays().map(({ workArea }) => workArea)
  const { bounds, isMaximized } = readWindowState(stateFile, workAreas)
  const window = new BrowserWindow({
    ...(bounds ?? FIRST_SIZE),
    minWidth: LEAST_SIZE.width,
    minHeight: LEAST_SIZE.height,
    title: 'Hookscope',
    show: false,
    backgroundColor: nativeTheme.shouldUseDarkColors ? SURFACE.dark : SURFACE.light,
    webPreferences: {
      preload: PRELOAD,
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      webviewTag: false,
      spellcheck: false,
      navigateOnDragDrop: false,
    },
  })
  window.once('ready-to-show', () => {
    if (isMaximized) window.maximize()
    window.show()
  })
  // The title says which workspace it is; the page does not know of windows.
  window.on('page-title-updated', (event) => event.preventDefault())
  window.on('close', () => writeWindowState(stateFile, { bounds: window.getNormalBounds(), isMaximized: window.isMaximized() }))
  window.webContents.on('context-menu', (_event, place) => {
    const template = contextMenuTemplate(place)
    if (template.length > 0) Menu.buildFromTemplate(template).popup({ window })
  })
  // A load that another one overtakes is no failure.
  window.loadURL(url).catch(() => {})
  return window
}

/** Brings a window to the front, wherever it was. */
export function showWindow(window: BrowserWindow): void {
  if (window.isMinimized()) window.restore()
  window.show()
  window.focus()
}
