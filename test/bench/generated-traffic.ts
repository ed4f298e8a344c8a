import { createHash, createSecretKey } from 'node:crypto'
import type { Database } from 'better-sqlite3'
import { loadSamples } from '../../src/main/engine/catalogue/samples.ts'
import type { Core } from '../../src/main/engine/core.ts'
import { createAttemptRows, type AttemptEnd, type AttemptRow } from '../../src/main/engine/store/attempts.ts'
import { createBodies } from '../../src/main/engine/store/bodies.ts'
import { createCaptures, type CaptureRow } from '../../src/main/engine/store/captures.ts'
import { createDeliveryRows } from '../../src/main/engine/store/deliveries.ts'
import type { NewDelivery } from '../../src/main/engine/store/delivery-row.ts'
import { createEvents } from '../../src/main/engine/store/events.ts'
import { verificationToJson } from '../../src/main/engine/store/verification-json.ts'
import { EVENT_TYPES } from '../../src/shared/domain/catalogue/catalogue.ts'
import type { Progress } from '../../src/shared/domain/delivery.ts'
import type { CaptureState } from '../../src/shared/domain/exchange.ts'
import { flattenHeaders, pairHeaders } from '../../src/shared/domain/http-message.ts'
import { formatId } from '../../src/shared/domain/ids.ts'
import { CRM_POLICY } from '../../src/shared/domain/retry-policy.ts'
import { SCHEMES } from '../../src/shared/domain/signature/scheme.ts'
import { unchecked, UNSIGNED, verify } from '../../src/shared/domain/signature/verify.ts'
import type { Verification } from '../../src/shared/domain/verdict.ts'
import { MINUTE_MS } from '../../src/shared/domain/units.ts'
import { arrivedWith, crmHeaders } from '../support/signatures.ts'

/** What there is to send to and to receive at, as sequences. */
export interface Places {
  readonly secret: string
  /** Of the guide's scheme; one that expects no signature. */
  readonly inboxes: readonly [crm: number, unsigned: number]
  readonly endpoints: readonly [active: number, slow: number, inactive: number]
}

/** Writes one capture, or one delivery with its attempts, at the clock's present time; how many exchanges that made. */
export interface Traffic {
  capture(): number
  delivery(): number
}

type Content = { readonly type: string | null; readonly eventId: string | null; readonly body: Buffer }

const POOL_PER_TYPE = 24
const WORDS = (
  'customer asked about pricing and wants a quote before friday call again next week regarding renewal of the contract ' +
  'invoice shipment delayed warehouse München follow up with procurement discount approved by sales director onboarding'
).split(' ')
const ANSWER = Buffer.from('{"received":true}')
const ANSWER_HEADERS = ['Content-Type', 'application/json', 'Connection', 'keep-alive', 'Keep-Alive', 'timeout=5', 'Content-Length', '17']
const CUT = 'The connection was closed before the body was complete.'
const UNIQUE_ID = /evt_[0-9a-z]{26}/

export async function createTraffic(
  db: Database,
  { ids, clock, random }: Pick<Core, 'ids' | 'clock' | 'random'>,
  { secret, inboxes, endpoints }: Places,
): Promise<Traffic> {
  const bodies = createBodies(db)
  const [captures, attempts, deliveries, events] = [
    createCaptures(db),
    createAttemptRows(db, bodies),
    createDeliveryRows(db),
    createEvents(db, bodies),
  ]
  const key = createSecretKey(secret, 'utf8')
  const otherKey = createSecretKey('another-secret-of-a-misconfigured-sender', 'utf8')
  const below = (count: number): number => Math.floor(random.fraction() * count)
  const one = <T>(from: readonly T[]): T => from[below(from.length)] as T
  /** True so many times in a thousand. */
  const happens = (perMille: number): boolean => random.fraction() * 1_000 < perMille
  const pool = await makePool()

  /** Samples of all types, about 1 KiB of JSON each; a thousand times as many events are made of them by giving each its own id. */
  async function makePool(): Promise<{ readonly type: string; readonly text: string }[]> {
    const samples = await loadSamples()
    return EVENT_TYPES.flatMap((type) =>
      Array.from({ length: POOL_PER_TYPE }, (_, seed) => {
        const eventId = formatId('evt', ids())
        const envelope = samples.envelope(type, { seed, eventId, timestamp: new Date(clock.now()).toISOString() })
        const text = JSON.stringify({ ...envelope, data: { ...envelope.data, description: description() } })
        return { type, text }
      }),
    )
  }

  /** Words to search for: common ones, and a rare one now and then. */
  function description(): string {
    return Array.from({ length: 60 }, () => (happens(980) ? one(WORDS) : `case${below(10_000)}`)).join(' ')
  }

  function content(): Content {
    if (happens(20)) return { type: null, eventId: null, body: Buffer.from(`plain=text&number=${below(1e9)}`) }
    const { type, text } = one(pool)
    const eventId = formatId('evt', ids())
    return { type, eventId, body: Buffer.from(text.replace(UNIQUE_ID, eventId)) }
  }

  function capture(): number {
    const { type, eventId, body } = content()
    const isUnsigned = happens(150)
    const state: CaptureState = happens(990) ? 'complete' : one(['incomplete', 'too_large', 'malformed'])
    const signed = happens(930) ? crmHeaders(happens(950) ? key : otherKey, body) : []
    const headers = flattenHeaders([
      ['Host', '127.0.0.1:5880'],
      ['Content-Type', 'application/json'],
      ['User-Agent', one(['CRM-SaaS-Webhooks/1.0', 'curl/8.9.1', 'Stripe/1.0 (+https://stripe.com/docs/webhooks)'])],
      ...(isUnsigned ? [] : signed),
      ['X-Request-Id', createHash('md5').update(String(eventId)).digest('hex')],
      ['Content-Length', String(body.length)],
      ['Connection', 'keep-alive'],
    ])
    const verification = isUnsigned ? UNSIGNED : verificationOf(state, headers, body)
    const status = happens(960) ? 200 : one([404, 401, 500, 503])
    const row: CaptureRow = {
      id: ids(),
      state,
      at: clock.now(),
      method: happens(970) ? 'POST' : one(['GET', 'PUT', 'DELETE']),
      path: isUnsigned ? `/hooks/partner/${below(20)}` : '/webhooks/crm',
      type,
      eventId,
      inboxSeq: status === 404 ? null : inboxes[isUnsigned ? 1 : 0],
      verdict: state === 'malformed' ? null : verification.verdict,
      tookUs: 200 + below(30_000),
      requestBytes: body.length,
      attemptSeq: null,
      httpVersion: '1.1',
      requestHeaders: JSON.stringify(headers),
      requestTrailers: null,
      requestBody: body,
      answer: {
        status,
        statusLine: `HTTP/1.1 ${status} OK`,
        headers: JSON.stringify(ANSWER_HEADERS),
        body: ANSWER,
        bodyBytes: ANSWER.length,
      },
      verification: verificationToJson(verification),
      remote: `127.0.0.1:${32_768 + below(28_000)}`,
      notes: state === 'complete' ? null : JSON.stringify([CUT]),
    }
    captures.insert(row)
    if (happens(5)) captures.markAborted(row.id.seq)
    return 1
  }

  function verificationOf(state: CaptureState, headers: readonly string[], body: Buffer): Verification {
    if (state === 'complete') return verify(SCHEMES.crm, [key], arrivedWith(pairHeaders(headers)), body)
    return unchecked(SCHEMES.crm, pairHeaders(headers), CUT)
  }

  function delivery(): number {
    const { type, eventId, body } = content()
    const at = clock.now()
    const event = ids()
    events.insert({ id: event, type, eventId, tenantId: `tenant_${1 + below(5)}`, at, body })
    const planned: NewDelivery = {
      id: ids(),
      bodyOf: event.seq,
      type,
      eventId,
      endpointSeq: happens(990) ? endpoints[happens(800) ? 0 : 1] : endpoints[2],
      url: null,
      method: 'POST',
      scheme: 'crm',
      headers: [],
      ladder: { policy: CRM_POLICY, speed: 1 },
      sourceSeq: null,
      sourceChanges: [],
      createdAt: at,
    }
    const attempt = (number: number): AttemptRow => ({
      id: ids(),
      deliverySeq: planned.id.seq,
      endpointSeq: planned.endpointSeq,
      number,
      manual: false,
      at: at + (number - 1) * MINUTE_MS,
      method: 'POST',
      path: '/hooks',
      type,
      eventId,
      requestBytes: body.length,
    })
    deliveries.insert(planned, { ...WAITING, dueAt: at }, null)
    // The inactive endpoint's wait for ever, so that an engine on this workspace has nothing to send.
    if (planned.endpointSeq === endpoints[2]) {
      attempts.plan(attempt(1))
      return 1
    }
    if (happens(10)) {
      attempts.plan(attempt(1))
      attempts.cancelPlanned(planned.id.seq)
      deliveries.save(planned.id.seq, { ...WAITING, state: 'cancelled' })
      return 1
    }
    const head = {
      url: 'http://127.0.0.1:3000/hooks',
      headers: flattenHeaders([['Host', '127.0.0.1:3000'], ['Content-Type', 'application/json'], ...crmHeaders(key, body)]),
      bodyOf: event.seq,
    }
    for (let number = 1; ; number++) {
      const row = attempt(number)
      const isLast = number === CRM_POLICY.delaysMs.length
      const end = happens(900) ? answered(200) : happens(700) ? answered(one([500, 503, 429])) : happens(950) ? unanswered() : INTERRUPTED
      attempts.startNew(row, head)
      attempts.settle(row.id.seq, end)
      const isSuccess = end.status === 200
      if (!isSuccess && !isLast) continue
      deliveries.save(planned.id.seq, {
        ...WAITING,
        state: isSuccess ? 'success' : 'failed',
        attempts: number,
        rung: number,
        status: end.status,
        error: isSuccess ? null : 'The other side did not take it.',
        lastAttemptAt: row.at,
      })
      return number
    }
  }

  function answered(status: number): AttemptEnd {
    const body = Buffer.from(status === 200 ? '{"ok":true}' : `{"error":"status ${status}"}`)
    const headers = ['Content-Type', 'application/json', 'Content-Length', String(body.length)]
    const response = { statusLine: `HTTP/1.1 ${status}`, headers, trailers: [], body, isComplete: true }
    return { ...ended(1 + below(900)), state: 'settled', status, error: null, response }
  }

  function unanswered(): AttemptEnd {
    return { ...ended(5_000), state: 'settled', status: null, error: one(['timeout', 'refused', 'reset', 'dns']), response: null }
  }

  return { capture, delivery }
}

function ended(tookMs: number): Pick<AttemptEnd, 'tookMs' | 'timings' | 'remote' | 'notes'> {
  return { tookMs, timings: { connectMs: 0.4, sentMs: 0.6, totalMs: tookMs }, remote: '127.0.0.1:3000', notes: [] }
}

const INTERRUPTED: AttemptEnd = { ...ended(12), state: 'interrupted', status: null, error: null, response: null }

const WAITING: Progress = {
  state: 'pending',
  attempts: 0,
  rung: 0,
  interruptions: 0,
  dueAt: null,
  onWire: null,
  cancelAsked: false,
  status: null,
  error: null,
  lastAttemptAt: null,
}
