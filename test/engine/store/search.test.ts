import Database from 'better-sqlite3'
import { existsSync, truncateSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { expect, onTestFinished, test } from 'vitest'
import { createReadOperations } from '../../../src/main/engine/store/read-operations.ts'
import { createSearchIndex } from '../../../src/main/engine/store/search/search-index.ts'
import { requireFilter } from '../../../src/shared/domain/filter/parse.ts'
import { localTime } from '../../../src/shared/domain/filter/time.ts'
import { aCapture, aDelivery, anAttempt, anEvent, anInbox, insertRow, type Built } from '../../support/builders.ts'
import { testCore } from '../../support/core.ts'

const filter = (text: string) => requireFilter(text, { now: 0, localTime })

/** Which rows each filter takes, newest first, as their names. */
function found({ operations }: Searching, rows: Readonly<Record<string, Built>>, texts: readonly string[]): Record<string, string> {
  const names = (text: string): string =>
    run(operations.list({ filter: filter(text), before: null, after: null, limit: 100 }))
      .items.map(({ id }) => Object.entries(rows).find(([, row]) => row.id === id)?.[0] ?? id)
      .join(' ')
  return Object.fromEntries(texts.map((text) => [text, names(text)]))
}

test('words are found whole, in any case, in bodies, headers, urls, answers and notes', () => {
  const core = testCore()
  const event = anEvent(core, { body: '{"name":"From the event"}' })
  const rows = {
    json: aCapture(core, { body: '{"data":{"email":"Ada.Lovelace@acme.com","note":"first\\nsecond \\u00e9t\\u00e9"}}' }),
    gzip: aCapture(core, { headers: ['content-encoding', 'gzip'], body: gzipSync('packed words') }),
    form: aCapture(core, { headers: ['content-type', 'application/x-www-form-urlencoded'], body: 'who=Jos%C3%A9+Garc%C3%ADa' }),
    large: aCapture(core, { body: `${'x '.repeat(20_000)} farther` }),
    header: aCapture(core, { headers: ['X-Request-Id', 'req-4711'] }),
    url: aCapture(core, { path: '/hooks/orders?shop=berlin%20mitte' }),
    answer: aCapture(core, { responseHeaders: ['X-Served-By', 'node7'], responseBody: 'thank you' }),
    attempt: anAttempt(core, aDelivery(core, { bodyOf: event.seq }), { bodyOf: event.seq }),
    noted: aCapture(core),
    binary: aCapture(core, { body: Uint8Array.of(0, 1, 2, 119, 111, 114, 100) }),
  }
  insertRow(core, 'note', { exchange_id: rows.noted.seq, text: 'ask the customer', pinned: 0, tags: '["Urgent"]', updated_at: 0 })
  const expected = {
    ada: 'json',
    'ADA.lovelace@acme.com': 'json',
    love: '',
    'love*': 'json',
    'second été': 'json',
    ete: 'json',
    'packed "packed words"': 'gzip',
    '"words packed"': '',
    'garcia OR 4711': 'header form',
    farther: 'large',
    'req-4711': 'header',
    '"berlin mitte"': 'url',
    'node7 thank': 'answer',
    '"from the event"': 'attempt',
    'customer urgent': 'noted',
    'x-request-id -4711': '',
    'acme body.data.email:*@acme.com': 'json',
    '-x -application dir:in': 'binary noted url gzip json',
    word: '',
  }
  expect(found(searching(core), rows, Object.keys(expected))).toEqual(expected)
})

test('the index follows what is added, changed and removed', () => {
  const core = testCore()
  const search = searching(core)
  const first = aCapture(core, { state: 'receiving', body: 'early' })
  const rows = { first, second: aCapture(core, { body: 'early too' }) }
  run(search.operations.index([], 1_000))
  core.db.prepare("UPDATE message SET request_body = CAST('late' AS BLOB) WHERE exchange_id = ?").run(first.seq)
  core.db.prepare("UPDATE exchange SET state = 'complete' WHERE id = ?").run(first.seq)
  core.db.prepare('DELETE FROM message WHERE exchange_id = ?').run(rows.second.seq)
  core.db.prepare('DELETE FROM exchange WHERE id = ?').run(rows.second.seq)
  run(search.operations.index([first.seq, rows.second.seq], 1_000))
  const all = { ...rows, third: aCapture(core, { body: 'late as well' }) }
  expect(found(search, all, ['early', 'late'])).toEqual({ early: '', late: 'third first' })
})

test('what had not ended when the engine was cut off is looked at again by the next one', () => {
  const core = testCore()
  const row = aCapture(core, { state: 'receiving', body: 'half' })
  const before = searching(core)
  run(before.operations.index([], 1_000))
  before.close()
  core.db.prepare("UPDATE message SET request_body = CAST('whole' AS BLOB) WHERE exchange_id = ?").run(row.seq)
  core.db.prepare("UPDATE exchange SET state = 'incomplete' WHERE id = ?").run(row.seq)
  expect(found(searching(core), { row }, ['half', 'whole'])).toEqual({ half: '', whole: 'row' })
})

test.each([
  ['is missing', () => {}],
  ['is no database', (file: string) => writeFileSync(file, 'x'.repeat(20_000))],
  ['was cut off', (file: string) => truncateSync(file, 9_000)],
  ['belongs to another workspace', (file: string) => edit(file, "UPDATE state SET workspace = 'other', through = 9007199254740991")],
  // What it holds is not to be believed then, however whole it looks.
  ['was being written when the machine went down', (file: string) => edit(file, 'UPDATE state SET written_at = 1; DELETE FROM words_1')],
  [
    'was written when the clock was ahead',
    (file: string) => edit(file, `UPDATE state SET written_at = ${Date.now() + 3_600_000}; DELETE FROM words_1`),
  ],
  ['was made by another version', (file: string) => edit(file, 'PRAGMA user_version = 99')],
])('an index that %s is made again', (_what, damage) => {
  const { core, row, file } = indexedOnce()
  expect(existsSync(file)).toBe(true)
  damage(file)
  expect(found(searching(core), { row }, ['findable'])).toEqual({ findable: 'row' })
})

test('an index that a killed engine was writing is kept as long as the machine stays up', () => {
  const { core, row, file } = indexedOnce()
  const state = new Database(file, { readonly: true })
  const closed = state.prepare('SELECT through, written_at FROM state').get()
  state.close()
  edit(file, `UPDATE state SET written_at = ${Date.now() - 1}; INSERT INTO duplicate VALUES (${row.seq})`)
  expect({ closed, kept: found(searching(core), { row }, ['is:duplicate']) }).toEqual({
    closed: { through: row.seq, written_at: null },
    kept: { 'is:duplicate': 'row' },
  })
})

test('captures of one inbox with the same event id or body are duplicates from the second on', () => {
  const core = testCore()
  const [inbox, other] = [anInbox(core), anInbox(core, { path: '/other' })]
  const withEvent = (event: string, body: string) => ({ body, columns: { event_id: event } })
  const rows = {
    first: aCapture(core, { inbox, ...withEvent('evt_1', 'a') }),
    sameEvent: aCapture(core, { inbox, ...withEvent('evt_1', 'b') }),
    sameBody: aCapture(core, { inbox, ...withEvent('evt_2', 'a') }),
    elsewhere: aCapture(core, { inbox: other, ...withEvent('evt_1', 'a') }),
    empty: aCapture(core, { inbox }),
    emptyAgain: aCapture(core, { inbox }),
    unfinished: aCapture(core, { inbox, state: 'incomplete', ...withEvent('evt_3', 'a') }),
    attempt: anAttempt(core, aDelivery(core), { body: 'a' }),
  }
  const search = searching(core)
  const seqs = Object.values(rows).map((row) => row.seq)
  run(search.operations.index([], 1_000))
  run(search.operations.index(seqs, 1_000))
  expect(found(search, rows, ['is:duplicate', '-is:duplicate dir:in'])).toEqual({
    'is:duplicate': 'sameBody sameEvent',
    '-is:duplicate dir:in': 'unfinished emptyAgain empty elsewhere first',
  })
})

test('many exchanges are cut into shards; pages, counts and live rows run over all of them, and old ones go with their rows', () => {
  const core = testCore()
  const rows = core.db.transaction(() =>
    Array.from({ length: 25 }, (_, index) => aCapture(core, { body: index % 2 === 0 ? 'even' : 'odd' })),
  )()
  const { operations, index } = searching(core)
  const seqs = (page: { items: readonly { id: string }[] }): number[] => page.items.map(({ id }) => rows.findIndex((row) => row.id === id))
  const even = filter('even')
  const first = run(operations.list({ filter: even, before: null, after: null, limit: 4 }))
  const second = run(operations.list({ filter: even, before: first.next, after: null, limit: 4 }))
  const upwards = run(operations.list({ filter: even, before: null, after: rows[3]?.seq ?? 0, limit: 3 }))
  const live = run(
    operations.changed({
      filter: even,
      after: rows[21]?.seq ?? 0,
      exchanges: rows.slice(0, 8).map((row) => row.seq),
      deliveries: [],
      limit: 50,
    }),
  )
  const shards = index.shards().length
  const gone = rows.slice(0, 15)
  for (const { seq } of gone) core.db.prepare('DELETE FROM message WHERE exchange_id = ?').run(seq)
  for (const { seq } of gone) core.db.prepare('DELETE FROM exchange WHERE id = ?').run(seq)
  run(operations.index([], 1_000))
  expect({
    first: seqs(first),
    second: seqs(second),
    upwards: seqs(upwards),
    live: seqs({ items: live.rows }),
    count: run(operations.count(even)),
    shards: [shards, index.shards().length],
  }).toEqual({
    first: [24, 22, 20, 18],
    second: [16, 14, 12, 10],
    upwards: [8, 6, 4],
    live: [24, 22, 6, 4, 2, 0],
    count: { value: 5, exact: true },
    shards: [4, 3],
  })
})

test('what a shard took on the disk is given back when it goes', () => {
  const core = testCore()
  const wordy = (n: number): string => Array.from({ length: 4_000 }, (_, index) => `word${n * 4_000 + index}`).join(' ')
  const rows = Array.from({ length: 17 }, (_, n) => aCapture(core, { body: n < 8 ? wordy(n) : 'short' }))
  const { operations } = searching(core)
  run(operations.index([], 10_000))
  const search = new Database(join(core.folder, 'search.db'), { readonly: true })
  onTestFinished(() => void search.close())
  const pages = (name: string): number => search.pragma(name, { simple: true }) as number
  const before = pages('page_count')
  for (const { seq } of rows.slice(0, 8)) core.db.prepare('DELETE FROM message WHERE exchange_id = ?').run(seq)
  for (const { seq } of rows.slice(0, 8)) core.db.prepare('DELETE FROM exchange WHERE id = ?').run(seq)
  run(operations.index([], 10_000))
  expect({ free: pages('freelist_count'), shrunk: pages('page_count') < before / 2 }).toEqual({ free: 0, shrunk: true })
})

test('a search that takes too long answers with what it has, and where to go on', () => {
  const core = testCore()
  const rows = core.db.transaction(() => Array.from({ length: 300 }, (_, index) => aCapture(core, { body: `{"n":${index}}` })))()
  let now = 0
  const { operations } = searching(core, () => now++)
  const rare = filter('body.n:<3')
  const asked: { found: number[]; hasMore: boolean }[] = []
  for (let before: number | null | undefined; before !== null;) {
    const page = run(operations.list({ filter: rare, before: before ?? null, after: null, limit: 10, withinMs: 5 }))
    asked.push({ found: page.items.map(({ id }) => rows.findIndex((row) => row.id === id)), hasMore: page.hasMore })
    before = page.next
  }
  expect([asked[0], asked.flatMap((page) => page.found), asked.at(-1)?.hasMore]).toEqual([{ found: [], hasMore: true }, [2, 1, 0], false])
})

type Searching = ReturnType<typeof searching>

/** The operations of the reader thread, run here, with eight documents a shard. */
function searching(core: ReturnType<typeof testCore>, monotonic = () => performance.now()) {
  const open = (): Database.Database => new Database(join(core.folder, 'hookscope.db'), { readonly: true })
  const [db, texts] = [open(), open()]
  const index = createSearchIndex({ file: join(core.folder, 'search.db'), db, texts, monotonic, shardDocuments: 8 })
  const close = (): void => {
    if (!db.open) return
    index.close()
    texts.close()
    db.close()
  }
  onTestFinished(close)
  return { operations: createReadOperations({ db, texts, search: () => index, monotonic }), index, close }
}

/** A workspace with one capture, indexed by an engine that has ended. */
function indexedOnce() {
  const core = testCore()
  const row = aCapture(core, { body: 'findable' })
  const { operations, close } = searching(core)
  run(operations.index([], 1_000))
  close()
  return { core, row, file: join(core.folder, 'search.db') }
}

function run<T>(result: T | Promise<T> | Generator<undefined, T>): T {
  if (result instanceof Promise) throw new Error('The operation answers later.')
  if (typeof result !== 'object' || result === null || !('next' in result && Symbol.iterator in result)) return result as T
  for (;;) {
    const step = result.next()
    if (step.done) return step.value
  }
}

function edit(file: string, sql: string): void {
  const db = new Database(file)
  db.exec(sql)
  db.close()
}
