import { brotliCompressSync, deflateRawSync, deflateSync, gzipSync, zstdCompressSync } from 'node:zlib'
import { expect, test } from 'vitest'
import { CHUNK_BYTES } from '../../../src/main/engine/store/bodies.ts'
import type { Core } from '../../../src/main/engine/core.ts'
import { seededRandom, testCore } from '../../support/core.ts'
import { aCapture, aDelivery, anAttempt, anEvent } from '../../support/builders.ts'

const MIB = 1024 * 1024

async function bodyOf(
  core: Core,
  seq: number,
  parts: { side?: 'request' | 'response'; offset?: number; length?: number; decoded?: boolean } = {},
) {
  const body = await core.reader.run('body', { seq, side: 'request', offset: 0, length: MIB, decoded: false, ...parts })
  return { ...body, bytes: Buffer.from(body?.bytes ?? []) }
}

test('a body in chunks is read by range, across their borders', async () => {
  const core = testCore()
  const body = Buffer.from(seededRandom('body').bytes(2 * CHUNK_BYTES + 1000))
  const { seq } = aCapture(core, { body })
  const ranges = [
    [0, 10],
    [CHUNK_BYTES - 5, 10],
    [CHUNK_BYTES, CHUNK_BYTES],
    [100, 2 * CHUNK_BYTES],
    [2 * CHUNK_BYTES + 990, 100],
    [body.length, 10],
    [10 * CHUNK_BYTES, 10],
  ] as const
  const same = await Promise.all(
    ranges.map(async ([offset, length]) => {
      const range = await bodyOf(core, seq, { offset, length })
      return range.bytes.equals(body.subarray(offset, offset + length)) && range.totalBytes === body.length
    }),
  )
  expect(same).toEqual(ranges.map(() => true))
})

test('attempts, planned ones too, and replays of them have the body of their event', async () => {
  const core = testCore()
  const event = anEvent(core, { body: '{"a":1}' })
  const delivery = aDelivery(core, { bodyOf: event.seq })
  const attempt = anAttempt(core, delivery, { bodyOf: event.seq })
  const replay = aDelivery(core, { bodyOf: attempt.seq, source: attempt })
  const replayed = anAttempt(core, replay, { bodyOf: attempt.seq })
  const planned = anAttempt(core, aDelivery(core, { bodyOf: event.seq }), { state: 'planned', status: null })
  core.db.prepare('DELETE FROM message WHERE exchange_id = ?').run(planned.seq)
  const bodies = await Promise.all([attempt, replayed, planned].map(async ({ seq }) => (await bodyOf(core, seq)).bytes.toString()))
  expect(bodies).toEqual(['{"a":1}', '{"a":1}', '{"a":1}'])
})

const TEXT = Buffer.from('The body, quite long. '.repeat(50_000))

test.each([
  ['gzip', gzipSync(TEXT)],
  ['x-gzip', gzipSync(TEXT)],
  ['deflate', deflateSync(TEXT)],
  ['Deflate', deflateRawSync(TEXT)],
  ['br', brotliCompressSync(TEXT)],
  ['zstd', zstdCompressSync(TEXT)],
  ['deflate, gzip', gzipSync(deflateSync(TEXT))],
])('%s is undone', async (encoding, body) => {
  const core = testCore()
  const { seq } = aCapture(core, { headers: ['Content-Encoding', encoding], body })
  const whole = await bodyOf(core, seq, { length: 4 * MIB, decoded: true })
  const part = await bodyOf(core, seq, { offset: 1000, length: 22, decoded: true })
  const shown = { ...whole, bytes: whole.bytes.equals(TEXT), part: part.bytes.toString() }
  expect(shown).toEqual({
    bytes: true,
    totalBytes: TEXT.length,
    encoding: encoding.toLowerCase(),
    problem: null,
    part: TEXT.subarray(1000, 1022).toString(),
  })
})

test('a response without encoding is the same decoded', async () => {
  const core = testCore()
  const { seq } = aCapture(core, { responseBody: '{"received":true}' })
  expect(await bodyOf(core, seq, { side: 'response', decoded: true })).toEqual({
    bytes: Buffer.from('{"received":true}'),
    totalBytes: 17,
    encoding: null,
    problem: null,
  })
})

test('of broken data what can be decoded is shown, with the reason', async () => {
  const core = testCore()
  const random = Buffer.from(seededRandom('gzip').bytes(200_000))
  const cut = aCapture(core, { headers: ['Content-Encoding', 'gzip'], body: gzipSync(random).subarray(0, 150_000) })
  const wrong = aCapture(core, { headers: ['Content-Encoding', 'gzip'], body: 'plain text' })
  const unknown = aCapture(core, { headers: ['Content-Encoding', 'compress'], body: 'abc' })
  const empty = aCapture(core, { headers: ['Content-Encoding', 'gzip'], body: '' })
  const bodies = await Promise.all([cut, wrong, unknown, empty].map(({ seq }) => bodyOf(core, seq, { decoded: true })))
  const [first, ...rest] = bodies.map(({ bytes, ...said }) => ({ bytes: bytes.length, ...said }))
  expect([{ ...first, begins: random.subarray(0, 100_000).equals(bodies[0]?.bytes.subarray(0, 100_000) ?? Buffer.of()) }, ...rest]).toEqual(
    [
      {
        bytes: first?.bytes,
        totalBytes: null,
        encoding: 'gzip',
        problem: `The gzip data is broken after ${first?.bytes} decoded bytes: unexpected end of file.`,
        begins: true,
      },
      { bytes: 0, totalBytes: null, encoding: 'gzip', problem: 'The gzip data is broken after 0 decoded bytes: incorrect header check.' },
      { bytes: 3, totalBytes: 3, encoding: null, problem: 'The encoding "compress" is not known, so the body is shown as it came.' },
      { bytes: 0, totalBytes: 0, encoding: null, problem: null },
    ],
  )
})

test('a few bytes that unfold to more than 64 MiB are decoded up to there', async () => {
  const core = testCore()
  const { seq } = aCapture(core, { headers: ['Content-Encoding', 'gzip'], body: gzipSync(Buffer.alloc(65 * MIB)) })
  const at = async (offset: number): Promise<unknown> => {
    const { bytes, ...said } = await bodyOf(core, seq, { offset, length: MIB, decoded: true })
    return { bytes: bytes.length, ...said }
  }
  const bounded = { totalBytes: null, encoding: 'gzip', problem: 'Only the first 64 MiB are decoded.' }
  expect([await at(0), await at(63.5 * MIB), await at(65 * MIB)]).toEqual([
    { bytes: MIB, totalBytes: null, encoding: 'gzip', problem: null },
    { bytes: MIB / 2, ...bounded },
    { bytes: 0, ...bounded },
  ])
})
