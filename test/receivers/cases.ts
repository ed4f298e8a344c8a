import { createHmac } from 'node:crypto'
import type { RawHeaders } from '../../src/shared/domain/http-message.ts'
import { contentOf } from '../../src/shared/domain/signature/content.ts'
import type { Scheme } from '../../src/shared/domain/signature/scheme-form.ts'
import { sign, withQuery } from '../../src/shared/domain/signature/sign.ts'
import { MINUTE_MS } from '../../src/shared/domain/units.ts'
import { publicUrlOf, secretsOf, strangeSecret } from './schemes.ts'

/** A request to a receiver, and what it must answer. */
export interface Case {
  readonly name: string
  readonly target: string
  readonly headers: RawHeaders
  readonly body: Uint8Array
  /** Status and body. */
  readonly answer: string
}

interface Given {
  readonly secrets?: readonly string[]
  readonly body?: string
  readonly type?: string
  /** ms before now that it was signed. */
  readonly age?: number
  readonly query?: string | null
  /** What happens to it on its way. */
  readonly change?: (message: Message) => Message
}

interface Message {
  readonly headers: RawHeaders
  readonly body: Uint8Array
  readonly target: string
}

/** Spaces, escapes and numbers that do not survive being parsed and written again. */
const BODY = '{ "name": "Zo\u00eb \\u2028", "amount": 1.0, "tags": [ ] }'
const FORM = 'To=%2B123&From=a+b&Body=Zo%C3%AB&Body=again&Body=again&Empty='
const QUERY = 'a=1&b=%2Fx%3A'

/** Every request that a receiver of this scheme is tried with. `now`: ms since 1970. */
export function casesOf(scheme: Scheme, now: number): Case[] {
  const isEmpty = scheme.id === 'xero'
  const answers = {
    ok: isEmpty ? '200' : '200 {"received":true}',
    invalid: isEmpty ? '401' : '401 {"error":"Invalid signature"}',
    missing: isEmpty ? '401' : '401 {"error":"Missing signature"}',
    noJson: isEmpty ? '400' : '400 {"error":"Invalid JSON"}',
  }
  const make = (name: string, answer: string, given: Given = {}): Case => ({ name, answer, ...requestOf(scheme, now, given) })
  const [secret, old] = secretsOf(scheme)
  const { time, header, several, algorithm, field } = scheme
  const isPlain = algorithm.kind === 'plain'
  const { signsUrl } = contentOf(scheme)
  const cases = [
    make('signed', answers.ok),
    make('signed with the old secret', answers.ok, { secrets: [old] }),
    make('signed with a strange secret', answers.invalid, { secrets: [strangeSecret(scheme)] }),
    make('with another signature', answers.invalid, { change: (message) => otherSignature(scheme, message) }),
  ]
  if (!isPlain) cases.push(make('with another body', answers.invalid, { change: (message) => otherBody(scheme, message) }))
  if (header !== null) {
    const without = (value: string | null): Given => ({
      change: (message) => ({ ...message, headers: signatureAs(scheme, message.headers, value) }),
    })
    cases.push(
      make('without signature', answers.missing, without(null)),
      make('with bytes for a signature', answers.invalid, without('\u00ff\u00fe=,;v1=\u00e9')),
      make('with a short signature', answers.invalid, without(`${scheme.prefix}YQ==`)),
      make(
        'with many signatures',
        answers.invalid,
        without(Array.from({ length: 200 }, () => `${scheme.prefix}x`).join(separatorOf(scheme))),
      ),
    )
    if (field === null && scheme.id !== 'twilio')
      cases.push(make('signed, but no JSON', time !== null && 'field' in time.at ? answers.invalid : answers.noJson, { body: 'no { json' }))
  }
  if (several !== null)
    cases.push(make('signed twice, with a strange secret first', answers.ok, { secrets: [strangeSecret(scheme), secret] }))
  const tolerance = time?.toleranceMs ?? null
  if (time !== null && tolerance !== null) {
    cases.push(
      make('too old', answers.invalid, { age: tolerance + MINUTE_MS }),
      make('ahead of its time', time.side === 'both' ? answers.invalid : answers.ok, { age: -tolerance - MINUTE_MS }),
      make('with no time', answers.invalid, { change: (message) => otherTime(scheme, message, 'soon') }),
      make('with a time past all counting', answers.invalid, { change: (message) => otherTime(scheme, message, '9'.repeat(40)) }),
    )
  }
  if (signsUrl) {
    cases.push(
      make('signed without query', answers.ok, { query: null }),
      make('with another query', answers.invalid, { change: (message) => ({ ...message, target: message.target.replace('a=1', 'a=2') }) }),
    )
  }
  if (scheme.id === 'twilio') {
    cases.push(
      make('a signed form', answers.ok, { body: FORM, type: 'application/x-www-form-urlencoded; charset=utf-8' }),
      make('a form with another field', answers.invalid, {
        body: FORM,
        type: 'application/x-www-form-urlencoded',
        change: (message) => ({ ...message, body: Buffer.from(`${FORM}&More=1`) }),
      }),
      make('a body that nothing signs', answers.invalid, { body: '', change: (message) => ({ ...message, body: Buffer.from(BODY) }) }),
    )
  }
  return [...cases, ...handshakesOf(scheme, secret, make)]
}

function handshakesOf({ id }: Scheme, secret: string, make: (name: string, answer: string, given: Given) => Case): Case[] {
  switch (id) {
    case 'slack':
      return [make('handshake', '200 {"challenge":"3eZb"}', { body: '{"type":"url_verification","challenge":"3eZb"}' })]
    case 'discord':
      return [make('handshake', '200 {"type":1}', { body: '{"type":1}' })]
    case 'zoom':
      return [
        make(
          'handshake',
          `200 ${JSON.stringify({ encryptedToken: createHmac('sha256', secret).update('qgg8').digest('hex'), plainToken: 'qgg8' })}`,
          {
            body: '{"event":"endpoint.url_validation","payload":{"plainToken":"qgg8"}}',
          },
        ),
      ]
    default:
      return []
  }
}

function requestOf(
  scheme: Scheme,
  now: number,
  { secrets, body = BODY, type = 'application/json', age = 0, query = QUERY, change }: Given,
): Message {
  const headers: RawHeaders = [['Content-Type', type]]
  const url = withQuery(publicUrlOf(scheme), query)
  const message = { method: 'POST', url, headers, body: Buffer.from(timed(scheme, body, now - age)) }
  const signed = sign(scheme, secrets ?? secretsOf(scheme).slice(0, 1), message, { at: now - age, id: 'message_1' })
  const target = withQuery(`/webhooks/${scheme.id}${query === null ? '' : `?${query}`}`, signed.query)
  const sent = { headers: [...headers, ...signed.headers], body: signed.body, target }
  return change ? change(sent) : sent
}

/** Linear writes the time into the body, before it signs it. */
function timed({ id }: Scheme, body: string, at: number): string {
  return id === 'linear' ? body.replace('{', `{"webhookTimestamp":${at},`) : body
}

/** The message with another body; where the body is not signed, with another of the values that are. */
function otherBody(scheme: Scheme, message: Message): Message {
  const text = Buffer.from(message.body).toString()
  const isSigned = scheme.content.includes('{body}') || scheme.bodyHashParameter !== null
  return { ...message, body: Buffer.from(isSigned ? text.replace('1.0', '1') : text.replaceAll('message_1', 'message_2')) }
}

/** One character of the signature is another. */
function otherSignature(scheme: Scheme, message: Message): Message {
  const swap = (text: string): string =>
    text.replace(/([A-Za-z0-9+/])([A-Za-z0-9+/])(=*)$/, (_, a: string, b: string, end: string) => (a === 'A' ? 'B' : 'A') + b + end)
  if (scheme.header !== null)
    return { ...message, headers: message.headers.map(([name, value]) => (name === scheme.header ? [name, swap(value)] : [name, value])) }
  return {
    ...message,
    body: Buffer.from(
      Buffer.from(message.body)
        .toString()
        .replace(/([0-9a-f]{39})[0-9a-f]"/, '$1x"'),
    ),
  }
}

/** Its signature replaced; null: taken off. */
function signatureAs({ header }: Scheme, headers: RawHeaders, value: string | null): RawHeaders {
  return headers.flatMap(([name, old]) => (name === header ? (value === null ? [] : [[name, value] as const]) : [[name, old] as const]))
}

function otherTime({ time, header }: Scheme, message: Message, text: string): Message {
  if (time === null) return message
  const { at } = time
  if ('header' in at) return { ...message, headers: message.headers.map(([name, value]) => [name, name === at.header ? text : value]) }
  if ('item' in at)
    return { ...message, headers: message.headers.map(([name, value]) => [name, name === header ? value.replace(/\d+/, text) : value]) }
  return {
    ...message,
    body: Buffer.from(
      Buffer.from(message.body)
        .toString()
        .replace(/("(?:webhookTimestamp|at)":)"?[^",}]+"?/, `$1"${text}"`),
    ),
  }
}

function separatorOf({ several }: Scheme): string {
  return several?.by === 'separator' ? several.separator : ','
}
