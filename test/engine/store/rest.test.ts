import Database from 'better-sqlite3'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { openDatabase } from '../../../src/main/engine/store/open.ts'
import { createRest } from '../../../src/main/engine/store/reads/rest.ts'
import { temporaryFolder } from '../../support/core.ts'

test('a slice is followed by as long a rest when something was written meanwhile, and by none when nothing was', () => {
  const file = join(temporaryFolder(), 'hookscope.db')
  const writing = openDatabase(file)
  const reading = new Database(file, { readonly: true })
  const rest = createRest(reading)
  const rests = [rest(20)]
  writing.prepare("INSERT INTO setting VALUES ('speed', '1')").run()
  rests.push(rest(20), rest(30))
  expect(rests).toEqual([0, 20, 0])
  reading.close()
  writing.close()
})
