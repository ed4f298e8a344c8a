import { app, protocol } from 'electron'
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { openDesktop, type Desktop } from './desktop.ts'
import { registerPageScheme } from './page.ts'
import { readStartOptions } from './start-options.ts'

/**
 * Starts the desktop. Of one profile there is one: a second start brings the first one's window to the front and ends.
 * Quitting waits until the engine has drained.
 */
export function startDesktop(): void {
  const options = readStartOptions((name) => app.commandLine.getSwitchValue(name), process.env, process.platform)
  app.setName('Hookscope')
  if (!app.commandLine.hasSwitch('user-data-dir')) takeProfile(join(options.home, '.desktop'))
  if (!app.requestSingleInstanceLock()) {
    app.quit()
    return
  }
  app.enableSandbox()
  registerPageScheme(protocol)

  let desktop: Desktop | undefined
  let isDrained = false
  app.on('second-instance', () => desktop?.show())
  app.on('activate', () => desktop?.show())
  app.on('window-all-closed', () => {
    if (process.platform !== 'darwin') app.quit()
  })
  app.on('before-quit', (event) => {
    if (isDrained || !desktop) return
    event.preventDefault()
    void desktop.close().finally(() => {
      isDrained = true
      app.quit()
    })
  })
  void app.whenReady().then(() => {
    desktop = openDesktop(options)
  })
}

/** Chromium's profile and our own settings: beside the workspaces, since they are of no single one. */
function takeProfile(directory: string): void {
  mkdirSync(directory, { recursive: true, mode: 0o700 })
  app.setPath('userData', directory)
}
