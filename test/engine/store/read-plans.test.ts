import { expect, test } from 'vitest'
import { openDatabase } from '../../../src/main/engine/store/open.ts'
import { beginningSql } from '../../../src/main/engine/store/reads/find.ts'
import type { Condition, Few } from '../../../src/main/engine/store/filters/condition.ts'
import { filterSql } from '../../../src/main/engine/store/filters/filter-sql.ts'
import { forShard } from '../../../src/main/engine/store/filters/search-sql.ts'
import { openSearch } from '../../../src/main/engine/store/search/open-search.ts'
import { HEALTH_SQL, LAST_ATTEMPT_SQL, OPEN_SQL, WAITING_SQL } from '../../../src/main/engine/store/reads/health.ts'
import { FAMILY_SQL, REPLAYS_SQL } from '../../../src/main/engine/store/reads/lineage.ts'
import { pageSql } from '../../../src/main/engine/store/reads/list.ts'
import { edgeSql } from '../../../src/main/engine/store/reads/slices.ts'
import { createStatements } from '../../../src/main/engine/store/reads/statements.ts'
import { addTextFunctions } from '../../../src/main/engine/store/reads/text-functions.ts'
import * as removal from '../../../src/main/engine/store/remove-sql.ts'
import { requireFilter } from '../../../src/shared/domain/filter/parse.ts'
import { localTime } from '../../../src/shared/domain/filter/time.ts'
import { temporaryFolder } from '../../support/core.ts'

const DIRECT = [
  ['list', pageSql(null, 'newest')],
  ['list-oldest', pageSql(null, 'oldest')],
  ['list-filtered', pageSql(where('type:lead.* status:>=500 after:-1h'), 'newest')],
  ['list-pinned', pageSql(where('is:pinned'), 'newest')],
  ['list-verdict', pageSql(where('sig:invalid'), 'newest')],
  ['list-status', pageSql(where('status:>=500'), 'newest')],
  ['list-error', pageSql(where('error:timeout'), 'newest')],
  ['list-state', pageSql(where('state:incomplete'), 'newest')],
  ['list-failed', pageSql(few('state:failed').direct.sql, 'newest')],
  ['list-failed-length', few('state:failed').length.sql],
  ['list-cancelled-length', few('state:cancelled').length.sql],
  ['list-pending-length', few('state:pending').length.sql],
  ['list-cancelled', pageSql(few('state:cancelled').direct.sql, 'newest')],
  ['list-pending', pageSql(few('state:pending').direct.sql, 'newest')],
  ['list-replays', pageSql(few('is:replay').direct.sql, 'newest')],
  ['slice-listed', edgeSql('newest', compiled('status:>=500')?.listed ?? null)],
  ['list-body', pageSql(where('body.data.email:*@acme.com'), 'newest')],
  ['list-words', pageSql(where('ada lovel*'), 'newest')],
  ['list-event', pageSql(where('event:evt_01kf52n5c0001abcdefghjkmnp'), 'newest')],
  ['list-id', pageSql(where('id:delivery_01kf52n5c0001abcdefghjkmnp'), 'newest')],
  ['list-duplicate', pageSql(where('is:duplicate'), 'newest')],
  ['health', HEALTH_SQL],
  ['health-open', OPEN_SQL],
  ['health-last', LAST_ATTEMPT_SQL],
  ['health-waiting', WAITING_SQL],
  ['find', beginningSql({ table: 'exchange', direction: 'direction' })],
] as const

function compiled(text: string): Condition | null {
  return filterSql(requireFilter(text, { now: 0, localTime }))
}

function where(text: string): string | null {
  const sql = compiled(text)?.sql
  return sql === undefined ? null : forShard(sql, 1)
}

function few(text: string): Few {
  const found = compiled(text)?.few
  if (!found) throw new Error(`${text} has no short list.`)
  return found
}

test.each(DIRECT)('the plan of %s walks a key and sorts nothing', async (name, sql) => {
  await expect(`${plan(sql).join('\n')}\n`).toMatchFileSnapshot(`../../golden/plans/${name}.txt`)
})

test('removing rows scans nothing but the list of what is removed', () => {
  const scans = Object.entries(removal).flatMap(([name, sql]) =>
    plan(sql)
      .filter((step) => step.startsWith('SCAN') && !step.includes('VIRTUAL TABLE'))
      .map((step) => `${name}: ${step}`),
  )
  expect(scans).toEqual([])
})

test.each([
  ['family', FAMILY_SQL],
  ['replays', REPLAYS_SQL],
])('the %s of an exchange is looked up by keys and indexes', async (name, sql) => {
  const bound = sql.replaceAll(/:seq|:limit/g, '1')
  await expect(`${plan(bound).join('\n')}\n`).toMatchFileSnapshot(`../../golden/plans/lineage-${name}.txt`)
})

function plan(sql: string): string[] {
  const folder = temporaryFolder()
  const db = openDatabase(`${folder}/hookscope.db`)
  addTextFunctions(db, createStatements(db))
  const search = openSearch(`${folder}/search.db`, 'workspace')
  db.prepare('ATTACH ? AS search').run(`${folder}/search.db`)
  const parameters = Array.from({ length: sql.split('?').length - 1 }, () => '[]')
  const steps = db.prepare<unknown[], { detail: string }>(`EXPLAIN QUERY PLAN ${sql}`).all(...parameters)
  db.close()
  search.close()
  return steps.map((step) => step.detail)
}
