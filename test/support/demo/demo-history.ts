import { createHash } from 'node:crypto'
import type { Database } from 'better-sqlite3'
import { loadSamples } from '../../../src/main/engine/catalogue/samples.ts'
import { createAttemptRows, type AttemptEnd } from '../../../src/main/engine/store/attempts.ts'
import { createBodies } from '../../../src/main/engine/store/bodies.ts'
import { createCaptures } from '../../../src/main/engine/store/captures.ts'
import { createDeliveryRows } from '../../../src/main/engine/store/deliveries.ts'
import { createEvents } from '../../../src/main/engine/store/events.ts'
import { verificationToJson } from '../../../src/main/engine/store/verification-json.ts'
import { EVENT_TYPES } from '../../../src/shared/domain/catalogue/catalogue.ts'
import type { Progress } from '../../../src/shared/domain/delivery.ts'
import { matchesEvents } from '../../../src/shared/domain/event.ts'
import { flattenHeaders, type RawHeaders } from '../../../src/shared/domain/http-message.ts'
import { createIds, formatId, type RowId } from '../../../src/shared/domain/ids.ts'
import { CRM_POLICY } from '../../../src/shared/domain/retry-policy.ts'
import { SCHEMES } from '../../../src/shared/domain/signature/scheme.ts'
import { sign } from '../../../src/shared/domain/signature/sign.ts'
import { UNSIGNED, verify } from '../../../src/shared/domain/signature/verify.ts'
import { HOUR_MS, MINUTE_MS } from '../../../src/shared/domain/units.ts'
import { ENDPOINTS, INBOXES, type EndpointManner, type InboxManner } from './demo-places.ts'

/** What the history is written about. */
export interface DemoPlaces {
  /** Sequences, in the order of `ENDPOINTS` and `INBOXES`. */
  readonly endpoints: readonly number[]
  readonly inboxes: readonly number[]
  /** Of the workspace. */
  readonly secret: string
}

interface Happening {
  readonly at: number
  readonly run: () => void
}

const HOURS = 24

/** Writes a day of traffic up to `now`, as an engine would have left it; the same for the same seed but for the ids. */
export async function writeDemoHistory(db: Database, places: DemoPlaces, now: number, fraction: () => number): Promise<void> {
  let clock = now - HOURS * HOUR_MS
  const random = (size: number): Uint8Array => Uint8Array.from({ length: size }, () => Math.floor(fraction() * 256))
  const ids = createIds(() => clock, random)
  const bodies = createBodies(db)
  const [captures, attempts, deliveries, events] = [
    createCaptures(db),
    createAttemptRows(db, bodies),
    createDeliveryRows(db),
    createEvents(db, bodies),
  ]
  const samples = await loadSamples()
  const queue: Happening[] = []
  const one = <T>(from: readonly T[]): T => from[Math.floor(fraction() * from.length)] as T
  /** Longer now and then, seldom much longer. */
  const spread = (median: number): number => median * Math.exp((fraction() + fraction() + fraction() - 1.5) * 1.4)
  const run = ids()
  db.prepare('INSERT INTO run (id, tail, started_at, answered_through) VALUES (?, ?, ?, ?)').run(run.seq, run.tail, clock, 0)

  /** Busier by day: so many moments between then and now. */
  function moments(perDay: number, silentHours = 0): number[] {
    return Array.from({ length: perDay }, () => fraction() * HOURS)
      .filter((ago) => ago > silentHours && fraction() < 0.55 + 0.45 * Math.sin(((HOURS - ago - 3) / HOURS) * Math.PI))
      .map((ago) => now - ago * HOUR_MS)
  }

  function deliver(manner: EndpointManner, endpointSeq: number, types: readonly string[]): void {
    const at = clock
    const type = one(types)
    const eventId = formatId('evt', ids())
    const envelope = samples.envelope(type, {
      seed: Math.floor(fraction() * 1e6),
      eventId,
      timestamp: new Date(at).toISOString().slice(0, 19) + 'Z',
    })
    const body = Buffer.from(JSON.stringify(envelope))
    const event = ids()
    events.insert({ id: event, type, eventId, tenantId: 'tenant_1', at, body })
    const delivery = ids()
    deliveries.insert(
      {
        id: delivery,
        bodyOf: event.seq,
        type,
        eventId,
        endpointSeq,
        url: null,
        method: 'POST',
        scheme: 'crm',
        headers: [],
        ladder: { policy: CRM_POLICY, speed: 1 },
        sourceSeq: null,
        sourceChanges: [],
        createdAt: at,
      },
      { ...WAITING, dueAt: at },
      null,
    )
    attempt(1)

    function attempt(number: number): void {
      const id = ids()
      const { path, hostname, port } = targetOf(manner.url)
      const fails = fraction() < manner.failing((now - clock) / HOUR_MS)
      const tookMs =
        fails && manner.failure === 'timeout' ? 5_000 : spread(fails && manner.failure === 503 ? manner.tookMs * 6 : manner.tookMs)
      const end = fails ? failure(manner, tookMs, `${hostname}:${port}`) : answered(200, tookMs, `${hostname}:${port}`)
      const headers = flattenHeaders([
        ['Host', new URL(manner.url).host],
        ['Content-Type', 'application/json'],
        ['User-Agent', 'CRM-SaaS-Webhooks/1.0'],
        ...sign(SCHEMES.crm, [places.secret], { method: 'POST', url: manner.url, headers: [], body }, { at: clock, id: eventId }).headers,
        ['Content-Length', String(body.length)],
      ])
      attempts.startNew(
        {
          id,
          deliverySeq: delivery.seq,
          endpointSeq,
          number,
          manual: false,
          at: clock,
          method: 'POST',
          path,
          type,
          eventId,
          requestBytes: body.length,
        },
        { url: manner.url, headers, bodyOf: event.seq },
      )
      attempts.settle(id.seq, end)
      const isSuccess = end.status === 200
      const mayRetry = !isSuccess && (end.status === null || end.status >= 500 || end.status === 429)
      const delayMs = mayRetry ? CRM_POLICY.delaysMs[number] : undefined
      const isOver = delayMs === undefined
      const dueAt = isOver ? null : clock + tookMs + delayMs
      deliveries.save(delivery.seq, {
        ...WAITING,
        state: isSuccess ? 'success' : isOver ? 'failed' : 'pending',
        attempts: number,
        rung: number,
        dueAt: dueAt === null ? null : Math.round(dueAt),
        status: end.status,
        error: isSuccess ? null : `HTTP ${end.status ?? end.error}`,
        lastAttemptAt: clock,
      })
      if (dueAt !== null && dueAt < now - MINUTE_MS / 2) queue.push({ at: dueAt, run: () => attempt(number + 1) })
      else if (dueAt !== null)
        deliveries.save(delivery.seq, {
          ...WAITING,
          attempts: number,
          rung: number,
          dueAt: now + 4 * MINUTE_MS,
          status: end.status,
          error: `HTTP ${end.status ?? end.error}`,
          lastAttemptAt: clock,
        })
    }
  }

  function capture(manner: InboxManner, inboxSeq: number): void {
    const type = one(manner.types)
    const body = bodyOf(manner, type, clock)
    const lot = fraction()
    const { invalid, stale, missing } = manner
    const kind = lot < invalid ? 'invalid' : lot < invalid + stale ? 'stale' : lot < invalid + stale + missing ? 'missing' : 'valid'
    const signedAt = kind === 'stale' ? clock - 12 * MINUTE_MS : clock
    const url = `http://127.0.0.1:5880${manner.path}`
    const secret = manner.secret ?? places.secret
    const scheme = manner.scheme === null ? null : SCHEMES[manner.scheme]
    const signature: RawHeaders =
      scheme === null || kind === 'missing'
        ? []
        : // What a proxy that parses and prints JSON makes of it: the bytes differ from those that were signed.
          sign(
            scheme,
            [secret],
            {
              method: 'POST',
              url,
              headers: [],
              body: kind === 'invalid' ? Buffer.from(JSON.stringify(JSON.parse(body.toString()), null, 2)) : body,
            },
            {
              at: signedAt,
              id: formatId('evt', ids()),
            },
          ).headers
    const headers: RawHeaders = [
      ['Host', '127.0.0.1:5880'],
      ['User-Agent', manner.userAgent],
      ['Content-Type', 'application/json'],
      ...typeHeader(manner, type),
      ...signature,
      ['Content-Length', String(body.length)],
    ]
    const verification = scheme === null ? UNSIGNED : verify(scheme, [secret], { method: 'POST', url, headers, at: clock }, body)
    const answer = Buffer.from('{"received":true}')
    const id: RowId = ids()
    captures.insert({
      id,
      state: 'complete',
      at: clock,
      method: 'POST',
      path: manner.path,
      type,
      eventId: formatId('evt', id),
      inboxSeq,
      verdict: verification.verdict,
      tookUs: Math.round(spread(1_400)),
      requestBytes: body.length,
      attemptSeq: null,
      httpVersion: '1.1',
      requestHeaders: JSON.stringify(flattenHeaders(headers)),
      requestTrailers: null,
      requestBody: body,
      answer: {
        status: 200,
        statusLine: 'HTTP/1.1 200 OK',
        headers: JSON.stringify(['Content-Type', 'application/json', 'Content-Length', '17']),
        body: answer,
        bodyBytes: answer.length,
      },
      verification: verificationToJson(verification),
      remote: `127.0.0.1:${40_000 + Math.floor(fraction() * 9_000)}`,
      notes: null,
    })
  }

  /** The CRM's own sample, or the least that a provider of this kind sends. */
  function bodyOf(manner: InboxManner, type: string, at: number): Buffer {
    const seed = Math.floor(fraction() * 1e6)
    if (manner.scheme === 'crm')
      return Buffer.from(
        JSON.stringify(samples.envelope(type, { seed, eventId: formatId('evt', ids()), timestamp: new Date(at).toISOString() })),
      )
    const id = createHash('md5').update(`${type}${seed}`).digest('hex')
    return Buffer.from(
      JSON.stringify({
        id: `evt_${id.slice(0, 24)}`,
        object: 'event',
        type,
        created: Math.floor(at / 1000),
        livemode: false,
        data: { object: { id: id.slice(0, 14), amount: 100 * (1 + (seed % 900)), currency: 'eur', status: 'succeeded' } },
      }),
    )
  }

  ENDPOINTS.forEach((manner, index) => {
    const types = EVENT_TYPES.filter((type) => matchesEvents(manner.events, type))
    for (const at of moments(manner.perDay, manner.silentHours))
      queue.push({ at, run: () => deliver(manner, places.endpoints[index] ?? 0, types) })
  })
  INBOXES.forEach((manner, index) => {
    for (const at of moments(manner.perDay)) queue.push({ at, run: () => capture(manner, places.inboxes[index] ?? 0) })
  })
  db.transaction(() => {
    // A happening may add later ones.
    while (queue.length > 0) {
      queue.sort((a, b) => b.at - a.at)
      const next = queue.pop()
      clock = Math.floor(next?.at ?? now)
      next?.run()
    }
    clock = now
    db.prepare('UPDATE run SET answered_through = ?, ended_at = ? WHERE id = ?').run(ids().seq, now, run.seq)
  })()
}

function typeHeader({ scheme }: InboxManner, type: string): RawHeaders {
  if (scheme === 'github') return [['X-GitHub-Event', type]]
  return scheme === 'shopify' ? [['X-Shopify-Topic', type]] : []
}

function targetOf(url: string): { readonly path: string; readonly hostname: string; readonly port: string } {
  const { pathname, search, hostname, port, protocol } = new URL(url)
  return { path: pathname + search, hostname, port: port || (protocol === 'https:' ? '443' : '80') }
}

function failure({ failure: kind }: EndpointManner, tookMs: number, remote: string): AttemptEnd {
  if (typeof kind === 'number') return answered(kind, tookMs, remote)
  return {
    tookMs,
    timings: { dnsMs: 0.3, totalMs: tookMs },
    remote: null,
    notes: [],
    state: 'settled',
    status: null,
    error: kind,
    response: null,
  }
}

function answered(status: number, tookMs: number, remote: string): AttemptEnd {
  const body = Buffer.from(status === 200 ? '{"received":true}' : '{"error":"upstream is overloaded"}')
  const headers = ['Content-Type', 'application/json', 'Content-Length', String(body.length)]
  const [dnsMs, connectMs, sentMs] = [0.04 * tookMs, 0.16 * tookMs, 0.2 * tookMs]
  return {
    tookMs,
    timings: { dnsMs, connectMs, sentMs, firstByteMs: 0.94 * tookMs, totalMs: tookMs },
    remote,
    notes: [],
    state: 'settled',
    status,
    error: null,
    response: {
      statusLine: `HTTP/1.1 ${status} ${status === 200 ? 'OK' : 'Service Unavailable'}`,
      headers,
      trailers: [],
      body,
      isComplete: true,
    },
  }
}

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
