import { ATTEMPT_STATES, CAPTURE_STATES, DELIVERY_STATES, NETWORK_ERRORS } from '../../../shared/domain/exchange.ts'
import { SCHEME_IDS } from '../../../shared/domain/signature/scheme.ts'
import type { BundleEnd, BundleHeader, BundleRecord } from '../../../shared/domain/transfer/bundle.ts'
import { VERDICTS } from '../../../shared/domain/verdict.ts'

/** JSON schemas of the bundle's lines: what comes from a file is checked once, here. Fields that are not named are ignored. */

/** The last moment that a Date can hold. */
const MAX_TIME_MS = 8.64e15
const MAX_STATUS = 999

type Schema = Readonly<Record<string, unknown>>

const text = { type: 'string' }
const number = { type: 'number' }
// A number beyond these would be stored, and then no list that holds it could be shown.
const duration = { type: 'number', minimum: 0, maximum: Number.MAX_SAFE_INTEGER / 1_000 }
const whole = { type: 'integer', minimum: 0, maximum: Number.MAX_SAFE_INTEGER }
const time = { type: 'integer', minimum: 0, maximum: MAX_TIME_MS }
const status = { type: 'integer', minimum: 0, maximum: MAX_STATUS }
const flag = { type: 'boolean' }
const texts = { type: 'array', items: text }
const idOf = (...prefixes: string[]): Schema => ({ type: 'string', pattern: `^(${prefixes.join('|')})_[0-9a-hjkmnp-tv-z]{26}$` })
/** One list of types where there can be one: of an `anyOf` a problem would name null only. */
const orNull = (schema: Schema): Schema =>
  typeof schema['type'] === 'string' ? { ...schema, type: [schema['type'], 'null'] } : { anyOf: [schema, { type: 'null' }] }
const oneOf = (values: readonly string[]): Schema => ({ enum: [...values] })
const record = (kind: string, properties: Readonly<Record<string, Schema>>): Schema => ({
  type: 'object',
  properties: { kind: { const: kind }, ...properties },
  required: ['kind', ...Object.keys(properties)],
})
const object = (properties: Readonly<Record<string, Schema>>): Schema => ({
  type: 'object',
  properties,
  required: Object.keys(properties),
})

const BASE64 = { type: 'string', pattern: '^[A-Za-z0-9+/]*={0,2}$' }
const EXCHANGE_ID = idOf('capture', 'attempt')
const BODY_ID = idOf('evt', 'capture', 'attempt')

const headers = { type: 'array', items: { type: 'array', items: text, minItems: 2, maxItems: 2 } }
const ownBody = {
  anyOf: [object({ bytes: whole, text }), object({ bytes: whole, base64: BASE64 }), object({ bytes: whole, chunks: whole })],
}
const body = { anyOf: [...ownBody.anyOf, object({ bytes: whole, of: BODY_ID })] }
const scheme = orNull(oneOf(SCHEME_IDS))

const verification = object({
  verdict: oneOf(VERDICTS),
  scheme: orNull(text),
  header: orNull(text),
  received: orNull(text),
  expected: orNull(text),
  secretIndex: orNull(whole),
  reason: text,
})

const timings = { type: 'object', additionalProperties: number }

const policy = object({
  delaysMs: { type: 'array', items: number, minItems: 1 },
  jitter: number,
  retryStatuses: { type: 'array', items: number },
  timeoutMs: number,
  honourRetryAfter: flag,
})

const FINISHED = [...CAPTURE_STATES, ...ATTEMPT_STATES].filter((state) => !['receiving', 'planned', 'running'].includes(state))

export const BUNDLE_SCHEMAS: Readonly<Record<(BundleHeader | BundleRecord | BundleEnd)['kind'], Schema>> = {
  header: record('header', {
    hookscope: { const: 'bundle' },
    version: whole,
    producer: text,
    exportedAt: number,
    isRedacted: flag,
    dummySecret: orNull(text),
  }),
  inbox: record('inbox', { id: idOf('inbox'), path: text, scheme }),
  endpoint: record('endpoint', { id: idOf('webhook'), name: text, url: text }),
  body: record('body', { id: BODY_ID, type: orNull(text), eventId: orNull(text), tenantId: orNull(text), at: time, body: ownBody }),
  delivery: {
    ...record('delivery', {
      id: idOf('delivery'),
      bodyOf: BODY_ID,
      type: orNull(text),
      eventId: orNull(text),
      endpointId: orNull(idOf('webhook')),
      url: orNull(text),
      method: text,
      scheme,
      policy,
      speed: { anyOf: [{ type: 'number', exclusiveMinimum: 0 }, { const: 'max' }] },
      replayOf: orNull(EXCHANGE_ID),
      changes: texts,
      state: oneOf(DELIVERY_STATES),
      attempts: whole,
      rung: whole,
      interruptions: whole,
      status: orNull(status),
      error: orNull(text),
      lastAttemptAt: orNull(time),
      createdAt: time,
    }),
  },
  exchange: record('exchange', {
    id: EXCHANGE_ID,
    direction: oneOf(['in', 'out']),
    state: oneOf(FINISHED),
    at: time,
    method: text,
    path: text,
    url: orNull(text),
    httpVersion: text,
    type: orNull(text),
    eventId: orNull(text),
    inboxId: orNull(idOf('inbox')),
    endpointId: orNull(idOf('webhook')),
    verification: orNull(verification),
    status: orNull(status),
    error: orNull(oneOf(NETWORK_ERRORS)),
    tookMs: orNull(duration),
    deliveryId: orNull(idOf('delivery')),
    attempt: orNull(whole),
    manual: flag,
    madeBy: orNull(idOf('attempt')),
    answer: orNull(oneOf(['decided', 'sent', 'aborted'])),
    timings: orNull(timings),
    note: orNull(object({ text, pinned: flag, tags: texts, updatedAt: time })),
    notes: texts,
    remoteAddress: orNull(text),
    request: object({ headers, trailers: headers, body }),
    response: orNull(object({ startLine: text, headers, trailers: headers, complete: flag, body: ownBody })),
  }),
  chunk: record('chunk', { of: BODY_ID, side: oneOf(['request', 'response']), number: whole, base64: BASE64 }),
  end: record('end', { exchanges: whole }),
}
