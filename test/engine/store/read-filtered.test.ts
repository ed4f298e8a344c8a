import { brotliCompressSync, gzipSync } from 'node:zlib'
import { expect, test } from 'vitest'
import { FEW_ROWS } from '../../../src/main/engine/store/filters/condition.ts'
import { requireFilter } from '../../../src/shared/domain/filter/parse.ts'
import { localTime } from '../../../src/shared/domain/filter/time.ts'
import { aCapture, aDelivery, anAttempt, anEvent, anInbox, insertRow, type Built } from '../../support/builders.ts'
import { testCore } from '../../support/core.ts'

/** Names of the rows that a filter takes, newest first. */
function finder(core: ReturnType<typeof testCore>, rows: Readonly<Record<string, Built>>): (text: string) => Promise<string> {
  return async (text) => {
    const filter = requireFilter(text, { now: 0, localTime })
    const { items } = await core.reader.run('list', { filter, before: null, after: null, limit: 100 })
    return items.map(({ id }) => Object.entries(rows).find(([, row]) => row.id === id)?.[0] ?? id).join(' ')
  }
}

async function found(
  core: ReturnType<typeof testCore>,
  rows: Readonly<Record<string, Built>>,
  texts: readonly string[],
): Promise<Record<string, string>> {
  const find = finder(core, rows)
  return Object.fromEntries(await Promise.all(texts.map(async (text) => [text, await find(text)] as const)))
}

test('a JSON body is asked by path, whatever its encoding and wherever it is stored', async () => {
  const core = testCore()
  const lead = (email: string, value: number): string =>
    JSON.stringify({ data: { email, value, ok: true, none: null, list: [{ sku: 'A' }, { sku: email }] } })
  const event = anEvent(core, { body: lead('Event@acme.com', 5) })
  const rows = {
    plain: aCapture(core, { body: lead('ada@acme.com', 10) }),
    gzip: aCapture(core, { headers: ['Content-Encoding', 'gzip'], body: gzipSync(lead('bob@acme.com', 200)) }),
    brotli: aCapture(core, { headers: ['content-encoding', 'br'], body: brotliCompressSync(lead('eve@other.org', 1.5)) }),
    large: aCapture(core, { body: JSON.stringify({ pad: 'x'.repeat(300_000), data: { email: 'large@acme.com' } }) }),
    attempt: anAttempt(core, aDelivery(core, { bodyOf: event.seq }), { bodyOf: event.seq }),
    broken: aCapture(core, { body: '{"data":{"email":"ada@acme.com"' }),
    binary: aCapture(core, { body: Uint8Array.of(0x7b, 0, 1, 2) }),
    empty: aCapture(core),
  }
  const expected = {
    'body.data.email:*@ACME.com': 'attempt large gzip plain',
    'body.data.email:ada@acme.com': 'plain',
    'body.data.value:>=10': 'gzip plain',
    'body.data.value:<10': 'attempt brotli',
    'body.data.value:10': 'plain',
    'body.data.email:>bob': 'large brotli gzip',
    'body.data.ok:true body.data.none:null': 'attempt brotli gzip plain',
    'body.data.list[1].sku:eve@*': 'brotli',
    'body.data.list[*].sku:bob*': 'gzip',
    'body.data.*:5': 'attempt',
    'body.data.value[*]:10': '',
    'body.pad:*': 'large',
    '-body.data.email:*@acme.com dir:in': 'empty binary broken brotli',
  }
  expect(await found(core, rows, Object.keys(expected))).toEqual(expected)
})

test('numbers in bodies are compared with all their digits', async () => {
  const core = testCore()
  const rows = {
    small: aCapture(core, { body: '{"n":9007199254740992,"list":[1]}' }),
    odd: aCapture(core, { body: '{"n":9007199254740993,"list":[{"id":18446744073709551615}]}' }),
    large: aCapture(core, { body: '{"n":9223372036854775808,"list":[5,18446744073709551615]}' }),
    negative: aCapture(core, { body: '{"n":-9223372036854775809,"a.b":[18446744073709551615]}' }),
    real: aCapture(core, { body: '{"n":1.50}' }),
  }
  const expected = {
    'body.n:9007199254740993': 'odd',
    'body.n:9223372036854775808': 'large',
    'body.n:922337203685477580*': 'large',
    'body.n:-9223372036854775809': 'negative',
    'body.n:1.5': 'real',
    'body.n:>1.4 body.n:<2': 'real',
    'body.n:>9007199254740992': 'large odd',
    'body.n:>=9007199254740993 body.n:<=9223372036854775807': 'odd',
    'body.n:>9223372036854775807': 'large',
    'body.n:<-9223372036854775808': '',
    'body.list[*].id:18446744073709551615': 'odd',
    'body.*[*]:>9223372036854775807': 'negative large',
  }
  expect(await found(core, rows, Object.keys(expected))).toEqual(expected)
})

test('headers are found on either side, by name without case', async () => {
  const core = testCore()
  const rows = {
    request: aCapture(core, { headers: ['X-Request-Id', 'Abc-1', 'Accept', '*/*'] }),
    response: aCapture(core, { headers: ['Accept', 'X-Request-Id'], responseHeaders: ['x-request-id', 'abc-2'] }),
    neither: aCapture(core, { headers: ['Accept', 'x-request-id', 'abc-3', ''] }),
  }
  const expected = {
    'header.x-request-id:abc*': 'response request',
    'header.X-REQUEST-ID:abc-1': 'request',
    'header.x-request-id:*': 'response request',
    'header.abc-3:""': 'neither',
  }
  expect(await found(core, rows, Object.keys(expected))).toEqual(expected)
})

test('contains: looks inside words of bodies, headers, urls and notes', async () => {
  const core = testCore()
  const rows = {
    body: aCapture(core, { body: '{"name":"Zo\\u00eb Müller"}' }),
    form: aCapture(core, { headers: ['Content-Type', 'application/x-www-form-urlencoded'], body: 'name=Zo%C3%AB+Long' }),
    header: aCapture(core, { headers: ['X-Trace', 'abcDEFghi'] }),
    url: aCapture(core, { path: '/hooks/a%20b?x=1' }),
    response: aCapture(core, { responseBody: 'all went WELL' }),
    noted: aCapture(core),
  }
  insertRow(core, 'note', { exchange_id: rows.noted.seq, text: 'ask Ada', pinned: 0, tags: '["urgent"]', updated_at: 0 })
  const expected = {
    'contains:zoë': 'form body',
    'contains:ÜLL': 'body',
    'contains:cdefg': 'header',
    'contains:"a b"': 'url',
    'contains:"went well"': 'response',
    'contains:"k ada"': 'noted',
    'contains:rgen': 'noted',
  }
  expect(await found(core, rows, Object.keys(expected))).toEqual(expected)
})

test('marks, notes, sizes, times and attempts', async () => {
  const core = testCore()
  const inbox = anInbox(core)
  const rows = {
    matched: aCapture(core, { inbox, body: 'x'.repeat(2_000), columns: { took_us: 2_500_000 } }),
    unmatched: aCapture(core),
    imported: aCapture(core, { inbox, columns: { imported: 1 } }),
    /** It came to an inbox of another machine. */
    stranger: aCapture(core, { columns: { imported: 1 } }),
    malformed: aCapture(core, { state: 'malformed' }),
  }
  const replay = aDelivery(core, { source: rows.matched, bodyOf: rows.matched.seq })
  const all = {
    ...rows,
    replayed: anAttempt(core, replay, { bodyOf: rows.matched.seq, number: 2, status: null, columns: { error: 'timeout' } }),
    plain: anAttempt(core, aDelivery(core)),
  }
  insertRow(core, 'note', { exchange_id: rows.matched.seq, text: '', pinned: 1, tags: '["Urgent","billing"]', updated_at: 0 })
  insertRow(core, 'note', { exchange_id: rows.unmatched.seq, text: 'odd', pinned: 0, tags: '[]', updated_at: 0 })
  const expected = {
    'is:replay': 'replayed',
    'is:imported': 'stranger imported',
    'is:unmatched': 'unmatched',
    'is:pinned': 'matched',
    'has:note': 'unmatched',
    'has:tag': 'matched',
    'tag:urg*': 'matched',
    'tag:billing': 'matched',
    'tag:bill': '',
    'size:>1kb': 'matched',
    'took:>2s': 'matched',
    'took:1ms..2ms dir:out': 'plain replayed',
    'attempt:>1': 'replayed',
    'error:timeout': 'replayed',
  }
  expect(await found(core, all, Object.keys(expected))).toEqual(expected)
})

test('values are compared without case, also those of letters beyond ASCII', async () => {
  const core = testCore()
  const rows = {
    lower: aCapture(core, { path: '/größe', headers: ['X-Name', 'zoë'], body: '{"name":"wörld"}' }),
    upper: aCapture(core, { path: '/GRÖSSE', headers: ['X-Name', 'ZOË'], body: '{"name":"WÖRLD"}' }),
  }
  insertRow(core, 'note', { exchange_id: rows.lower.seq, text: '', pinned: 0, tags: '["Ümläut"]', updated_at: 0 })
  const expected = {
    'body.name:WÖRLD': 'upper lower',
    'body.name:*örld': 'upper lower',
    'header.x-name:ZOË': 'upper lower',
    'path:/GRÖ*': 'upper lower',
    'tag:ÜMLÄUT': 'lower',
    'NOT body.name:wörld': '',
    'wörld body.name:WÖRLD': 'upper lower',
  }
  expect(await found(core, rows, Object.keys(expected))).toEqual(expected)
})

test('as many terms as a filter may have are run, whatever they ask', async () => {
  const core = testCore()
  const rows = { only: aCapture(core, { body: '{"a":[[1]]}' }) }
  const find = finder(core, rows)
  const many = (term: string, operator: string): string => Array.from({ length: 1_000 }, () => term).join(operator)
  const deepest = Array.from({ length: 58 }, () => `body.a${'[*]'.repeat(16)}:1`).join(' OR ')
  const texts = [
    many('dir:in', ' '),
    many('header.x:y', ' OR '),
    many('body.a[0][0]:1', ' OR '),
    many('path:/a', ' OR '),
    many('id:capture_0', ' OR '),
    many('word', ' OR '),
    deepest,
  ]
  expect(await Promise.all(texts.map(find))).toEqual(['only', '', 'only', '', 'only', '', ''])
})

test('what is out of the ordinary is found, alone and beside other terms', async () => {
  const core = testCore()
  const replay = aDelivery(core, { source: aCapture(core), state: 'failed' })
  const revived = aDelivery(core, { state: 'success' })
  const rows = {
    invalid: aCapture(core, { verdict: 'invalid', status: 401, body: '{"a":1}' }),
    stale: aCapture(core, { verdict: 'stale', body: '{"a":2}' }),
    cut: aCapture(core, { verdict: 'unchecked', state: 'incomplete', status: null }),
    moved: aCapture(core, { status: 302 }),
    refused: anAttempt(core, replay, { status: null, columns: { error: 'refused' } }),
    busy: anAttempt(core, replay, { status: 503, number: 2 }),
    cancelled: anAttempt(core, aDelivery(core, { state: 'cancelled' }), { state: 'cancelled', status: null }),
    unplanned: anAttempt(core, revived, { state: 'cancelled', status: null }),
    byHand: anAttempt(core, revived, { number: 2 }),
    waiting: anAttempt(core, aDelivery(core, { state: 'pending', dueAt: 1 }), { state: 'planned', status: null }),
  }
  const expected = {
    'sig:invalid': 'invalid',
    'sig:stale body.a:2': 'stale',
    'sig:stale OR status:4xx': 'stale invalid',
    'sig:invalid status:>=400 state:complete': 'invalid',
    'status:>=300': 'busy moved invalid',
    'status:302..401': 'moved invalid',
    'status:503 state:failed': 'busy',
    'state:incomplete': 'cut',
    'state:failed': 'busy refused',
    'state:cancelled': 'unplanned cancelled',
    'state:pending': 'waiting',
    'state:planned': 'waiting',
    'state:success': 'byHand unplanned',
    'is:replay -error:refused': 'busy',
    'error:refused dir:out': 'refused',
    'dir:out -state:failed -state:cancelled -state:pending': 'byHand',
    'state:failed OR sig:invalid': 'busy refused invalid',
  }
  expect(await found(core, rows, Object.keys(expected))).toEqual(expected)
})

test('attempts of failed deliveries are found the same way when these are many', async () => {
  const core = testCore()
  const failed = aDelivery(core, { state: 'failed' })
  const rows = { failed: anAttempt(core, failed, { status: 500 }), fine: anAttempt(core, aDelivery(core)) }
  const columns = (core.db.prepare('SELECT name FROM pragma_table_info(?)').pluck().all('delivery') as string[]).join()
  core.db.exec(`INSERT INTO delivery (${columns}) SELECT id - row.value, ${columns.replace(/^id,/, '')}
    FROM delivery, (WITH RECURSIVE row (value) AS (VALUES (1) UNION ALL SELECT value + 1 FROM row LIMIT ${FEW_ROWS}) SELECT value FROM row) AS row
    WHERE id = ${failed.seq}`)
  core.db.exec(`INSERT INTO exchange (id, tail, direction, state, at, method, path, request_bytes, response_bytes, delivery_id)
    SELECT id, tail, 'out', 'settled', 0, 'POST', '/', 0, 0, id FROM delivery WHERE id < ${failed.seq}`)
  const { items, hasMore } = await core.reader.run('list', {
    filter: requireFilter('state:failed status:500', { now: 0, localTime }),
    before: null,
    after: null,
    limit: 100,
  })
  expect({ ids: items.map(({ id }) => id), hasMore }).toEqual({ ids: [rows.failed.id], hasMore: false })
})
