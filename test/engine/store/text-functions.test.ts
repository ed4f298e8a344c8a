import Database from 'better-sqlite3'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { bind } from '../../../src/main/engine/store/filters/condition.ts'
import { filterSql } from '../../../src/main/engine/store/filters/filter-sql.ts'
import { createStatements, type Statements } from '../../../src/main/engine/store/reads/statements.ts'
import { addTextFunctions } from '../../../src/main/engine/store/reads/text-functions.ts'
import { EVERYTHING } from '../../../src/main/engine/store/reads/slices.ts'
import { requireFilter } from '../../../src/shared/domain/filter/parse.ts'
import { localTime } from '../../../src/shared/domain/filter/time.ts'
import { aCapture, insertRow } from '../../support/builders.ts'
import { testCore } from '../../support/core.ts'

/** Counts the rows that a filter takes, and how often it read one for the sake of its body or text. */
function countingReads(folder: string): (text: string) => { rows: number; reads: number } {
  const [db, texts] = [0, 1].map(() => new Database(join(folder, 'hookscope.db'), { readonly: true })) as [
    Database.Database,
    Database.Database,
  ]
  onTestFinished(() => {
    db.close()
    texts.close()
  })
  const statements = createStatements(texts)
  let reads = 0
  const counting: Statements = (sql) => {
    const statement = statements<never>(sql)
    const counted = (run: 'get' | 'all') => (params: unknown[]) => {
      reads++
      return statement[run](...params)
    }
    return { get: (...params: unknown[]) => counted('get')(params), all: (...params: unknown[]) => counted('all')(params) } as never
  }
  addTextFunctions(db, counting)
  return (text) => {
    const { sql, params } = filterSql(requireFilter(text, { now: 0, localTime })) ?? { sql: '1', params: [] }
    reads = 0
    const rows = db.prepare(`SELECT id FROM exchange WHERE ${sql}`).all(...bind(params, EVERYTHING)).length
    return { rows, reads }
  }
}

function many(term: (index: number) => string, operator: string): string {
  return Array.from({ length: 100 }, (_, index) => term(index)).join(operator)
}

test('the body of a row is read once, whatever the number of terms about it', () => {
  const core = testCore()
  for (const x of [1, 7, 350]) aCapture(core, { body: JSON.stringify({ x, pad: 'word' }) })
  const count = countingReads(core.folder)
  expect({
    one: count('body.x:7'),
    any: count(many((index) => `body.x:${index}`, ' OR ')),
    all: count(many((index) => `-body.x:${index + 300}`, ' ')),
    within: count(`dir:in ${many((index) => `(body.x:${index} body.pad:word)`, ' OR ')}`),
    'beside others': count(many((index) => `(method:POST body.x:${index})`, ' OR ')),
    'not needed': count(many((index) => `body.x:${index} dir:out`, ' ')),
    'in a text': count(many((index) => `contains:other${index}`, ' OR ')),
  }).toEqual({
    one: { rows: 1, reads: 3 },
    any: { rows: 2, reads: 3 },
    all: { rows: 2, reads: 3 },
    within: { rows: 2, reads: 3 },
    'beside others': { rows: 2, reads: 3 },
    'not needed': { rows: 0, reads: 0 },
    'in a text': { rows: 0, reads: 3 },
  })
})

test('what was read of a row is read again in the next turn', async () => {
  const core = testCore()
  const capture = aCapture(core)
  const count = countingReads(core.folder)
  const before = count('contains:urgent')
  insertRow(core, 'note', { exchange_id: capture.seq, text: 'Urgent', pinned: 0, tags: '[]', updated_at: 0 })
  await Promise.resolve()
  expect({ before, after: count('contains:urgent') }).toEqual({ before: { rows: 0, reads: 1 }, after: { rows: 1, reads: 1 } })
})
