import { expect, test } from 'vitest'
import { openDatabase } from '../../../src/main/engine/store/open.ts'
import { beginningSql } from '../../../src/main/engine/store/reads/find.ts'
import { pageSql } from '../../../src/main/engine/store/reads/list.ts'
import * as removal from '../../../src/main/engine/store/remove-sql.ts'
import { temporaryFolder } from '../../support/core.ts'

const DIRECT = [
  ['list', pageSql(null, 'newest')],
  ['list-oldest', pageSql(null, 'oldest')],
  ['find', beginningSql({ table: 'exchange', direction: 'direction' })],
] as const

test.each(DIRECT)('the plan of %s walks the primary key and sorts nothing', async (name, sql) => {
  const db = openDatabase(`${temporaryFolder()}/hookscope.db`)
  const steps = db
    .prepare<unknown[], { detail: string }>(`EXPLAIN QUERY PLAN ${sql}`)
    .all(...Array.from({ length: sql.split('?').length - 1 }, () => 1))
  db.close()
  await expect(`${steps.map((step) => step.detail).join('\n')}\n`).toMatchFileSnapshot(`../../golden/plans/${name}.txt`)
})

test('removing rows scans nothing but the list of what is removed', () => {
  const scans = Object.entries(removal).flatMap(([name, sql]) =>
    plan(sql)
      .filter((step) => step.startsWith('SCAN') && !step.includes('VIRTUAL TABLE'))
      .map((step) => `${name}: ${step}`),
  )
  expect(scans).toEqual([])
})

function plan(sql: string): string[] {
  const db = openDatabase(`${temporaryFolder()}/hookscope.db`)
  const parameters = Array.from({ length: sql.split('?').length - 1 }, () => '[]')
  const steps = db.prepare<unknown[], { detail: string }>(`EXPLAIN QUERY PLAN ${sql}`).all(...parameters)
  db.close()
  return steps.map((step) => step.detail)
}
