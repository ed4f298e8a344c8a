import { accessSync, chmodSync, constants, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { basename, isAbsolute, join, resolve } from 'node:path'
import { HookscopeError } from '../../shared/domain/errors.ts'

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

/** Makes the folder (0700) and checks that it can be written. Throws `workspace_unwritable`. */
export function prepareDirectory(directory: string): void {
  try {
    if (mkdirSync(directory, { recursive: true, mode: 0o700 }) !== undefined) chmodSync(directory, 0o700)
    accessSync(directory, constants.R_OK | constants.W_OK | constants.X_OK)
  } catch (error) {
    throw new HookscopeError(
      'workspace_unwritable',
      `The workspace folder ${directory} cannot be written.`,
      'Make it writable, or choose another one with --workspace DIR.',
      { cause: error },
    )
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
