import { app, protocol } from 'electron'
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { openDesktop, type Desktop } from './desktop.ts'
import { VERSION } from '../version.ts'
import { registerPageScheme } from './page.ts'
import { readStartOptions } from './start-options.ts'

/** As in resources/electron-builder.yml. */
const APP_ID = 'hookscope.desktop'

/**
 * Starts the desktop. Of one profile there is one: a second start brings the first one's window to the front, with the
 * workspace that it names, and ends. Quitting waits until the engine has drained; a start meanwhile is made up for.
 */
export function startDesktop(): void {
  const options = readStartOptions((name) => app.commandLine.getSwitchValue(name), process.env, process.platform)
  app.setName('Hookscope')
  app.setAboutPanelOptions({ applicationName: 'Hookscope', applicationVersion: VERSION, copyright: 'MIT licence' })
  // Windows shows notifications only of an application that it knows; the installer registers this one.
  if (process.platform === 'win32') app.setAppUserModelId(APP_ID)
  if (!app.commandLine.hasSwitch('user-data-dir')) takeProfile(join(options.home, '.desktop'))
  if (!app.requestSingleInstanceLock({ workspace: options.workspace })) {
    process.stdout.write('Hookscope is open already: its window comes to the front.\n')
    app.quit()
    return
  }
  app.enableSandbox()
  registerPageScheme(protocol)

  let desktop: Desktop | undefined
  let isClosing = false
  let isDrained = false
  let isReturning = false
  app.on('second-instance', (_event, _argv, _folder, data) => {
    const directory = workspaceOf(data)
    if (!isClosing) return desktop?.show(directory)
    if (!isReturning) app.relaunch({ args: relaunchArgs(process.argv, directory) })
    isReturning = true
  })
  app.on('activate', () => {
    if (!isClosing) desktop?.show()
  })
  app.on('window-all-closed', () => {
    if (process.platform !== 'darwin') app.quit()
  })
  app.on('before-quit', (event) => {
    if (isDrained || !desktop) return
    event.preventDefault()
    if (isClosing) return
    isClosing = true
    void desktop.close().finally(() => {
      isDrained = true
      app.quit()
    })
  })
  void app.whenReady().then(() => {
    desktop = openDesktop(options)
  })
}

/** What a second start asks for; it may be of another version. */
function workspaceOf(data: unknown): string | undefined {
  if (typeof data !== 'object' || data === null || !('workspace' in data)) return undefined
  return typeof data.workspace === 'string' ? data.workspace : undefined
}

/** Our own arguments again; of a flag that is there twice the last counts. */
function relaunchArgs([, ...args]: readonly string[], directory: string | undefined): string[] {
  return directory === undefined ? args : [...args, `--workspace=${directory}`]
}

/** Chromium's profile and our own settings: beside the workspaces, since they are of no single one. */
function takeProfile(directory: string): void {
  mkdirSync(directory, { recursive: true, mode: 0o700 })
  app.setPath('userData', directory)
}
