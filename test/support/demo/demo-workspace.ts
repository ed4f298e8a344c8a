import Database from 'better-sqlite3'
import { join } from 'node:path'
import { parseId } from '../../../src/shared/domain/ids.ts'
import { startHookscope } from '../../bench/hookscope.ts'
import { writeDemoHistory } from './demo-history.ts'
import { makePlaces } from './demo-places.ts'

/** Makes a workspace as it looks after a day of work: endpoints that do well and badly, inboxes of providers, pending retries. */
export async function makeDemoWorkspace(directory: string): Promise<void> {
  const places = await prepare(directory)
  const db = new Database(join(directory, 'hookscope.db'))
  await writeDemoHistory(db, places, Date.now(), seededFraction(7))
  db.pragma('wal_checkpoint(TRUNCATE)')
  db.close()
}

async function prepare(directory: string): Promise<Parameters<typeof writeDemoHistory>[1]> {
  await using server = await startHookscope(directory)
  const { endpoints, inboxes, secret } = await makePlaces(await server.connect())
  const seqOf = (id: string): number => parseId(id)?.seq ?? 0
  return { endpoints: endpoints.map(seqOf), inboxes: inboxes.map(seqOf), secret }
}

/** The same fractions each time (mulberry32). */
function seededFraction(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}
