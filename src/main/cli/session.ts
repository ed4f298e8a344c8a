import type { Client } from '../../shared/contract/client.ts'
import { HookscopeError } from '../../shared/domain/errors.ts'
import { SECOND_MS } from '../../shared/domain/units.ts'
import { nearest } from '../../shared/domain/nearest.ts'
import { isWorkspace, knownWorkspaces, readInstance, workspaceName, type Instance } from '../engine/workspace.ts'
import { VERSION } from '../version.ts'
import { attach } from './attach.ts'
import { Interrupted } from './failure.ts'
import type { Output } from './output.ts'
import type { OwnEngine, OwnEngineOptions } from './own-engine.ts'
import type { Terminal } from './terminal.ts'

/**
 * A command's way to its workspace: it takes the lock and is the engine itself, or attaches to the engine that has it.
 * Between the two lies a moment in which the holder of the lock is still starting or already ending (two short commands
 * at once, say); it is waited out.
 */
export interface Session {
  readonly client: Client
  /** True when this command is its own engine. */
  readonly isOwn: boolean
  close(): Promise<void>
}

export interface SessionOptions extends Omit<OwnEngineOptions, 'directory' | 'env' | 'log'> {
  /** It only makes sense in a workspace that is there: a mistyped name makes none. */
  readonly isLooking?: boolean
}

/** Where a session is opened. */
export interface Place {
  readonly directory: string
  /** The default workspace is there for everybody, used or not. */
  readonly isNamed: boolean
  readonly output: Output
  readonly terminal: Pick<Terminal, 'env' | 'platform' | 'signal' | 'stderr'>
}

const HOLDER_STARTS_WITHIN_MS = 5 * SECOND_MS
const OTHERS_END_WITHIN_MS = 5 * SECOND_MS
const LOOK_AGAIN_AFTER_MS = 50

/** Somebody holds the workspace and cannot be reached, yet or any more. */
export class HolderUnreachable extends Error {
  override readonly name = 'HolderUnreachable'
}

/**
 * Opens a session; throws `workspace_locked` when the engine that holds the workspace cannot be reached, and `no_workspace`
 * when there is none to look into.
 */
export async function openSession(place: Place, { isLooking, ...options }: SessionOptions): Promise<Session> {
  const { directory, terminal } = place
  if (isLooking && place.isNamed && !isWorkspace(directory)) throw noWorkspace(place)
  const { startOwnEngine } = await import('./own-engine.ts')
  return whileHolderStarts(terminal.signal, async () => {
    try {
      const own = await startOwnEngine({ ...options, directory, env: terminal.env, log: engineLog(place) })
      return { client: own.client, isOwn: true, close: () => closeOwn(own, terminal.signal) }
    } catch (error) {
      if (!isCode(error, 'workspace_locked')) throw error
      const instance = readInstance(directory)
      if (!instance) throw new HolderUnreachable('No signpost yet', { cause: error })
      return attachTo(instance, error)
    }
  })
}

/** Commands that came while this one was the engine, several sends at once say, may finish first. */
async function closeOwn(own: OwnEngine, signal: AbortSignal): Promise<void> {
  const waiting = new AbortController()
  try {
    const patience = pause(OTHERS_END_WITHIN_MS, AbortSignal.any([signal, waiting.signal])).catch(() => {})
    await Promise.race([own.control?.commandsLeft(), patience])
  } finally {
    waiting.abort()
    await own.close()
  }
}

function noWorkspace({ directory, terminal }: Place): HookscopeError {
  const meant = nearest(workspaceName(directory), knownWorkspaces(terminal.env, terminal.platform))
  const make = '"hookscope serve" makes one.'
  return new HookscopeError(
    'no_workspace',
    `There is no workspace at ${directory}.`,
    meant === null ? `Check --workspace; ${make}` : `Did you mean --workspace ${meant}? Else ${make}`,
  )
}

/** The engine that runs on this workspace now, or null when none does. */
export async function attachToRunning(directory: string): Promise<(Session & { readonly instance: Instance }) | null> {
  const instance = readInstance(directory)
  // The signpost counts only while the lock is held: the port may long belong to another program.
  const { isLocked } = await import('./own-engine.ts')
  if (!instance || !isLocked(directory)) return null
  try {
    return { ...(await attachTo(instance)), instance }
  } catch (error) {
    if (error instanceof HolderUnreachable) return null
    throw error
  }
}

/** Tries again for a while what fails because another engine is on its way up or down; then throws why. */
export async function whileHolderStarts<T>(signal: AbortSignal, open: () => Promise<T>): Promise<T> {
  const deadline = performance.now() + HOLDER_STARTS_WITHIN_MS
  for (;;) {
    try {
      return await open()
    } catch (error) {
      if (!(error instanceof HolderUnreachable)) throw error
      if (performance.now() > deadline) throw error.cause
    }
    await pause(LOOK_AGAIN_AFTER_MS, signal)
  }
}

/** Waits, or throws `Interrupted` when the command is asked to stop meanwhile. */
export async function pause(ms: number, signal: AbortSignal): Promise<void> {
  await new Promise<void>((resolve, reject) => {
    if (signal.aborted) {
      reject(new Interrupted())
      return
    }
    const stop = (): void => {
      clearTimeout(timer)
      reject(new Interrupted())
    }
    const timer = setTimeout(() => {
      signal.removeEventListener('abort', stop)
      resolve()
    }, ms)
    signal.addEventListener('abort', stop, { once: true })
  })
}

async function attachTo(instance: Instance, locked?: unknown): Promise<Session> {
  if (instance.version !== VERSION) {
    throw new HookscopeError(
      'workspace_locked',
      `Hookscope ${instance.version} runs on this workspace, and this command is version ${VERSION}.`,
      `End the other one (process ${instance.pid}), or use another workspace with --workspace DIR.`,
    )
  }
  try {
    const attached = await attach({ controlUrl: instance.controlUrl, token: instance.token })
    return { client: attached.client, isOwn: false, close: async () => attached.close() }
  } catch (error) {
    // An engine that has just ended leaves its signpost to the one that starts.
    if (isCode(error, 'engine_gone') || isCode(error, 'unauthorized'))
      throw new HolderUnreachable('Nobody answers', { cause: locked ?? error })
    throw error
  }
}

function isCode(error: unknown, code: HookscopeError['code']): boolean {
  return error instanceof HookscopeError && error.code === code
}

/** Where an engine's warnings and errors go: stderr. */
export function engineLog({ output, terminal }: Pick<Place, 'output' | 'terminal'>): OwnEngineOptions['log'] {
  return (level, message, error) => {
    if (level === 'info' || output.mode === 'quiet') return
    const detail = error instanceof Error ? `: ${error.message}` : ''
    const line = `${message}${detail}`
    terminal.stderr.write(output.mode === 'json' ? `${JSON.stringify({ log: level, message: line })}\n` : `${level}: ${line}\n`)
  }
}
