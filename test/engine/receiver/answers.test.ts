import { once } from 'node:events'
import { expect, it } from 'vitest'
import type { Writer } from '../../../src/main/engine/store/writer.ts'
import { DEFAULT_ANSWER } from '../../../src/shared/domain/inbox.ts'
import { memorySecrets, testCore, WORKSPACE_SECRET } from '../../support/core.ts'
import { createFakeClock } from '../../support/fake-clock.ts'
import { crmSignature } from '../../support/signatures.ts'
import { anInbox, pick, startReceiver } from './receiver-kit.ts'

const BODY = '{"eventType":"lead.created"}'
const SIGNATURE = crmSignature(WORKSPACE_SECRET, BODY)

function signed(signature: string | null): string {
  const header = signature === null ? '' : `X-Webhook-Signature: ${signature}\r\n`
  return `POST /webhooks/crm HTTP/1.1\r\n${header}Content-Length: ${BODY.length}\r\n\r\n${BODY}`
}

const SIGNATURES = [SIGNATURE, SIGNATURE.toUpperCase().replace('SHA', 'sha'), `sha256=${'0'.repeat(64)}`, '', null]

it('answers the same whatever the verdict, and stores what was expected', async () => {
  const { client, captures } = await startReceiver()
  const sender = await client()
  const answers: unknown[] = []
  for (const signature of SIGNATURES) {
    await sender.send(signed(signature))
    const { status, body } = await sender.response()
    answers.push([status, body])
  }
  expect({ answers, verdicts: captures().map(({ verdict, verification }) => [verdict, verification?.['expected'] ?? null]) }).toEqual({
    answers: SIGNATURES.map(() => [200, '{"received":true}']),
    verdicts: [
      ['valid', null],
      ['invalid', SIGNATURE],
      ['invalid', SIGNATURE],
      ['missing', SIGNATURE],
      ['missing', SIGNATURE],
    ],
  })
})

it('answers 401 in the words of the guide when the inbox refuses bad signatures', async () => {
  const { client, captures } = await startReceiver({ inboxes: [anInbox({ refuseBadSignatures: true })] })
  const sender = await client()
  const answers: unknown[] = []
  for (const signature of SIGNATURES) {
    await sender.send(signed(signature))
    const { status, body } = await sender.response()
    answers.push([status, body])
  }
  expect(answers).toEqual([
    [200, '{"received":true}'],
    [401, '{"error":"Invalid signature"}'],
    [401, '{"error":"Invalid signature"}'],
    [401, '{"error":"Missing signature"}'],
    [401, '{"error":"Missing signature"}'],
  ])
  expect(captures().map(({ status }) => status)).toEqual([200, 401, 401, 401, 401])
})

it('cannot check a signature without a secret', async () => {
  const { client, captures } = await startReceiver({ core: testCore({ secrets: memorySecrets({}) }) })
  const sender = await client()
  await sender.send(signed(SIGNATURE))
  await sender.response()
  expect(pick(captures()[0], 'verdict', 'verification')).toEqual({
    verdict: 'unchecked',
    verification: { reason: 'No secret is set, so the signature cannot be checked.' },
  })
})

it('waits with the answer as long as the inbox says, and not with the capture', async () => {
  const clock = createFakeClock()
  const { client, captures, waitFor } = await startReceiver({
    core: testCore({ clock }),
    inboxes: [anInbox({ answer: { ...DEFAULT_ANSWER, delayMs: 60_000 } })],
  })
  const sender = await client()
  await sender.send(signed(SIGNATURE))
  await waitFor((stored) => stored.length === 1)
  const [before] = captures()
  clock.advance(60_000)
  const { status } = await sender.response()
  expect({ status, ...pick(before, 'verdict', 'answer') }).toEqual({ status: 200, verdict: 'valid', answer: null })
})

it('marks an answer that nobody waited for as aborted', async () => {
  const { client, waitFor } = await startReceiver({
    core: testCore({ clock: createFakeClock() }),
    inboxes: [anInbox({ answer: { ...DEFAULT_ANSWER, delayMs: 60_000 } })],
  })
  const sender = await client()
  await sender.send(signed(SIGNATURE))
  await waitFor((stored) => stored.length === 1)
  sender.reset()
  const [capture] = await waitFor((stored) => stored[0]?.answer === 'aborted')
  expect(pick(capture, 'state', 'status', 'answer')).toEqual({ state: 'complete', status: 200, answer: 'aborted' })
})

it('answers 503 and acknowledges nothing while captures cannot be stored', async () => {
  const core = testCore()
  let isFull = true
  const writer: Writer = {
    ...core.writer,
    enqueue: (write, done, bytes) => {
      const failing = (): void => {
        throw new Error('database or disk is full')
      }
      core.writer.enqueue(isFull ? failing : write, done, bytes)
    },
  }
  const { client, captures } = await startReceiver({ core: { ...core, writer } })
  const sender = await client()
  await sender.send(signed(SIGNATURE))
  const refused = await sender.response()
  isFull = false
  await sender.send(signed(SIGNATURE))
  const accepted = await sender.response()
  expect({ statuses: [refused.status, accepted.status], captures: captures().length }).toEqual({ statuses: [503, 200], captures: 1 })
  expect(refused.head).toContain('Retry-After: 1')
})

it('answers 503 and captures nothing while it is paused', async () => {
  const { client, captures, receiver, core } = await startReceiver()
  const sender = await client()
  const told = once(core.changes, 'receiver')
  receiver.pause()
  await told
  const paused = receiver.status().state
  await sender.send(signed(SIGNATURE))
  const refused = await sender.response()
  receiver.resume()
  await sender.send(signed(SIGNATURE))
  const { status } = await sender.response()
  expect({ paused, refused: refused.status, retry: /^Retry-After: 1$/m.test(refused.head), status, captures: captures().length }).toEqual({
    paused: 'paused',
    refused: 503,
    retry: true,
    status: 200,
    captures: 1,
  })
})

it('tells of many captures once per commit and knows at the end that all were answered', async () => {
  const { client, receiver, core } = await startReceiver()
  const told: number[] = []
  core.changes.on('exchanges', (seqs) => told.push(...seqs))
  const senders = await Promise.all(Array.from({ length: 8 }, client))
  await Promise.all(
    senders.map(async (sender) => {
      await sender.send(signed(SIGNATURE))
      await sender.response()
    }),
  )
  await receiver.close()
  const ids = core.db.prepare('SELECT id FROM exchange ORDER BY id').pluck().all()
  const through = core.db.prepare('SELECT answered_through FROM run').pluck().get()
  expect({ told, through }).toEqual({ told: ids, through: ids.at(-1) })
})

it('sends each capture on after its commit and gives the caller the answer of the target', async () => {
  const forwarded: unknown[] = []
  const { client, captures, core } = await startReceiver({
    inboxes: [anInbox({ forwardTo: 'http://target.test/hook' })],
    forward: (capture) => {
      const body = core.db.prepare('SELECT request_body FROM message WHERE exchange_id = ?').pluck().get(capture.id.seq) as Buffer
      forwarded.push([capture.forwardTo, capture.method, capture.headers, capture.type, body.toString()])
      return Promise.resolve({
        kind: 'answered',
        status: 418,
        reason: 'Short and stout',
        headers: [
          ['X-Pot', 'yes'],
          ['Connection', 'close'],
          ['Transfer-Encoding', 'chunked'],
          ['Date', 'Sat, 17 Jan 2026 10:30:00 GMT'],
        ],
        body: Buffer.from('tea'),
      })
    },
  })
  const sender = await client()
  await sender.send(signed(SIGNATURE))
  const { head, body } = await sender.response()
  expect({ head: head.split('\r\n'), body, forwarded, capture: pick(captures()[0], 'state', 'verdict', 'status', 'responseBody') }).toEqual(
    {
      head: [
        'HTTP/1.1 418 Short and stout',
        'X-Pot: yes',
        'Date: Sat, 17 Jan 2026 10:30:00 GMT',
        'Connection: keep-alive',
        'Keep-Alive: timeout=5',
        'Content-Length: 3',
      ],
      body: 'tea',
      forwarded: [
        [
          'http://target.test/hook',
          'POST',
          [
            ['X-Webhook-Signature', SIGNATURE],
            ['Content-Length', String(BODY.length)],
          ],
          'lead.created',
          BODY,
        ],
      ],
      capture: { state: 'complete', verdict: 'valid', status: 418, responseBody: 'tea' },
    },
  )
})

it('answers 502 with a sentence when the target gave no answer', async () => {
  const { client, captures } = await startReceiver({ inboxes: [anInbox({ forwardTo: 'http://target.test/' })] })
  const sender = await client()
  await sender.send(signed(SIGNATURE))
  const { status, body } = await sender.response()
  expect({ status, body: JSON.parse(body), stored: captures()[0]?.status }).toEqual({
    status: 502,
    body: { error: 'Nobody is there.' },
    stored: 502,
  })
})

it('does not send on what one of its own forwards has sent, whatever name the target went by', async () => {
  const forwarded: string[] = []
  const { client, captures, loopback } = await startReceiver({
    inboxes: [anInbox({ path: '/loop', forwardTo: 'http://this-machine.test/loop' }), anInbox({ path: '/plain' })],
    forward: ({ forwardTo }) => {
      forwarded.push(forwardTo)
      return Promise.resolve({ kind: 'unanswered', sentence: 'Nobody is there.' })
    },
  })
  const sender = await client()
  const bodies: string[] = []
  for (const [isForward, path] of [
    [false, '/loop'],
    [true, '/loop'],
    [true, '/plain'],
  ]) {
    loopback.set(sender.address, { seq: 4711, isForward: isForward === true })
    await sender.send(`GET ${path} HTTP/1.1\r\n\r\n`)
    bodies.push((await sender.response()).body)
  }
  expect({ bodies, forwarded, captures: captures().map(({ status, attempt_id }) => [status, attempt_id]) }).toEqual({
    bodies: [
      '{"error":"Nobody is there."}',
      '{"error":"Hookscope had already sent this request on: forwarding it again would send it in a circle."}',
      '{"received":true}',
    ],
    forwarded: ['http://this-machine.test/loop'],
    captures: [
      [502, 4711],
      [502, 4711],
      [200, 4711],
    ],
  })
})

it('tells the caller of HEAD the length that the target told', async () => {
  const { client } = await startReceiver({
    inboxes: [anInbox({ forwardTo: 'http://target.test/' })],
    forward: ({ headers }) =>
      Promise.resolve({
        kind: 'answered',
        status: 200,
        reason: 'OK',
        headers: headers.length > 0 ? [['content-length', '5120']] : [],
        body: Buffer.alloc(0),
      }),
  })
  const sender = await client()
  const lengths: unknown[] = []
  for (const header of ['X-Known: yes\r\n', '']) {
    await sender.send(`HEAD /webhooks/crm HTTP/1.1\r\n${header}\r\n`)
    lengths.push(/^Content-Length: (.*)$/m.exec((await sender.response(false)).head)?.[1])
  }
  expect(lengths).toEqual(['5120', undefined])
})

it('gives the caller the answer of the target also when that answer cannot be stored', async () => {
  const core = testCore()
  let isFull = false
  const writer: Writer = {
    ...core.writer,
    enqueue: (write, done, bytes) => {
      const failing = (): void => {
        throw new Error('database or disk is full')
      }
      core.writer.enqueue(isFull ? failing : write, done, bytes)
    },
  }
  const { client, captures } = await startReceiver({
    core: { ...core, writer },
    inboxes: [anInbox({ forwardTo: 'http://target.test/' })],
    forward: () => {
      isFull = true
      return Promise.resolve({ kind: 'answered', status: 202, reason: 'Accepted', headers: [], body: Buffer.from('taken') })
    },
  })
  const sender = await client()
  await sender.send(signed(SIGNATURE))
  const { status, body } = await sender.response()
  isFull = false
  expect({ status, body, captures: captures().map((capture) => pick(capture, 'state', 'status')) }).toEqual({
    status: 202,
    body: 'taken',
    captures: [{ state: 'complete', status: null }],
  })
})
