import Database from 'better-sqlite3'
import { expect, onTestFinished, test } from 'vitest'
import { rejected } from '../../support/caught.ts'
import type { LogSync } from '../../../src/main/engine/store/log-sync.ts'
import { createWriter } from '../../../src/main/engine/store/writer.ts'

function openTable(): Database.Database {
  const db = new Database(':memory:')
  db.exec('CREATE TABLE number (value INTEGER PRIMARY KEY) STRICT')
  onTestFinished(() => void db.close())
  return db
}

const values = (db: Database.Database): unknown[] => db.prepare('SELECT value FROM number ORDER BY value').pluck().all()

test('writes of one turn are one transaction, and nobody hears of them before it is durable', async () => {
  const db = openTable()
  const writer = createWriter(db)
  const insert = db.prepare('INSERT INTO number VALUES (?)')
  const seen: boolean[] = []
  const commits = [1, 2, 3].map((value) => writer.commit(() => void insert.run(value)).then(() => seen.push(db.inTransaction)))
  expect(values(db)).toEqual([])
  await Promise.all(commits)
  expect({ values: values(db), seen }).toEqual({ values: [1, 2, 3], seen: [false, false, false] })
})

test('a write that throws is rolled back alone; its neighbours commit', async () => {
  const db = openTable()
  const writer = createWriter(db)
  const insert = db.prepare('INSERT INTO number VALUES (?)')
  const results = await Promise.allSettled([
    writer.commit(() => insert.run(1).changes),
    writer.commit(() => {
      insert.run(2)
      insert.run(1)
    }),
    writer.commit(() => insert.run(3).changes),
  ])
  expect({ values: values(db), results: results.map((each) => each.status) }).toEqual({
    values: [1, 3],
    results: ['fulfilled', 'rejected', 'fulfilled'],
  })
})

test('more than one transaction holds goes on in the next turn, in order', async () => {
  const db = openTable()
  const writer = createWriter(db)
  const insert = db.prepare('INSERT INTO number VALUES (?)')
  const order: number[] = []
  await Promise.all(Array.from({ length: 1_000 }, (_, value) => writer.commit(() => void insert.run(value)).then(() => order.push(value))))
  expect(order).toEqual(Array.from({ length: 1_000 }, (_, value) => value))
})

test('when the commit itself fails nothing is kept, every write hears it, and the next one works', async () => {
  const db = openTable()
  db.exec('PRAGMA foreign_keys = ON; CREATE TABLE child (number INTEGER REFERENCES number (value) DEFERRABLE INITIALLY DEFERRED) STRICT')
  const writer = createWriter(db)
  const insert = db.prepare('INSERT INTO number VALUES (?)')
  // A deferred foreign key is only looked at by COMMIT.
  const orphan = db.prepare('INSERT INTO child VALUES (99)')
  const results = await Promise.allSettled([writer.commit(() => void insert.run(1)), writer.commit(() => void orphan.run())])
  await writer.commit(() => void insert.run(2))
  expect({ values: values(db), results: results.map((each) => each.status) }).toEqual({ values: [2], results: ['rejected', 'rejected'] })
})

test('flush commits what is queued in the same call', () => {
  const db = openTable()
  const writer = createWriter(db)
  let done = 0
  for (let value = 0; value < 600; value++) {
    writer.enqueue(
      () => void db.prepare('INSERT INTO number VALUES (?)').run(value),
      () => done++,
    )
  }
  writer.flush()
  expect({ rows: values(db).length, done }).toEqual({ rows: 600, done: 600 })
})

test('a listener that throws keeps nobody else from hearing, and the queue goes on; its fault is not swallowed', async () => {
  const db = openTable()
  const writer = createWriter(db)
  const insert = db.prepare('INSERT INTO number VALUES (?)')
  const others = process.listeners('uncaughtException')
  process.removeAllListeners('uncaughtException')
  const fault = new Promise((resolve) => process.once('uncaughtException', resolve))
  onTestFinished(() => others.forEach((each) => process.on('uncaughtException', each)))
  writer.enqueue(
    () => void insert.run(0),
    () => {
      throw new Error('of the listener')
    },
  )
  await Promise.all(Array.from({ length: 600 }, (_, value) => writer.commit(() => void insert.run(value + 1))))
  expect({ rows: values(db).length, fault: await fault }).toEqual({ rows: 601, fault: new Error('of the listener') })
})

test('a full disk is said in words, and what was committed before stays', async () => {
  const db = openTable()
  const writer = createWriter(db)
  await writer.commit(() => db.exec('INSERT INTO number VALUES (1); CREATE TABLE large (bytes BLOB)'))
  db.pragma('max_page_count = 4')
  const write = db.prepare('INSERT INTO large VALUES (zeroblob(100000))')
  const refused = await rejected(writer.commit(() => void write.run()))
  expect({ refused, values: values(db) }).toEqual({ refused: expect.objectContaining({ code: 'disk_full', exit: 3 }), values: [1] })
})

/** A disk that takes its time: `finish` ends the sync that runs. */
function slowDisk(): LogSync & { finish: (error?: Error) => void; started: number } {
  let running: ((error: Error | null) => void) | null = null
  const disk = {
    started: 0,
    start: (done: (error: Error | null) => void) => {
      disk.started++
      running = done
    },
    now: () => {},
    close: () => {},
    finish: (error?: Error) => {
      const done = running
      running = null
      done?.(error ?? null)
    },
  }
  return disk
}

const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve))

test('nobody hears of a write before the disk has it; what comes meanwhile shares the next sync', async () => {
  const db = openTable()
  const disk = slowDisk()
  const writer = createWriter(db, disk)
  const insert = db.prepare('INSERT INTO number VALUES (?)')
  const heard: number[] = []
  const write = (value: number): void =>
    writer.enqueue(
      () => void insert.run(value),
      () => heard.push(value),
    )
  const story: unknown[] = []
  const tell = (): unknown => story.push({ heard: [...heard], stored: values(db).length, syncs: disk.started })
  write(1)
  await turn()
  tell()
  write(2)
  await turn()
  write(3)
  await turn()
  tell()
  disk.finish()
  tell()
  disk.finish()
  tell()
  expect(story).toEqual([
    { heard: [], stored: 1, syncs: 1 },
    { heard: [], stored: 1, syncs: 1 },
    { heard: [1], stored: 3, syncs: 2 },
    { heard: [1, 2, 3], stored: 3, syncs: 2 },
  ])
})

test('a crowd does not wait for the disk to be written, only to be heard of', async () => {
  const db = openTable()
  const disk = slowDisk()
  const writer = createWriter(db, disk)
  const insert = db.prepare('INSERT INTO number VALUES (?)')
  let heard = 0
  const write = (value: number): void =>
    writer.enqueue(
      () => void insert.run(value),
      () => heard++,
    )
  write(0)
  await turn()
  for (let value = 1; value <= 600; value++) write(value)
  await turn()
  await turn()
  await turn()
  const whileSyncing = { heard, stored: values(db).length, syncs: disk.started }
  disk.finish()
  disk.finish()
  expect([whileSyncing, heard]).toEqual([{ heard: 0, stored: 1 + 512, syncs: 1 }, 601])
})

const failedWrite = (): Error => Object.assign(new Error('i/o error, fdatasync'), { code: 'EIO' })
const notKept = { code: 'store_failed', message: 'The disk did not keep what was written to :memory:.', exit: 3 }

test('when the disk fails to keep what was committed, it and all that follows are refused, though the disk seems well again', async () => {
  const db = openTable()
  const disk = slowDisk()
  const told: Error[] = []
  const writer = createWriter(db, disk, (failure) => told.push(failure))
  const insert = db.prepare('INSERT INTO number VALUES (?)')
  const write = (value: number): Promise<unknown> => rejected(writer.commit(() => void insert.run(value)))
  const first = write(1)
  await turn()
  const second = write(2)
  await turn()
  const wasBroken = writer.failure !== null
  disk.finish(failedWrite())
  const refused = await Promise.all([first, second, write(3)])
  expect({ refused, broken: [wasBroken, writer.failure !== null], told, values: values(db), syncs: disk.started }).toEqual({
    refused: [1, 2, 3].map(() => expect.objectContaining(notKept)),
    broken: [false, true],
    told: [expect.objectContaining(notKept)],
    values: [1],
    syncs: 1,
  })
})

test('a flush that the disk fails refuses what it covers, also what a running sync was to cover, and all that follows', async () => {
  const db = openTable()
  const disk = slowDisk()
  const writer = createWriter(db, {
    ...disk,
    now: () => {
      throw failedWrite()
    },
  })
  const insert = db.prepare('INSERT INTO number VALUES (?)')
  const heard: (Error | null)[] = []
  const write = (value: number): void =>
    writer.enqueue(
      () => void insert.run(value),
      (error) => heard.push(error),
    )
  write(1)
  await turn()
  write(2)
  writer.flush()
  write(3)
  writer.flush()
  expect({ heard, values: values(db) }).toEqual({ heard: [1, 2, 3].map(() => expect.objectContaining(notKept)), values: [1, 2] })
})

test('what is written while it closes is kept, and what comes later too', async () => {
  const db = openTable()
  const disk = slowDisk()
  const writer = createWriter(db, disk)
  const insert = db.prepare('INSERT INTO number VALUES (?)')
  const write = (value: number): Promise<number> => writer.commit(() => insert.run(value).changes)
  const first = write(1)
  await turn()
  const closing = writer.close()
  const second = write(2)
  await turn()
  disk.finish()
  const closed = await Promise.all([first, second, closing])
  const late = write(3)
  await turn()
  disk.finish()
  expect([closed, await late]).toEqual([[1, 1, undefined], 1])
})

test('flush also waits for the disk, and tells in order', async () => {
  const db = openTable()
  const disk = slowDisk()
  const writer = createWriter(db, disk)
  const insert = db.prepare('INSERT INTO number VALUES (?)')
  const heard: number[] = []
  for (const value of [1, 2]) {
    writer.enqueue(
      () => void insert.run(value),
      () => heard.push(value),
    )
    if (value === 1) await turn()
  }
  writer.flush()
  disk.finish()
  expect([heard, values(db)]).toEqual([
    [1, 2],
    [1, 2],
  ])
})
