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
    connect: async () => {
      const { token } = JSON.parse(readFileSync(join(workspace, 'instance.json'), 'utf8')) as { token: string }
      return (await attach({ controlUrl: running.ready.controlUrl, token })).client
    },
  }
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
