import { dialog, type BrowserWindow } from 'electron'
import { basename, join } from 'node:path'
import type { EngineFailure } from './engine-messages.ts'

/** What the person chose when there is no engine. */
export type FailureChoice = 'open-page' | 'try-again' | 'other-workspace' | 'show-log' | 'back' | 'quit'

/** Asks for the folder of a new workspace; null when it was called off. */
export async function askForNewWorkspace(window: BrowserWindow, home: string): Promise<string | null> {
  const { canceled, filePath } = await dialog.showSaveDialog(window, {
    title: 'New Workspace',
    buttonLabel: 'Create',
    nameFieldLabel: 'Name:',
    showsTagField: false,
    defaultPath: join(home, 'new-workspace'),
    properties: ['createDirectory', 'showOverwriteConfirmation'],
  })
  return canceled || filePath === '' ? null : filePath
}

/** Asks for the folder of a workspace; null when it was called off. */
export async function askForWorkspace(window: BrowserWindow, home: string): Promise<string | null> {
  const { canceled, filePaths } = await dialog.showOpenDialog(window, {
    title: 'Open Workspace',
    buttonLabel: 'Open',
    defaultPath: home,
    properties: ['openDirectory'],
  })
  return canceled ? null : (filePaths[0] ?? null)
}

/** A folder without a database is not made a workspace unasked. */
export async function confirmNewWorkspace(window: BrowserWindow, directory: string): Promise<boolean> {
  const { response } = await dialog.showMessageBox(window, {
    type: 'question',
    message: 'This folder holds no workspace.',
    detail: `${directory}\n\nA new workspace puts its database and its key into it.`,
    buttons: ['Create Workspace Here', 'Cancel'],
    defaultId: 0,
    cancelId: 1,
  })
  return response === 0
}

/** What there is to know of a failure. */
interface FailureQuestion {
  readonly failure: EngineFailure
  /** Folder of the workspace that was open before, to which one can go back; null at the start. */
  readonly before: string | null
  /** Takes the question back: the answer is then null. */
  readonly signal: AbortSignal
}

/** Says why there is no engine, and asks what to do. */
export async function askAboutFailure(window: BrowserWindow, { failure, before, signal }: FailureQuestion): Promise<FailureChoice | null> {
  const { message, code, runningPageUrl } = failure
  const first: readonly [label: string, choice: FailureChoice] =
    runningPageUrl === null ? ['Try Again', 'try-again'] : ['Open Its Page', 'open-page']
  const choices: (readonly [label: string, choice: FailureChoice])[] = [
    first,
    ['Other Workspace…', 'other-workspace'],
    ...(code === 'internal' || code === 'engine_gone' ? [['Show Log', 'show-log'] as const] : []),
    before === null ? ['Quit', 'quit'] : [`Back to ${basename(before)}`, 'back'],
  ]
  const { response } = await dialog.showMessageBox(window, {
    type: code === 'workspace_locked' ? 'question' : 'error',
    message,
    detail: remedyInWindow(failure),
    buttons: choices.map(([label]) => label),
    defaultId: 0,
    cancelId: choices.length - 1,
    signal,
  })
  return signal.aborted ? null : (choices[response]?.[1] ?? 'quit')
}

/** A locked key is to be opened in the window, says the engine; this is the window, and its keychain did not open it. */
function remedyInWindow({ code, remedy }: EngineFailure): string {
  if (code !== 'key_locked') return remedy
  return 'The keychain did not open it. Unlock the keychain and try again; it has to be the one of the person and the machine that locked the key.'
}

/** Says that a workspace of the list is not there any more. */
export async function tellWorkspaceGone(window: BrowserWindow, directory: string): Promise<void> {
  await dialog.showMessageBox(window, {
    type: 'warning',
    message: `The workspace ${basename(directory)} is not there any more.`,
    detail: `${directory}\n\nIt was taken off the list. If its folder was moved, open it where it is now.`,
    buttons: ['OK'],
  })
}

/** Says that the key's file could not be read or written; nothing has changed. */
export async function tellKeyUnchanged(window: BrowserWindow, error: Error): Promise<void> {
  await dialog.showMessageBox(window, {
    type: 'error',
    message: 'The key was left as it is, since its file could not be changed.',
    detail: error.message,
    buttons: ['OK'],
  })
}

/** Says that the page's process has gone; true when the page is to be loaded again. */
export async function askAboutCrash(window: BrowserWindow): Promise<boolean> {
  const { response } = await dialog.showMessageBox(window, {
    type: 'error',
    message: 'The page stopped working.',
    detail: 'The engine goes on: nothing is lost.',
    buttons: ['Load Again', 'Quit'],
    defaultId: 0,
    cancelId: 1,
  })
  return response === 0
}

/** Says what locking the key means, or unlocking it; true when it is wanted. */
export async function confirmKeyLock(window: BrowserWindow, isLocked: boolean): Promise<boolean> {
  const { response } = await dialog.showMessageBox(window, {
    type: 'question',
    message: isLocked ? 'Lock the key of this workspace with the system keychain?' : 'Unlock the key of this workspace?',
    detail: isLocked
      ? 'Its signing secrets can then be read only by you, logged in on this machine. The command line works on it only while this window has it open, and a copy of the folder is of no use elsewhere. Captured traffic is not encrypted.'
      : 'Who can read the files of its folder can then read its signing secrets. The command line works on it again by itself.',
    buttons: [isLocked ? 'Lock' : 'Unlock', 'Cancel'],
    defaultId: 0,
    cancelId: 1,
  })
  return response === 0
}

/** Says that the keychain cannot be used. */
export async function tellNoKeychain(window: BrowserWindow): Promise<void> {
  await dialog.showMessageBox(window, {
    type: 'error',
    message: 'The keychain of the system cannot be used.',
    detail: 'The key was left as it is. On Linux, a keyring such as GNOME Keyring or KWallet has to run.',
    buttons: ['OK'],
  })
}
