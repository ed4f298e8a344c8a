import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { spawn } from 'node:child_process'
import { loadHookscope } from './capture-load.ts'
import { generateWorkspace } from './generate-workspace.ts'
import { startHookscope, withWorkspace } from './hookscope.ts'
import { median } from './processes.ts'
import type { Row } from './rows.ts'

const SMALL_ROWS = 10_000
const LARGE_ROWS = 1_000_000
const ROUNDS = 5
const STARTS = 9
const LOADED_SECONDS = 30
const MEMORY_MB = 300
const LOOK_EVERY_MS = 500

/** A workspace of 1,000,000 exchanges: what a capture costs beside one of 10,000, how it starts, what it keeps in memory. */
export function largeRows(): Promise<Row[]> {
  return withWorkspace(async (large) => {
    await generateWorkspace(large, LARGE_ROWS)
    const small = join(large, '../small')
    await generateWorkspace(small, SMALL_ROWS)
    await untilIndexed(large)
    await untilIndexed(small)
    return [await startRow(large), await costRow(small, large), ...(await memoryRows(large))]
  })
}

/** Words are indexed once, whatever comes after; what is measured here has that behind it. */
async function untilIndexed(workspace: string): Promise<void> {
  await using server = await startHookscope(workspace)
  const client = await server.connect()
  while ((await client.status()).search?.behind !== 0) await sleep(LOOK_EVERY_MS)
}

async function costRow(small: string, large: string): Promise<Row> {
  const rate = async (workspace: string): Promise<number> => {
    await using server = await startHookscope(workspace)
    return (await loadHookscope(server)).requestsPerSecond
  }
  const ratios: number[] = []
  const seen: string[] = []
  for (let round = 0; round < ROUNDS; round++) {
    const [few, many] = [await rate(small), await rate(large)]
    ratios.push(few / many)
    seen.push(`${Math.round(few)}/${Math.round(many)}`)
  }
  return {
    what: 'cost of a capture at 1,000,000 rows vs 10,000',
    ratio: median(ratios),
    target: 1.2,
    bound: 'max',
    detail: `median of ${ROUNDS}; requests/s small/large: ${seen.join(' ')}`,
  }
}

async function startRow(workspace: string): Promise<Row> {
  const bare: number[] = []
  const ours: number[] = []
  for (let round = 0; round < STARTS; round++) {
    bare.push(
      await milliseconds(async () => {
        await once(spawn(process.execPath, ['-e', '0'], { stdio: 'ignore' }), 'exit')
      }),
    )
    const startedAt = performance.now()
    await using server = await startHookscope(workspace)
    ours.push(server.ready.receiverUrl === '' ? Number.NaN : performance.now() - startedAt)
  }
  return {
    what: 'start at 1,000,000 rows vs node -e 0',
    ratio: median(ours) / median(bare),
    target: 7,
    bound: 'max',
    detail: `until both ports listen, median of ${STARTS}: ${Math.round(median(ours))} ms/${Math.round(median(bare))} ms`,
  }
}

async function milliseconds(work: () => Promise<void>): Promise<number> {
  const startedAt = performance.now()
  await work()
  return performance.now() - startedAt
}

/** Only Linux tells a process's resident memory this simply; elsewhere there is no such row. */
async function memoryRows(workspace: string): Promise<Row[]> {
  if (process.platform !== 'linux') return []
  await using server = await startHookscope(workspace)
  await loadHookscope(server, LOADED_SECONDS)
  const status = readFileSync(`/proc/${server.process.pid}/status`, 'utf8')
  const megabytes = Number(/VmRSS:\s+(\d+) kB/.exec(status)?.[1]) / 1_024
  return [
    {
      what: `resident memory, of ${MEMORY_MB} MB`,
      ratio: megabytes / MEMORY_MB,
      target: 1,
      bound: 'max',
      detail: `${Math.round(megabytes)} MB after ${LOADED_SECONDS} s at full rate`,
    },
  ]
}
