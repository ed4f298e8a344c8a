import Database from 'better-sqlite3'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { openDatabase } from '../../../src/main/engine/store/open.ts'
import { createRest } from '../../../src/main/engine/store/reads/rest.ts'
import { temporaryFolder } from '../../support/core.ts'

test('a slice is followed by as long a rest when something was written meanwhile, and by none when it was written before', () => {
  const file = join(temporaryFolder(), 'hookscope.db')
  const writing = openDatabase(file)
  const reading = new Database(file, { readonly: true })
  let now = 0
  const rest = createRest(reading, () => now)
  const write = (): void => void writing.prepare('INSERT INTO setting VALUES (?, ?)').run(String(now), '1')
  const quiet = rest(() => (now += 20))
  const busy = rest(() => {
    write()
    now += 30
    return 'found'
  })
  write()
  const after = rest(() => (now += 40))
  expect([quiet, busy, after]).toEqual([
    [20, 0],
    ['found', 30],
    [90, 0],
  ])
  reading.close()
  writing.close()
})
