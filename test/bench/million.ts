import { generateWorkspace } from './generate-workspace.ts'
import { withWorkspace } from './hookscope.ts'

const ROWS = 1_000_000

/** Gives `work` a workspace of a million exchanges: the one BENCH_WORKSPACE names, which stays, or a new one that is gone afterwards. */
export async function withMillion<T>(work: (directory: string) => Promise<T>): Promise<T> {
  const kept = process.env['BENCH_WORKSPACE']
  if (kept !== undefined) return work(kept)
  return withWorkspace(async (directory) => {
    await generateWorkspace(directory, ROWS)
    return work(directory)
  })
}
