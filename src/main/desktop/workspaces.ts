import { app, shell, type BrowserWindow } from 'electron'
import { askAboutFailure, askForNewWorkspace, askForWorkspace, confirmKeyLock, confirmNewWorkspace, tellNoKeychain } from './dialogs.ts'
import type { EngineFailure } from './engine-messages.ts'
import { hasKeychain, setKeyLocked } from './keychain.ts'
import { isWorkspace } from './start-options.ts'

interface WorkspaceParts {
  /** Where named workspaces lie. */
  readonly home: string
  readonly logFile: string
  /** The window that asks; opened if there is none. */
  readonly window: () => BrowserWindow
  /** Opens a workspace in place of the one that is open, and shows it. */
  readonly open: (directory: string) => Promise<void>
}

/** Choosing a workspace: one at a time. */
export interface Workspaces {
  create(): Promise<void>
  /** False when it was called off. */
  choose(): Promise<boolean>
  /** Locks the key of the open workspace with the system's keychain, or unlocks it, and opens it again. */
  setKeyLocked(directory: string, isLocked: boolean): Promise<void>
  /** What to do when a workspace could not be opened; `before` is the one that ran last, null at the start. */
  settle(failure: EngineFailure, directory: string, before: string | null): Promise<void>
}

export function createWorkspaces({ home, logFile, window, open }: WorkspaceParts): Workspaces {
  async function choose(): Promise<boolean> {
    const directory = await askForWorkspace(window(), home)
    if (directory === null) return false
    if (!isWorkspace(directory) && !(await confirmNewWorkspace(window(), directory))) return false
    await open(directory)
    return true
  }

  async function settle(failure: EngineFailure, directory: string, before: string | null): Promise<void> {
    switch (await askAboutFailure(window(), failure)) {
      case 'open-page':
        if (failure.runningPageUrl !== null) await shell.openExternal(failure.runningPageUrl)
        // Its page is now in the browser: nothing is left to do here but what was done before.
        return before === null || before === directory ? app.quit() : open(before)
      case 'try-again':
        return open(directory)
      case 'other-workspace':
        return (await choose()) ? undefined : settle(failure, directory, before)
      case 'show-log':
        shell.showItemInFolder(logFile)
        return settle(failure, directory, before)
      case 'quit':
        return app.quit()
    }
  }

  return {
    create: async () => {
      const directory = await askForNewWorkspace(window(), home)
      if (directory !== null) await open(directory)
    },
    choose,
    setKeyLocked: async (directory, isLocked) => {
      if (isLocked && !(await hasKeychain(process.platform))) return tellNoKeychain(window())
      if (!(await confirmKeyLock(window(), isLocked))) return
      await setKeyLocked(directory, isLocked).catch(() => tellNoKeychain(window()))
      // An engine that is started again after its death needs the key that goes with the file.
      await open(directory)
    },
    settle,
  }
}
