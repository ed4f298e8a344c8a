import { execFileSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { loadHookscope, loadReceiver } from './capture-load.ts'
import { startHookscope, withWorkspace } from './hookscope.ts'
import { median, start } from './processes.ts'
import type { Row } from './rows.ts'

const FOLDER = join(import.meta.dirname, 'rivals')
const RIVALS = [
  { name: 'mockttp', target: 2 },
  { name: 'mountebank', target: 3 },
]
const ROUNDS = 3

/** Capture + verify + durable commit against mock servers that record in memory. They are installed by the first run. */
export async function rivalRows(): Promise<Row[]> {
  if (!existsSync(join(FOLDER, 'node_modules'))) {
    console.error(`Installing ${RIVALS.map(({ name }) => name).join(' and ')} in test/bench/rivals.`)
    execFileSync('npm', ['install', '--no-audit', '--no-fund', '--no-package-lock'], { cwd: FOLDER, stdio: 'inherit' })
  }
  const ratios = RIVALS.map((): number[] => [])
  const seen = RIVALS.map((): string[] => [])
  for (let round = 0; round < ROUNDS; round++) {
    const ours = await withWorkspace(async (workspace) => {
      await using server = await startHookscope(workspace)
      return (await loadHookscope(server)).requestsPerSecond
    })
    for (const [index, { name }] of RIVALS.entries()) {
      await using rival = await start<{ url: string }>(`test/bench/rivals/${name}.js`)
      const theirs = (await loadReceiver(rival.ready.url)).requestsPerSecond
      ratios[index]?.push(ours / theirs)
      seen[index]?.push(`${Math.round(ours)}/${Math.round(theirs)}`)
    }
  }
  return RIVALS.map(({ name, target }, index) => ({
    what: `capture + verify + commit, requests/s vs ${name}`,
    ratio: median(ratios[index] ?? []),
    target,
    bound: 'min',
    detail: `median of ${ROUNDS}; ours/theirs: ${seen[index]?.join(' ')}`,
  }))
}
