import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { attach } from '../../src/main/cli/attach.ts'
import type { Client } from '../../src/shared/contract/client.ts'
import { start, type Running } from './processes.ts'

/** A running server of the built product, and the way into it. */
export type RunningHookscope = Running<{ readonly receiverUrl: string; readonly controlUrl: string }> & {
  readonly connect: () => Promise<Client>
}

/** Starts `hookscope serve` on a workspace, on free ports. */
export async function startHookscope(workspace: string): Promise<RunningHookscope> {
  const running = await start<{ receiverUrl: string; controlUrl: string }>('out/main/cli.js', [
    'serve',
    '--json',
    '--port',
    '0',
    '--receiver-port',
    '0',
    '--workspace',
    workspace,
  ])
  return {
    ...running,
    connect: () => attachTo(join(workspace, 'instance.json')),
  }
}

/** Attaches to the engine that wrote this `instance.json`. */
export async function attachTo(instanceFile: string): Promise<Client> {
  const { controlUrl, token } = JSON.parse(readFileSync(instanceFile, 'utf8')) as { controlUrl: string; token: string }
  return (await attach({ controlUrl, token })).client
}

/** Gives `work` a workspace that is gone afterwards. */
export async function withWorkspace<T>(work: (workspace: string) => Promise<T>): Promise<T> {
  const folder = mkdtempSync(join(tmpdir(), 'hookscope-bench-'))
  try {
    return await work(join(folder, 'workspace'))
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}
