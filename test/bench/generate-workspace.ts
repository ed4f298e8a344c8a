import Database from 'better-sqlite3'
import { join } from 'node:path'
import { endRun, insertRun, largestSeq } from '../../src/main/engine/store/runs.ts'
import { systemClock, systemRandom } from '../../src/main/engine/system.ts'
import { createIds, parseId } from '../../src/shared/domain/ids.ts'
import { DAY_MS, MINUTE_MS } from '../../src/shared/domain/units.ts'
import { createTraffic, type Places } from './generated-traffic.ts'
import { startHookscope } from './hookscope.ts'

const DAYS = 30
const ROWS_PER_COMMIT = 20_000
/** Of a thousand steps; the rest are deliveries. */
const CAPTURES_PER_MILLE = 600

/**
 * Makes a workspace of at least `rows` exchanges in one go, for benches and for looking at the page under load: captures and
 * attempts of all types, states, verdicts and answers, spread over the last thirty days; the same rows each time. Written
 * by the engine's own statements, without syncs: some 30,000 rows a second.
 */
export async function generateWorkspace(directory: string, rows: number): Promise<void> {
  const places = await preparePlaces(directory)
  const db = new Database(join(directory, 'hookscope.db'))
  db.pragma('synchronous = OFF')
  const startedAt = Date.now() - DAYS * DAY_MS
  let now = startedAt
  const random = { ...systemRandom, fraction: seededFraction() }
  const ids = createIds(() => now, systemRandom.bytes)
  const run = ids()
  insertRun(db, run, now)
  const traffic = await createTraffic(db, { ids, clock: { ...systemClock, now: () => now }, random }, places)
  let made = 0
  const fill = db.transaction((until: number) => {
    while (made < until) {
      now = Math.max(now, Math.floor(startedAt + ((Date.now() - MINUTE_MS - startedAt) * made) / rows))
      made += random.fraction() * 1_000 < CAPTURES_PER_MILLE ? traffic.capture() : traffic.delivery()
    }
  })
  while (made < rows) fill(Math.min(made + ROWS_PER_COMMIT, rows))
  db.prepare('UPDATE run SET answered_through = ? WHERE id = ?').run(largestSeq(db), run.seq)
  endRun(db, run, now)
  db.pragma('wal_checkpoint(TRUNCATE)')
  db.close()
}

/** The engine makes the workspace, its inboxes and its endpoints. */
async function preparePlaces(directory: string): Promise<Places> {
  await using server = await startHookscope(directory)
  const client = await server.connect()
  const active = await client.endpoints.create({ url: 'http://127.0.0.1:3000/hooks', name: 'Consumer' })
  const slow = await client.endpoints.create({ url: 'http://127.0.0.1:3001/hooks', name: 'Slow consumer' })
  const inactive = await client.endpoints.create({ url: 'http://127.0.0.1:3002/hooks', name: 'Switched off', isActive: false })
  const [crm] = await client.inboxes.list()
  const partner = await client.inboxes.create({ path: '/hooks/partner', scheme: null })
  return {
    secret: (await client.workspace.secret()).secret,
    inboxes: [seqOf(crm?.id ?? ''), seqOf(partner.id)],
    endpoints: [seqOf(active.id), seqOf(slow.id), seqOf(inactive.id)],
  }
}

function seqOf(id: string): number {
  return parseId(id)?.seq ?? 0
}

/** mulberry32, seeded: the same workspace for everyone. */
function seededFraction(): () => number {
  let state = 0x48_6b_73_70
  return () => {
    state = (state + 0x6d_2b_79_f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}

if (import.meta.main) {
  const [directory, rows = '1000000'] = process.argv.slice(2)
  if (directory === undefined || !(Number(rows) > 0)) {
    console.error('Which folder? `node test/bench/generate-workspace.ts DIR [ROWS]`; the default is 1000000 rows.')
    process.exit(2)
  }
  const startedAt = performance.now()
  await generateWorkspace(directory, Number(rows))
  console.log(`${directory}: ${rows} exchanges in ${Math.round((performance.now() - startedAt) / 1_000)} s.`)
}
