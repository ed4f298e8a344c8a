import fc from 'fast-check'
import { getEventListeners } from 'node:events'
import { gzipSync } from 'node:zlib'
import { expect, test } from 'vitest'
import { createImports } from '../../../src/main/engine/transfer/imports.ts'
import { createIds } from '../../../src/shared/domain/ids.ts'
import { aCapture, aDelivery, anAttempt } from '../../support/builders.ts'
import { rejected } from '../../support/caught.ts'
import { seededRandom, testCore } from '../../support/core.ts'
import { exported, imported, marked, seen } from '../../support/transfer.ts'
import { BINARY, variedCore } from '../../support/varied-core.ts'

test('a bundle that is imported into an empty workspace gives the same exchanges, marked as imported', async () => {
  const here = variedCore()
  const there = testCore({ random: seededRandom('there') })
  const report = await imported(there, await exported(here), 10_000)
  expect(report).toMatchObject({ imported: 10, known: 0, problems: 0, firstProblems: [], isWhole: true, dummySecret: null })
  expect(await seen(there)).toEqual(marked(await seen(here)))
  expect(there.db.prepare("SELECT count(*) FROM delivery WHERE state = 'pending'").pluck().get()).toBe(0)
})

test('an import ends with the connection of who feeds it, and one that has ended heeds that no more', async () => {
  const imports = createImports(testCore())
  const gone = new AbortController()
  await imports.cancel(imports.open(gone.signal))
  const heeding = getEventListeners(gone.signal, 'abort').length
  const ticket = imports.open(gone.signal)
  gone.abort()
  await expect(imports.write(ticket, Buffer.from('{}'))).rejects.toMatchObject({ code: 'not_found' })
  imports.open(gone.signal)
  expect({ heeding, next: typeof imports.open() }).toEqual({ heeding: 0, next: 'string' })
})

test('a bundle that is imported again changes nothing, here and there', async () => {
  const here = variedCore()
  const there = testCore({ random: seededRandom('there') })
  const bundle = await exported(here)
  await imported(there, bundle)
  const before = await seen(there)
  expect(await imported(there, bundle)).toMatchObject({ imported: 0, known: 10, problems: 0 })
  expect(await imported(here, await exported(there))).toMatchObject({ imported: 0, known: 10, problems: 0 })
  expect(await seen(there)).toEqual(before)
})

test('what comes piece by piece in bundles of their own grows together', async () => {
  const here = variedCore()
  const there = testCore({ random: seededRandom('there') })
  const rows = await seen(here)
  // The replay comes before the capture whose body it sends.
  for (const { id } of rows.toReversed()) await imported(there, await exported(here, { what: { ids: [id] } }))
  expect(await seen(there)).toEqual(marked(rows))
  expect(there.db.prepare('SELECT count(*) FROM event WHERE id IN (SELECT id FROM exchange)').pluck().get()).toBe(0)
})

test('any capture survives export and import', async () => {
  const header = fc.tuple(
    fc.stringMatching(/^[A-Za-z0-9-]{1,12}$/),
    fc.string({ unit: fc.integer({ min: 32, max: 255 }).map((code) => String.fromCharCode(code)) }),
  )
  const capture = fc.record({
    method: fc.constantFrom('GET', 'POST', 'PUT'),
    path: fc.webPath().map((path) => `/${path}`),
    type: fc.option(fc.string()),
    headers: fc.array(header).map((pairs) => pairs.flat()),
    body: fc.oneof(fc.uint8Array({ maxLength: 200 }), fc.string({ unit: 'grapheme' }), fc.json()),
    responseBody: fc.uint8Array({ maxLength: 50 }),
    status: fc.option(fc.integer({ min: 200, max: 599 })),
  })
  const here = testCore({ random: seededRandom('here') })
  const there = testCore({ random: seededRandom('there') })
  const property = fc.asyncProperty(fc.array(capture, { minLength: 1, maxLength: 5 }), async (captures) => {
    const ids = captures.map((each) => aCapture(here, each.status === null ? { ...each, responseBody: '' } : each).id)
    here.db.prepare("UPDATE exchange SET answer = 'decided' WHERE status IS NOT NULL").run()
    expect(await imported(there, await exported(here, { what: { ids } }))).toMatchObject({ imported: captures.length, problems: 0 })
    expect(await seen(there, ids)).toEqual(marked(await seen(here, ids)))
  })
  await fc.assert(property, { numRuns: 20 })
})

test('a broken line is named by its number and the rest goes on', async () => {
  const here = testCore({ random: seededRandom('here') })
  const there = testCore({ random: seededRandom('there') })
  for (let i = 0; i < 4; i++) aCapture(here)
  const [header = '', first = '', second = '', third = '', fourth = '', end = ''] = (await exported(here)).split('\n')
  const noId = JSON.stringify({ ...JSON.parse(second), id: 'capture_1' })
  const lost = JSON.stringify({ ...JSON.parse(third), request: { headers: [], trailers: [], body: { bytes: 300_000, chunks: 2 } } })
  const report = await imported(there, [header, first, '{"kind":', noId, '[]', '', lost, fourth, end].join('\n'))
  expect(report).toMatchObject({
    imported: 2,
    problems: 4,
    isWhole: true,
    firstProblems: [
      { line: 3, message: 'It is not JSON.' },
      { line: 4, message: expect.stringMatching(/^Its id must match pattern/) },
      { line: 5, message: 'It is no record of a bundle.' },
      { line: 7, message: 'Parts of its body are missing.' },
    ],
  })
})

test.each([
  ['status', 2 ** 63, 'Its status must be <= 999.'],
  ['status', -1, 'Its status must be >= 0.'],
  ['at', 1e16, 'Its at must be <= 8640000000000000.'],
  ['attempt', 1e21, `Its attempt must be <= ${Number.MAX_SAFE_INTEGER}.`],
  ['tookMs', -1, 'Its tookMs must be >= 0.'],
  ['error', 'nope', 'Its error must be equal to one of the allowed values.'],
])('a number that no exchange can have is refused with its line, because no list could show it: %s', async (field, value, message) => {
  const here = testCore({ random: seededRandom('here') })
  const there = testCore({ random: seededRandom('there') })
  aCapture(here)
  const [header = '', exchange = '', end = ''] = (await exported(here)).split('\n')
  const odd = JSON.stringify({ ...JSON.parse(exchange), [field]: value })
  const { imported: count, firstProblems } = await imported(there, [header, odd, end].join('\n'))
  expect({ count, firstProblems }).toEqual({ count: 0, firstProblems: [{ line: 2, message }] })
})

test('a bundle that an editor has saved with other line ends and a byte order mark is the same bundle', async () => {
  const here = testCore({ random: seededRandom('here') })
  const there = testCore({ random: seededRandom('there') })
  aCapture(here, { body: 'ü' })
  const file = `\uFEFF${(await exported(here)).replaceAll('\n', '\r\n')}`
  expect(await imported(there, file, 7)).toMatchObject({ imported: 1, problems: 0, isWhole: true })
})

test('a file that is no bundle is told what it is, where that can be seen', async () => {
  const core = testCore()
  const files = ['', 'hello', gzipSync(await exported(core))]
  const problems = await Promise.all(files.map((file) => rejected(imported(testCore(), file))))
  expect(problems.map((problem) => (problem as Error).message)).toEqual([
    'The file is empty.',
    'The file is neither a bundle of Hookscope nor a HAR.',
    'The file is compressed with gzip.',
  ])
})

test('a bundle that was cut off says so, and leaves no part of a body behind', async () => {
  const here = testCore({ random: seededRandom('here') })
  const there = testCore({ random: seededRandom('there') })
  aCapture(here)
  aCapture(here, { body: BINARY })
  const bundle = await exported(here)
  const report = await imported(there, bundle.slice(0, -2_000))
  expect({ ...report, firstProblems: report.firstProblems.length, bytes: 0 }).toMatchObject({ imported: 1, problems: 1, isWhole: false })
  expect(there.db.prepare('SELECT count(*) FROM chunk').pluck().get()).toBe(0)
})

test('parts of a body that a crashed import left are swept at the next start', async () => {
  const here = testCore({ random: seededRandom('here') })
  const there = testCore({ random: seededRandom('there') })
  aCapture(here, { body: BINARY })
  const bundle = await exported(here)
  const imports = createImports(there)
  await imports.write(imports.open(), Buffer.from(bundle.slice(0, -2_000)))
  const left = there.db.prepare('SELECT count(*) FROM chunk').pluck()
  const before = left.get()
  createImports(there)
  expect({ before, after: left.get() }).toEqual({ before: 2, after: 0 })
})

test('the same id with other content is left as it is, and said', async () => {
  const here = testCore({ random: seededRandom('here') })
  const there = testCore({ random: seededRandom('there') })
  aCapture(here, { body: 'one' })
  const bundle = await exported(here)
  await imported(there, bundle)
  const report = await imported(there, bundle.replace('"text":"one"', '"text":"two"'))
  expect(report).toMatchObject({ imported: 0, known: 0, firstProblems: [{ line: 2, message: expect.stringContaining('other content') }] })
})

test('two workspaces that counted alike keep all their exchanges', async () => {
  const at = 1_770_000_000_000
  const [here, other, there] = ['here', 'other', 'there'].map((seed) => {
    const random = seededRandom(seed)
    return testCore({ random, ids: createIds(() => at, random.bytes) })
  })
  if (!here || !other || !there) throw new Error('Three were made.')
  aCapture(here, { body: 'here' })
  aCapture(other, { body: 'other' })
  const future = createIds(() => at + 60_000, seededRandom('x').bytes)
  const target = { ...there, ids: future }
  await imported(target, await exported(here))
  await imported(target, await exported(other))
  expect(await imported(target, await exported(other))).toMatchObject({ imported: 0, known: 1 })
  const rows = await seen(target)
  expect(rows.map(({ bodies: [body] }) => Buffer.from(body?.split(' ')[1] ?? '', 'base64').toString())).toEqual(['here', 'other'])
})

test('what was made in the future by this clock is refused: its id would be given once more', async () => {
  const there = testCore({ random: seededRandom('there') })
  const here = testCore({ random: seededRandom('here'), ids: createIds(() => Date.now() + 3_600_000, seededRandom('z').bytes) })
  aCapture(here)
  const report = await imported(there, await exported(here))
  expect(report.firstProblems).toEqual([{ line: 2, message: expect.stringContaining('was made in the future') }])
})

test('an import sends nothing: what was pending elsewhere is cancelled here', async () => {
  const here = testCore({ random: seededRandom('here') })
  const there = testCore({ random: seededRandom('there') })
  const delivery = aDelivery(here, { state: 'pending', dueAt: 1 })
  anAttempt(here, delivery, { status: 500 })
  await imported(there, await exported(here))
  expect(there.db.prepare('SELECT state, due_at, error FROM delivery').get()).toEqual({
    state: 'cancelled',
    due_at: null,
    error: 'It was still pending where it was exported; an import sends nothing.',
  })
})

test('exchanges under way are left out, and counted', async () => {
  const core = testCore()
  aCapture(core)
  aCapture(core, { state: 'receiving', status: null, verdict: null })
  const bundle = (await exported(core))
    .trim()
    .split('\n')
    .map((line) => (JSON.parse(line) as { kind: string }).kind)
  expect(bundle).toEqual(['header', 'exchange', 'end'])
})

test('one import at a time; another file is refused until it has ended', async () => {
  const core = testCore()
  const imports = createImports(core)
  const ticket = imports.open()
  expect(await rejected(Promise.resolve().then(() => imports.open()))).toMatchObject({ code: 'conflict' })
  await imports.cancel(ticket)
  expect(await rejected(imports.write(ticket, Buffer.from('{}')))).toMatchObject({ code: 'not_found' })
  expect(await rejected(imported(core, 'hello'))).toMatchObject({ code: 'bad_input' })
  expect(await rejected(imported(core, ''))).toMatchObject({ code: 'bad_input' })
  expect(
    await rejected(
      imported(
        core,
        '{"kind":"header","hookscope":"bundle","version":2,"producer":"9","exportedAt":1,"isRedacted":false,"dummySecret":null}\n',
      ),
    ),
  ).toMatchObject({
    code: 'bad_input',
    message: expect.stringContaining('version 2'),
  })
})
