import {
  accessSync,
  chmodSync,
  constants,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { basename, dirname, isAbsolute, join, resolve } from 'node:path'
import { HookscopeError } from '../../shared/domain/errors.ts'
import { storeFailure } from './store/failures.ts'

/** A workspace is one folder of data: `hookscope.db`, `search.db`, `key.json`, `engine.lock`, `instance.json`. */

/** Where a running engine can be reached: a signpost, believed only while the lock is held. */
export interface Instance {
  readonly pid: number
  readonly version: string
  readonly controlUrl: string
  readonly receiverUrl: string | null
  /** REST token. */
  readonly token: string
}

/** The folder of a workspace: a path when it looks like one, else a name beside the others; `default` when absent or empty (an unset shell variable). */
export function workspaceDirectory(nameOrPath: string | undefined, env: NodeJS.ProcessEnv, platform: NodeJS.Platform): string {
  const name = nameOrPath || 'default'
  if (isAbsolute(name) || /[\\/]/.test(name) || name === '.' || name === '..') return resolve(name)
  return join(dataHome(env, platform), name)
}

function dataHome(env: NodeJS.ProcessEnv, platform: NodeJS.Platform): string {
  const home = env['HOME'] ?? env['USERPROFILE'] ?? '.'
  if (platform === 'darwin') return join(home, 'Library/Application Support/hookscope')
  if (platform === 'win32') return join(env['LOCALAPPDATA'] ?? join(home, 'AppData/Local'), 'hookscope')
  return join(env['XDG_DATA_HOME'] ?? join(home, '.local/share'), 'hookscope')
}

/** The workspace's name for people. */
export function workspaceName(directory: string): string {
  return basename(directory)
}

/** Whether somebody has worked in this folder before. */
export function isWorkspace(directory: string): boolean {
  return existsSync(join(directory, 'hookscope.db')) || existsSync(join(directory, 'key.json'))
}

/** The workspaces that lie beside the default one, by name; none when their folder cannot be read. */
export function knownWorkspaces(env: NodeJS.ProcessEnv, platform: NodeJS.Platform): string[] {
  const home = dataHome(env, platform)
  try {
    return readdirSync(home).filter((name) => isWorkspace(join(home, name)))
  } catch {
    return []
  }
}

/** Makes the folder (0700) and checks that it can be written. Throws `workspace_unwritable` or `disk_full`. */
export function prepareDirectory(directory: string): void {
  if (!isFolder(directory)) {
    throw unwritable(
      `The workspace ${directory} is a file, not a folder.`,
      'Move that file away, or choose another workspace with --workspace DIR.',
    )
  }
}

function isFolder(directory: string): boolean {
  try {
    if (!makeFolder(directory)) return false
    accessSync(directory, constants.R_OK | constants.W_OK | constants.X_OK)
    return true
  } catch (error) {
    const failure = storeFailure(directory, error)
    if (failure instanceof HookscopeError && failure.code === 'disk_full') throw failure
    throw unwritable(
      `The workspace folder ${directory} cannot be written.`,
      'Make it writable, or choose another one with --workspace DIR.',
      error,
    )
  }
}

function unwritable(message: string, remedy: string, cause?: unknown): HookscopeError {
  return new HookscopeError('workspace_unwritable', message, remedy, { cause })
}

/**
 * Makes a folder and those above it; false when there is something else of that name. Not `mkdir` with `recursive`: where
 * a folder refuses to hold one (/proc), that tries for ever.
 */
function makeFolder(directory: string): boolean {
  try {
    mkdirSync(directory, { mode: 0o700 })
    chmodSync(directory, 0o700)
    return true
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    if (code === 'EEXIST') return statSync(directory).isDirectory()
    const above = dirname(directory)
    if (code !== 'ENOENT' || above === directory || existsSync(above)) throw error
    makeFolder(above)
    return makeFolder(directory)
  }
}

/** Writes the signpost whole, by rename; call it once both ports listen. */
export function publishInstance(directory: string, instance: Instance): void {
  const file = join(directory, 'instance.json')
  const draft = `${file}.${instance.pid}`
  writeFileSync(draft, `${JSON.stringify(instance)}\n`, { mode: 0o600 })
  renameSync(draft, file)
}

/** The signpost, or null when there is none or it cannot be read. */
export function readInstance(directory: string): Instance | null {
  try {
    const value = JSON.parse(readFileSync(join(directory, 'instance.json'), 'utf8')) as Partial<Instance>
    if (typeof value.pid !== 'number' || typeof value.controlUrl !== 'string' || typeof value.token !== 'string') return null
    return {
      pid: value.pid,
      version: value.version ?? '',
      controlUrl: value.controlUrl,
      receiverUrl: value.receiverUrl ?? null,
      token: value.token,
    }
  } catch {
    return null
  }
}

/** Takes the signpost away when the engine ends. */
export function withdrawInstance(directory: string): void {
  rmSync(join(directory, 'instance.json'), { force: true })
}
