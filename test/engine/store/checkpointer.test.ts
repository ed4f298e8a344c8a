import type { Database } from 'better-sqlite3'
import { readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { createCheckpointer } from '../../../src/main/engine/store/checkpointer.ts'
import { openDatabase } from '../../../src/main/engine/store/open.ts'
import { MIB } from '../../../src/shared/domain/units.ts'
import { temporaryFolder } from '../../support/core.ts'

const ROW_BYTES = 100_000
const SMALL = { copyEveryBytes: MIB / 2, longPages: 128 }

function openLarge(): { db: Database; file: string } {
  const file = join(temporaryFolder(), 'hookscope.db')
  const db = openDatabase(file)
  onTestFinished(() => void db.close())
  db.exec('CREATE TABLE large (bytes BLOB) STRICT')
  return { db, file }
}

/** Commits row after row, one a turn, until it was held so often. Gives the number of rows. */
async function writeUntilHeld(db: Database, times: number): Promise<number> {
  const insert = db.prepare(`INSERT INTO large VALUES (zeroblob(${ROW_BYTES}))`)
  let resume = (): void => {}
  const checkpointer = createCheckpointer(db, { resume: () => resume(), failed: (error) => expect.fail(error.message) }, SMALL)
  let rows = 0
  for (let held = 0; held < times; rows++) {
    insert.run()
    checkpointer.wrote(ROW_BYTES)
    await new Promise((resolve) => setImmediate(resolve))
    if (!checkpointer.isHolding) continue
    held++
    await new Promise<void>((resolve) => (resume = resolve))
  }
  await checkpointer.close()
  return rows
}

test('while commits keep coming the log is begun anew again and again', async () => {
  const { db, file } = openLarge()
  const before = timesBegun(file)
  const rows = await writeUntilHeld(db, 4)
  expect({
    // The commit after the fourth time is not made here; where the disk is quick, a copy may also end without holding anybody.
    isBegunAnew: timesBegun(file) - before >= 3,
    rows: db.prepare('SELECT count(*) FROM large').pluck().get(),
    check: db.pragma('integrity_check', { simple: true }),
  }).toEqual({ isBegunAnew: true, rows, check: 'ok' })
})

/** The log's header counts it (https://www.sqlite.org/fileformat2.html#the_write_ahead_log). */
function timesBegun(file: string): number {
  return readFileSync(`${file}-wal`).readUInt32BE(12)
}

test('a reader that keeps the log from being copied holds up the writer only now and then', async () => {
  const { db, file } = openLarge()
  const reading = openDatabase(file)
  onTestFinished(() => void reading.close())
  reading.exec('BEGIN; SELECT count(*) FROM large')
  const rows = await writeUntilHeld(db, 2)
  const logPages = statSync(`${file}-wal`).size / 8_192
  expect([rows, logPages > 2 * SMALL.longPages]).toEqual([db.prepare('SELECT count(*) FROM large').pluck().get(), true])
})
