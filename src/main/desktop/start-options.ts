import { existsSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { workspaceDirectory } from '../engine/workspace.ts'
import type { EngineSetup } from './engine-messages.ts'

/** The receiver's port unless a flag says otherwise. */
const RECEIVER_PORT = 5880
/** The page's and the API's port unless a flag says otherwise. */
const CONTROL_PORT = 5881

/** Flags of the desktop: `--workspace`, `--receiver-port`, `--port`, as `hookscope serve` has them. */
export interface StartOptions {
  /** Folder of the workspace that was asked for; null: the one of last time. */
  readonly workspace: string | null
  /** Where named workspaces lie; the window's own profile is a folder beside them. */
  readonly home: string
  readonly ports: Pick<EngineSetup, 'receiverPort' | 'controlPort'>
  /** The REST token, when the environment sets one. */
  readonly token: string | null
}

export function readStartOptions(flag: (name: string) => string, env: NodeJS.ProcessEnv, platform: NodeJS.Platform): StartOptions {
  const named = flag('workspace') || env['HOOKSCOPE_WORKSPACE']
  const controlPort = portOf(flag('port'))
  return {
    workspace: named ? workspaceDirectory(named, env, platform) : null,
    home: dirname(workspaceDirectory(undefined, env, platform)),
    ports: {
      receiverPort: portOf(flag('receiver-port')) ?? RECEIVER_PORT,
      controlPort: { port: controlPort ?? CONTROL_PORT, isFixed: controlPort !== null },
    },
    token: env['HOOKSCOPE_TOKEN'] || null,
  }
}

/** The folder to start with: asked for, of last time if it is still there, or the default one. */
export function firstWorkspace({ workspace, home }: StartOptions, last: string | null): string {
  return workspace ?? (last !== null && isWorkspace(last) ? last : join(home, 'default'))
}

/** Whether a folder holds a workspace. */
export function isWorkspace(directory: string): boolean {
  return existsSync(join(directory, 'hookscope.db'))
}

/** What is no port counts as not given: a window cannot end with "misuse". */
function portOf(text: string): number | null {
  return /^\d{1,5}$/.test(text) && Number(text) <= 65_535 ? Number(text) : null
}
