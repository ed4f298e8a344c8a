import { renameSync, rmSync, statSync, symlinkSync } from 'node:fs'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { createLogSync } from '../../../src/main/engine/store/log-sync.ts'
import { openDatabase } from '../../../src/main/engine/store/open.ts'
import { temporaryFolder } from '../../support/core.ts'

test('a database behind a link is synced where it lies', async () => {
  const [folder, elsewhere] = [temporaryFolder(), temporaryFolder()]
  const file = join(folder, 'hookscope.db')
  openDatabase(file).close()
  renameSync(file, join(elsewhere, 'moved.db'))
  symlinkSync(join(elsewhere, 'moved.db'), file)
  const db = openDatabase(file)
  onTestFinished(() => void db.close())
  const log = createLogSync(db)
  onTestFinished(() => log.close())
  db.prepare("INSERT INTO setting VALUES ('speed', '1')").run()
  log.now()
  expect([
    await new Promise((resolve) => log.start(resolve)),
    statSync(join(elsewhere, 'moved.db-wal')).size > 0,
    db.pragma('synchronous', { simple: true }),
  ]).toEqual([null, true, 1])
})

test('once it has let go, SQLite syncs again by itself', async () => {
  const db = openDatabase(join(temporaryFolder(), 'hookscope.db'))
  onTestFinished(() => void db.close())
  const log = createLogSync(db)
  log.close()
  log.now()
  expect([await new Promise((resolve) => log.start(resolve)), db.pragma('synchronous', { simple: true })]).toEqual([null, 2])
})

test.skipIf(process.platform === 'win32')('what is written into a deleted folder is not kept, and is not called so', async () => {
  const folder = temporaryFolder()
  const db = openDatabase(join(folder, 'hookscope.db'))
  onTestFinished(() => void db.close())
  const log = createLogSync(db)
  onTestFinished(() => log.close())
  rmSync(folder, { recursive: true })
  db.prepare("INSERT INTO setting VALUES ('speed', '1')").run()
  expect(log.now).toThrow('was deleted')
  expect(await new Promise((resolve) => log.start(resolve))).toMatchObject({ message: expect.stringContaining('was deleted') })
})
