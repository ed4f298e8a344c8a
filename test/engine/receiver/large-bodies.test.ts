import { createHmac } from 'node:crypto'
import { expect, it } from 'vitest'
import { KIB, MIB } from '../../../src/shared/domain/units.ts'
import { seededRandom, WORKSPACE_SECRET } from '../../support/core.ts'
import { crmSignature } from '../../support/signatures.ts'
import { anInbox, pick, startReceiver } from './receiver-kit.ts'

function bytes(size: number): Buffer {
  return Buffer.from(seededRandom('body').bytes(size))
}

function signature(body: Buffer): string {
  return crmSignature(WORKSPACE_SECRET, body)
}

for (const size of [16 * KIB, 16 * KIB + 1, 256 * KIB, 256 * KIB + 1, 5 * MIB]) {
  it(`stores a body of ${size} bytes exactly and verifies it`, async () => {
    const { client, captures, core } = await startReceiver()
    const body = bytes(size)
    const sender = await client()
    await sender.send(`POST /webhooks/crm HTTP/1.1\r\nX-Webhook-Signature: ${signature(body)}\r\nContent-Length: ${size}\r\n\r\n`)
    await sender.send(body)
    const { status } = await sender.response()
    const [capture] = captures()
    const chunks = core.db.prepare('SELECT length(bytes) FROM chunk ORDER BY number').pluck().all()
    expect({ status, same: capture?.body.equals(body), ...pick(capture, 'state', 'verdict', 'request_bytes', 'status') }).toEqual({
      status: 200,
      same: true,
      state: 'complete',
      verdict: 'valid',
      request_bytes: size,
    })
    const full = Math.floor(size / (256 * KIB))
    const rest = size % (256 * KIB)
    expect(chunks).toEqual(size <= 16 * KIB ? [] : [...Array.from({ length: full }, () => 256 * KIB), ...(rest > 0 ? [rest] : [])])
  })
}

it('shows a large body while it is arriving, and keeps what came when it is cut off', async () => {
  const { client, waitFor } = await startReceiver()
  const body = bytes(300 * KIB)
  const sender = await client()
  await sender.send(`POST /webhooks/crm HTTP/1.1\r\nContent-Length: ${MIB}\r\n\r\n`)
  await sender.send(body)
  const [arriving] = await waitFor((stored) => stored.length === 1)
  sender.end()
  const [ended] = await waitFor((stored) => stored[0]?.state === 'incomplete')
  expect([pick(arriving, 'state', 'verdict', 'request_bytes'), pick(ended, 'verdict', 'request_bytes', 'body')]).toEqual([
    { state: 'receiving', verdict: null, request_bytes: 256 * KIB },
    { verdict: 'unchecked', request_bytes: 300 * KIB, body },
  ])
})

it('answers 413 to a body over the limit, by length and chunked, and keeps it up to there', async () => {
  const { client, captures } = await startReceiver({ limits: { bodyBytes: MIB } })
  const body = bytes(MIB + 70 * KIB)
  const byLength = await client()
  await byLength.send(`POST /webhooks/crm HTTP/1.1\r\nContent-Length: ${body.length}\r\n\r\n`)
  await byLength.send(body)
  const first = await byLength.response()
  const chunked = await client()
  await chunked.send(`POST /webhooks/crm HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n${body.length.toString(16)}\r\n`)
  await chunked.send(body)
  const second = await chunked.response()
  const stored = captures()
  const expected = {
    state: 'too_large',
    verdict: 'unchecked',
    request_bytes: MIB,
    status: 413,
    notes: ['The body is over the limit of 1 MiB: it was kept up to there.'],
  }
  expect({
    statuses: [first.status, second.status],
    captures: stored.map((capture) => pick(capture, 'state', 'verdict', 'request_bytes', 'status', 'notes')),
    same: stored.map((capture) => capture.body.equals(body.subarray(0, MIB))),
  }).toEqual({ statuses: [413, 413], captures: [expected, expected], same: [true, true] })
})

it('says 100 Continue, but 413 instead when the body is announced too large', async () => {
  const { client, captures } = await startReceiver({ limits: { bodyBytes: 10 } })
  const polite = await client()
  await polite.send('POST /webhooks/crm HTTP/1.1\r\nExpect: 100-continue\r\nContent-Length: 3\r\n\r\n')
  const interim = await polite.response()
  await polite.send('abc')
  const final = await polite.response()
  const large = await client()
  await large.send('POST /webhooks/crm HTTP/1.1\r\nExpect: 100-continue\r\nContent-Length: 11\r\n\r\n')
  const refused = await large.response()
  const odd = await client()
  await odd.send('POST /webhooks/crm HTTP/1.1\r\nExpect: a-miracle\r\nContent-Length: 1\r\n\r\nx')
  const ordinary = await odd.response()
  expect({
    statuses: [interim.status, final.status, refused.status, ordinary.status],
    captures: captures().map((capture) => pick(capture, 'state', 'body', 'status')),
  }).toEqual({
    statuses: [100, 200, 413, 200],
    captures: [
      { state: 'complete', body: Buffer.from('abc'), status: 200 },
      { state: 'too_large', body: Buffer.alloc(0), status: 413 },
      { state: 'complete', body: Buffer.from('x'), status: 200 },
    ],
  })
})

it('takes many large bodies with room in memory for one', async () => {
  const { client, captures } = await startReceiver({ limits: { memoryBytes: 256 * KIB }, inboxes: [anInbox({ scheme: null })] })
  const digest = (body: Buffer): string => createHmac('sha256', 'x').update(body).digest('hex')
  const bodies = Array.from({ length: 6 }, (_, i) => Buffer.concat([Buffer.from([i]), bytes(MIB)]))
  const statuses = await Promise.all(
    bodies.map(async (body) => {
      const sender = await client()
      await sender.send(`POST /webhooks/crm HTTP/1.1\r\nContent-Length: ${body.length}\r\n\r\n`)
      await sender.send(body)
      return (await sender.response()).status
    }),
  )
  expect({
    statuses,
    stored: captures()
      .map(({ body }) => digest(body))
      .toSorted(),
  }).toEqual({
    statuses: bodies.map(() => 200),
    stored: bodies.map(digest).toSorted(),
  })
})

it('keeps what had arrived of a request that still waited for room when it was cut off', async () => {
  const { client, waitFor } = await startReceiver({ limits: { memoryBytes: 256 * KIB }, inboxes: [anInbox({ scheme: null })] })
  const holder = await client()
  await holder.send(`POST /webhooks/crm/holder HTTP/1.1\r\nContent-Length: ${MIB}\r\n\r\nx`)
  const waiting = await client()
  await waiting.send('POST /webhooks/crm/waiting HTTP/1.1\r\nContent-Length: 9\r\n\r\nabc')
  waiting.end()
  const [capture] = await waitFor((stored) => stored.length === 1)
  const whole = await client()
  await whole.send('POST /webhooks/crm/whole HTTP/1.1\r\nContent-Length: 3\r\n\r\nabc')
  whole.end()
  const both = await waitFor((stored) => stored.length === 2)
  expect([pick(capture, 'path', 'state', 'body'), pick(both[1], 'path', 'state', 'body')]).toEqual([
    { path: '/webhooks/crm/waiting', state: 'incomplete', body: Buffer.from('abc') },
    { path: '/webhooks/crm/whole', state: 'complete', body: Buffer.from('abc') },
  ])
})

it('sends only so many large bodies on at a time as have room in memory', async () => {
  const held = { now: 0, most: 0 }
  let allCaptured = (): void => {}
  const captured = new Promise<void>((resolve) => {
    allCaptured = resolve
  })
  const { client, waitFor } = await startReceiver({
    limits: { memoryBytes: 512 * KIB },
    inboxes: [anInbox({ scheme: null, forwardTo: 'http://target.test/' })],
    forward: async ({ bodyBytes }) => {
      held.now += bodyBytes
      held.most = Math.max(held.most, held.now)
      await captured
      held.now -= bodyBytes
      return { kind: 'answered', status: 202, reason: 'Accepted', headers: [], body: Buffer.alloc(0) }
    },
  })
  const senders = await Promise.all(Array.from({ length: 6 }, client))
  const sizes = [200, 200, 200, 200, 200, 1024].map((size) => size * KIB)
  for (const [index, sender] of senders.entries()) {
    const size = sizes[index] ?? 0
    await sender.send(`POST /webhooks/crm HTTP/1.1\r\nContent-Length: ${size}\r\n\r\n`)
    await sender.send(bytes(size))
    await waitFor((stored) => stored.filter(({ state }) => state === 'complete').length === index + 1)
  }
  const mostBefore = held.most
  allCaptured()
  const statuses = await Promise.all(senders.map(async (sender) => (await sender.response()).status))
  expect({ mostBefore, most: held.most, statuses }).toEqual({
    mostBefore: 400 * KIB,
    most: MIB,
    statuses: senders.map(() => 202),
  })
})

it('does not send on what a sender gave up on while it waited for room', async () => {
  const forwarded: string[] = []
  let answerFirst = (): void => {}
  const { client, waitFor } = await startReceiver({
    limits: { memoryBytes: 1 },
    inboxes: [anInbox({ scheme: null, forwardTo: 'http://target.test/' })],
    forward: async ({ headers }) => {
      forwarded.push(headers[0]?.[1] ?? '')
      await new Promise<void>((resolve) => {
        answerFirst = resolve
      })
      return { kind: 'unanswered', sentence: 'Nobody is there.' }
    },
  })
  const request = (name: string): string => `POST /webhooks/crm HTTP/1.1\r\nX-Name: ${name}\r\nContent-Length: 3\r\n\r\nabc`
  const [first, second] = [await client(), await client()]
  await first.send(request('first'))
  await waitFor((stored) => stored.length === 1)
  await second.send(request('second'))
  await waitFor((stored) => stored.length === 2)
  second.reset()
  await waitFor((stored) => stored[1]?.answer === 'aborted')
  answerFirst()
  const { status } = await first.response()
  expect({ status, forwarded }).toEqual({ status: 502, forwarded: ['first'] })
})
