import Database from 'better-sqlite3'
import { readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { APPLICATION_ID, openDatabase } from '../../../src/main/engine/store/open.ts'
import { HookscopeError } from '../../../src/shared/domain/errors.ts'
import { temporaryFolder } from '../../support/core.ts'
import { caught } from '../../support/caught.ts'

describe('the database of a workspace', () => {
  test('is made with what cannot be changed later, for its owner alone', () => {
    const file = join(temporaryFolder(), 'hookscope.db')
    const db = openDatabase(file)
    const pragma = (name: string): unknown => db.pragma(name, { simple: true })
    expect({
      pageBytes: pragma('page_size'),
      autoVacuum: pragma('auto_vacuum'),
      applicationId: pragma('application_id'),
      journal: pragma('journal_mode'),
      synchronous: pragma('synchronous'),
      foreignKeys: pragma('foreign_keys'),
      mode: (statSync(file).mode & 0o777).toString(8),
    }).toEqual({ pageBytes: 8192, autoVacuum: 2, applicationId: 0x486b7370, journal: 'wal', synchronous: 2, foreignKeys: 1, mode: '600' })
    db.close()
  })

  test('has the schema of the golden file', async () => {
    const db = openDatabase(join(temporaryFolder(), 'hookscope.db'))
    const statements = db.prepare('SELECT sql FROM sqlite_schema WHERE sql IS NOT NULL ORDER BY name').pluck().all() as string[]
    db.close()
    await expect(`${statements.join(';\n\n')};\n`).toMatchFileSnapshot('../../golden/schema.sql')
  })

  test('of an older version is brought to the same schema, with what it held', () => {
    const file = join(temporaryFolder(), 'hookscope.db')
    const older = new Database(file)
    older.pragma(`application_id = ${APPLICATION_ID}`)
    older.exec(readFileSync(join(import.meta.dirname, '../../../src/main/engine/store/migrations/0001-first.sql'), 'utf8'))
    older.pragma('user_version = 1')
    older.prepare("INSERT INTO setting VALUES ('speed', '1')").run()
    older.prepare("INSERT INTO batch VALUES (7, 'a', 'running', '{}', 'x', NULL, 2, 1, 0, NULL, 0, 0, 0, 0, 1, NULL)").run()
    const addDelivery = (db: Database.Database, id: number): unknown =>
      db
        .prepare(`INSERT INTO delivery (id, tail, body_of, url, method, headers, policy, speed, batch_id, state, attempts, rung, interruptions,
          created_at) VALUES (?, 'a', 1, 'http://localhost/', 'POST', '[]', '{}', '1', 7, 'pending', 0, 0, 0, 1)`)
        .run(id)
    addDelivery(older, 8)
    older.close()
    const schemaOf = (db: Database.Database): unknown[] => db.prepare('SELECT type, name, sql FROM sqlite_schema ORDER BY name').all()
    const migrated = openDatabase(file)
    const fresh = openDatabase(join(temporaryFolder(), 'hookscope.db'))
    addDelivery(migrated, 9)
    expect({
      schema: schemaOf(migrated),
      settings: migrated.prepare('SELECT * FROM setting').all(),
      // From here on it is counted by who makes it.
      pending: migrated.prepare('SELECT pending FROM batch').pluck().get(),
    }).toEqual({ schema: schemaOf(fresh), settings: [{ name: 'speed', value: '1' }], pending: 1 })
    migrated.close()
    fresh.close()
  })

  test('opens again with what it held', () => {
    const file = join(temporaryFolder(), 'hookscope.db')
    const first = openDatabase(file)
    first.prepare("INSERT INTO setting VALUES ('speed', '1')").run()
    first.close()
    const second = openDatabase(file)
    expect(second.prepare('SELECT * FROM setting').all()).toEqual([{ name: 'speed', value: '1' }])
    second.close()
  })

  test('begins its log anew after a run that ended badly, with all that stood in it', () => {
    const file = join(temporaryFolder(), 'hookscope.db')
    const killed = openDatabase(file)
    killed.prepare("INSERT INTO setting VALUES ('speed', '1')").run()
    const db = openDatabase(file)
    expect({
      logBytes: statSync(`${file}-wal`).size,
      database: readFileSync(file).includes('speed'),
      settings: db.prepare('SELECT * FROM setting').all(),
    }).toEqual({ logBytes: 0, database: true, settings: [{ name: 'speed', value: '1' }] })
    killed.close()
    db.close()
  })

  test('is made anew when its making was cut off before the first table', () => {
    const file = join(temporaryFolder(), 'hookscope.db')
    const cutOff = new Database(file)
    cutOff.pragma('page_size = 8192')
    cutOff.pragma('journal_mode = WAL')
    cutOff.close()
    const db = openDatabase(file)
    expect(db.prepare('SELECT count(*) FROM exchange').pluck().get()).toBe(0)
    db.close()
  })

  const refusals = {
    'a text file': {
      code: 'database_damaged',
      make: (file: string) => writeFileSync(file, 'this is not a database, but it is longer than a header '.repeat(20)),
    },
    'a database of another program': {
      code: 'database_foreign',
      make: (file: string) => {
        const db = new Database(file)
        db.exec('CREATE TABLE other (x)')
        db.close()
      },
    },
    'a newer schema': {
      code: 'database_newer',
      make: (file: string) => {
        const db = openDatabase(file)
        db.pragma('user_version = 999')
        db.close()
      },
    },
    'a file with overwritten pages': {
      code: 'database_damaged',
      make: (file: string) => {
        const db = openDatabase(file)
        db.pragma('wal_checkpoint(TRUNCATE)')
        db.close()
        const bytes = readFileSync(file)
        writeFileSync(file, Buffer.concat([bytes.subarray(0, 8192), Buffer.alloc(bytes.length - 8192, 0xaa)]))
      },
    },
  }

  test.each(Object.entries(refusals))('%s is refused, and left as it is', (_name, { code, make }) => {
    const file = join(temporaryFolder(), 'hookscope.db')
    make(file)
    const before = readFileSync(file)
    const error = caught(() => openDatabase(file))
    expect(error).toBeInstanceOf(HookscopeError)
    expect({ code: (error as HookscopeError).code, kept: readFileSync(file).equals(before) }).toEqual({ code, kept: true })
  })
})
