import { gunzipSync, gzipSync } from 'node:zlib'
import { expect, test } from 'vitest'
import { createExchanges } from '../../../src/main/engine/exchanges.ts'
import type { Core } from '../../../src/main/engine/core.ts'
import { createExports } from '../../../src/main/engine/transfer/exports.ts'
import { parseId } from '../../../src/shared/domain/ids.ts'
import { SCHEMES } from '../../../src/shared/domain/signature/scheme.ts'
import { sign } from '../../../src/shared/domain/signature/sign.ts'
import { aCapture, aDelivery, anAttempt, anEvent, anInbox } from '../../support/builders.ts'
import { seededRandom, testCore, WORKSPACE_SECRET } from '../../support/core.ts'
import { exported, imported, seen } from '../../support/transfer.ts'
import { variedCore } from '../../support/varied-core.ts'

const BODY = '{"type":"a.b","data":{"email":"jane@acme.com","plan":"gold","n":1}}'
const SHARE = { redaction: { paths: ['data.plan'], resign: true } } as const

/** A workspace with a rightly and a wrongly signed capture, and an attempt that says the same. */
function signedCore(): Core {
  const core = testCore({ random: seededRandom('here') })
  const inbox = anInbox(core)
  const message = { method: 'POST', url: 'http://127.0.0.1:5880/webhooks/crm', headers: [], body: Buffer.from(BODY) }
  const signature = sign(SCHEMES.crm, [WORKSPACE_SECRET], message, { at: 0, id: '' }).headers.flat()
  const headers = ['Host', '127.0.0.1:5880', 'Cookie', 'sid=Abc123', ...signature, 'Content-Length', String(BODY.length)]
  aCapture(core, { inbox, headers, body: BODY, path: '/webhooks/crm?token=Abc123' })
  aCapture(core, { inbox, headers, body: BODY.replace('jane', 'joan'), verdict: 'invalid' })
  const event = anEvent(core, { body: BODY })
  anAttempt(core, aDelivery(core, { bodyOf: event.seq }), { bodyOf: event.seq, headers, columns: { request_bytes: BODY.length } })
  return core
}

test('a share bundle holds none of what was private, and its case still verifies under the dummy secret that it names', async () => {
  const here = signedCore()
  const there = testCore({ random: seededRandom('there') })
  const bundle = await exported(here, SHARE)
  expect(bundle).not.toMatch(/jane|joan|Abc123|gold/)
  expect(bundle).not.toContain(WORKSPACE_SECRET)
  const report = await imported(there, bundle)
  const rows = await seen(there)
  const [valid, invalid, attempt] = rows.map(({ id }) => id)
  const exchanges = createExchanges(there)
  const verdictOf = async (id = ''): Promise<string> => (await exchanges.verify({ id })).verdict
  expect({
    dummy: report.dummySecret,
    carried: rows.map(({ verdict }) => verdict),
    verified: [await verdictOf(valid), await verdictOf(invalid)],
    attempt: (await exchanges.verify({ id: attempt ?? '', secrets: [report.dummySecret ?? ''] })).verdict,
    known: (await imported(there, bundle)).known,
  }).toEqual({
    dummy: expect.stringMatching(/^whsec_[A-Za-z0-9+/]{32}$/),
    carried: ['valid', 'invalid', null],
    verified: ['valid', 'invalid'],
    attempt: 'valid',
    known: 3,
  })
})

test('behind a tunnel, a signature of the url is made anew for the url that it tells of', async () => {
  const here = testCore({ random: seededRandom('here') })
  const inbox = anInbox(here, { scheme: 'square' })
  const headers = [
    'Host',
    '127.0.0.1:5880',
    'X-Forwarded-Proto',
    'https',
    'X-Forwarded-Host',
    'hooks.example.test',
    'x-square-hmacsha256-signature',
    'right',
  ]
  aCapture(here, { inbox, headers, body: BODY, path: '/webhooks/crm' })
  const there = testCore({ random: seededRandom('there') })
  const { dummySecret } = await imported(there, await exported(here, SHARE))
  const [row] = await seen(there)
  const verdict = await createExchanges(there).verify({ id: row?.id ?? '', scheme: 'square', secrets: [dummySecret ?? ''] })
  expect(verdict.verdict).toBe('valid')
})

test('a note and its tags are masked, and a place that cannot be read ends the export before it begins', async () => {
  const here = testCore({ random: seededRandom('here') })
  const { seq } = aCapture(here)
  here.db
    .prepare('INSERT INTO note (exchange_id, text, pinned, tags, updated_at) VALUES (?, ?, 0, ?, 1)')
    .run(seq, 'ask jane@acme.com', '["jane@acme.com"]')
  expect(await exported(here, SHARE)).not.toContain('jane')
  await expect(exported(here, { redaction: { paths: ['data.plan', 'items[x]'], resign: false } })).rejects.toThrow('"items[x]"')
})

test('a redacted exchange stands beside the original: its ids lead nowhere', async () => {
  const here = signedCore()
  const report = await imported(here, await exported(here, SHARE))
  const rows = await seen(here)
  const ids = rows.map(({ id }) => parseId(id)?.tail)
  expect({ imported: report.imported, problems: report.firstProblems, ids: new Set(ids).size }).toEqual({
    imported: 3,
    problems: [],
    ids: 6,
  })
})

test('a second share of the same exchange has the same masks', async () => {
  const here = signedCore()
  const lines = async (): Promise<string[]> => (await exported(here, { redaction: { paths: [], resign: false } })).split('\n').slice(1)
  expect(await lines()).toEqual(await lines())
})

test('every kind of exchange is shared and taken in', async () => {
  const here = variedCore()
  const there = testCore({ random: seededRandom('there') })
  expect(await imported(there, await exported(here, { redaction: { paths: ['a'], resign: true } }))).toMatchObject({
    imported: 10,
    problems: 0,
  })
  const again = testCore({ random: seededRandom('again') })
  const har = await exported(here, { format: 'har', redaction: { paths: ['a'], resign: false } })
  expect(await imported(again, har)).toMatchObject({ imported: 10, problems: 0 })
})

test('a secret of a megabyte is masked whole', async () => {
  const core = testCore({ random: seededRandom('here') })
  aCapture(core, { body: JSON.stringify({ token: 'k'.repeat(1_000_000) }) })
  const bundle = await exported(core, { redaction: { paths: [], resign: false } })
  expect({ shown: bundle.includes('kkkkkkkk'), length: bundle.length > 1_000_000 }).toEqual({ shown: false, length: true })
})

test('what is compressed is masked inside', async () => {
  const core = testCore({ random: seededRandom('here') })
  aCapture(core, { headers: ['Content-Encoding', 'gzip'], body: gzipSync(BODY) })
  await imported(core, await exported(core, { redaction: { paths: [], resign: false } }))
  const [, masked] = await seen(core)
  const text = gunzipSync(Buffer.from(masked?.bodies[0]?.split(' ')[1] ?? '', 'base64')).toString()
  expect(text).toMatch(/^\{"type":"a\.b","data":\{"email":"[a-z]{4}@[a-z]{4}\.example","plan":"gold","n":1\}\}$/)
})

test('a preview says what would be masked and where, and writes nothing', async () => {
  const core = signedCore()
  const exports = createExports(core, '0.0.0')
  const preview = await exports.preview({ format: 'ndjson', what: { filter: 'dir:in sig:valid' }, ...SHARE }, 10)
  expect({ ...preview, examples: preview.examples.map(({ rule, where, before }) => [rule, where, before]) }).toEqual({
    exchanges: 1,
    isWhole: true,
    signedAnew: 1,
    unmet: [],
    counts: expect.arrayContaining([
      { rule: 'email', count: 1 },
      { rule: 'path', count: 1 },
      { rule: 'cookie', count: 1 },
    ]),
    examples: expect.arrayContaining([
      ['email', 'body data.email', 'jane@acme.com'],
      ['path', 'body data.plan', 'gold'],
      ['cookie', 'header Cookie', 'sid=Abc123'],
      ['secret', 'query token', 'Abc123'],
    ]),
  })
})

test('a plain export says what it holds, and never a secret of the workspace: not even where that is the signature', async () => {
  const core = testCore({ random: seededRandom('here') })
  const inbox = anInbox(core, { scheme: 'gitlab' })
  const expected = {
    verdict: 'invalid',
    scheme: 'gitlab',
    header: 'X-Gitlab-Token',
    received: 'x',
    expected: WORKSPACE_SECRET,
    secretIndex: null,
    reason: '',
  }
  aCapture(core, {
    inbox,
    verdict: 'invalid',
    headers: ['X-Gitlab-Token', 'x', 'Authorization', 'Basic abc'],
    messageColumns: { verification: JSON.stringify(expected) },
  })
  const exports = createExports(core, '0.0.0')
  const { ticket } = await exports.open({ format: 'ndjson', what: { filter: '' }, redaction: null })
  const text = (await Array.fromAsync(exports.pieces(ticket))).join('')
  expect({
    holds: text.includes('Basic abc'),
    secret: text.includes(WORKSPACE_SECRET),
    credentials: exports.progress(ticket).credentials,
  }).toEqual({
    holds: true,
    secret: false,
    credentials: 1,
  })
})
