import { app, shell, type BrowserWindow } from 'electron'
import { HookscopeError } from '../../shared/domain/errors.ts'
import {
  askAboutFailure,
  askForNewWorkspace,
  askForWorkspace,
  confirmKeyLock,
  confirmNewWorkspace,
  tellKeyUnchanged,
  tellNoKeychain,
  tellWorkspaceGone,
} from './dialogs.ts'
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
  /** Takes a folder off the list of those that were open. */
  readonly forget: (directory: string) => void
}

/** Choosing a workspace: one at a time. */
export interface Workspaces {
  create(): Promise<void>
  /** False when it was called off. */
  choose(): Promise<boolean>
  /** Opens one that was open before, if it is still there. */
  reopen(directory: string): Promise<void>
  /** Locks the key of the open workspace with the system's keychain, or unlocks it, and opens it again. */
  setKeyLocked(directory: string, isLocked: boolean): Promise<void>
  /**
   * What to do when a workspace could not be opened; `before` is the one that ran last, null at the start. `signal` takes the
   * question back: another one was opened meanwhile.
   */
  settle(failure: EngineFailure, directory: string, before: string | null, signal: AbortSignal): Promise<void>
}

export function createWorkspaces({ home, logFile, window, open, forget }: WorkspaceParts): Workspaces {
  async function choose(): Promise<boolean> {
    const directory = await askForWorkspace(window(), home)
    if (directory === null) return false
    if (!isWorkspace(directory) && !(await confirmNewWorkspace(window(), directory))) return false
    await open(directory)
    return true
  }

  async function settle(failure: EngineFailure, directory: string, before: string | null, signal: AbortSignal): Promise<void> {
    const other = before === directory ? null : before
    switch (await askAboutFailure(window(), { failure, before: other, signal })) {
      case null:
        return
      case 'open-page':
        if (failure.runningPageUrl !== null) await shell.openExternal(failure.runningPageUrl)
        // Its page is now in the browser: nothing is left to do here but what was done before.
        return other === null ? app.quit() : open(other)
      case 'try-again':
        return open(directory)
      case 'other-workspace':
        return (await choose()) ? undefined : settle(failure, directory, before, signal)
      case 'show-log':
        shell.showItemInFolder(logFile)
        return settle(failure, directory, before, signal)
      case 'back':
        return other === null ? undefined : open(other)
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
    reopen: async (directory) => {
      if (isWorkspace(directory)) return open(directory)
      forget(directory)
      await tellWorkspaceGone(window(), directory)
    },
    setKeyLocked: async (directory, isLocked) => {
      if (isLocked && !(await hasKeychain(process.platform))) return tellNoKeychain(window())
      if (!(await confirmKeyLock(window(), isLocked))) return
      try {
        await setKeyLocked(directory, isLocked)
      } catch (error) {
        return isOfFile(error) ? tellKeyUnchanged(window(), error) : tellNoKeychain(window())
      }
      // An engine that is started again after its death needs the key that goes with the file.
      await open(directory)
    },
    settle,
  }
}

/** Whether an error is of the key's file, not of the keychain. */
function isOfFile(error: unknown): error is Error {
  return error instanceof HookscopeError || (error instanceof Error && 'syscall' in error)
}
