import { counted } from '../counted.ts'
import { assertNever } from '../assert.ts'
import { firstHeader, type RawHeaders } from '../http-message.ts'
import { SECOND_MS } from '../units.ts'
import type { Challenge, Fault, WantedAnswer } from './challenge.ts'

/** An answer as it came. */
export interface ChallengeAnswer {
  readonly status: number
  readonly headers: RawHeaders
  /** As on the wire; a packed one is not read. */
  readonly body: Uint8Array
  /** To the end of the body. */
  readonly tookMs: number
}

/** What is wrong with the answer to one request of a handshake; empty when it is right. `provider`: its name, for sentences. */
export function judgeAnswer({ signed, wanted }: Challenge, provider: string, answer: ChallengeAnswer): readonly Fault[] {
  const fault = statusFault(wanted, signed, provider, answer.status)
  // What another status came with is the answer to something else.
  if (fault) return [fault]
  const faults: Fault[] = []
  const add = (sentence: string | null, mend: string): void => {
    if (sentence !== null) faults.push({ sentence, mend })
  }
  if (answer.tookMs > wanted.withinMs) faults.push(slowFault(wanted, provider, answer.tookMs))
  add(bodyProblem(wanted, provider, answer), 'Answer what is expected, made of what this very request brought.')
  add(mediaTypeProblem(wanted, answer.headers), `Set Content-Type: ${wanted.mediaType}.`)
  if (!wanted.mayHaveCookies && firstHeader(answer.headers, 'set-cookie') !== undefined)
    add(`The answer sets a cookie; ${provider} takes none.`, 'Keep sessions and their cookies off this route.')
  return faults
}

/** The fault of a request that nobody answered. `message`: why, without its full stop. */
export function silenceFault(provider: string, isTimeout: boolean, message: string): Fault {
  return isTimeout
    ? { sentence: `${message}: ${provider} waits no longer.`, mend: 'Answer first, and do the work afterwards.' }
    : { sentence: `There is no answer: ${message}.`, mend: 'Start the receiver, and check address and path.' }
}

/** What would be right, as it stands after "answer": `200 with the text 1158201444`. */
export function describeWanted({ status, body, mediaType }: WantedAnswer): string {
  const code = status === 'refusal' ? '403 (or another 4xx)' : String(status)
  switch (body.kind) {
    case 'anything':
      return code
    case 'nothing':
      return `${code} without a body`
    case 'text':
      return `${code} with the text ${body.text}${mediaType === null ? '' : ` as ${mediaType}`}`
    case 'json':
      return `${code} with the JSON ${JSON.stringify(body.fields)}`
    case 'ack':
      return `${code} with a SOAP envelope that holds <Ack>true</Ack>`
    default:
      return assertNever(body)
  }
}

const SHOWN_CHARACTERS = 200

/** What came, on one line: status and the beginning of the body. */
export function describeAnswer({ status, headers, body }: ChallengeAnswer): string {
  if (body.length === 0) return `${status} without a body`
  const encoding = firstHeader(headers, 'content-encoding')
  if (encoding !== undefined && encoding !== 'identity') return `${status} with ${counted(body.length, 'byte')} in ${encoding}`
  const text = textOf(body).replaceAll(/\s+/g, ' ').trim()
  return `${status} with ${text.length > SHOWN_CHARACTERS ? `${text.slice(0, SHOWN_CHARACTERS)}…` : text}`
}

function statusFault(wanted: WantedAnswer, signed: Challenge['signed'], provider: string, came: number): Fault | null {
  const { status } = wanted
  if (status === 'refusal') {
    if (came >= 400 && came <= 499) return null
    return came < 300
      ? {
          sentence: `A request with a wrong token was answered ${came}, as if it were right.`,
          mend: 'Compare the token, and refuse others with 403.',
        }
      : { sentence: `The status is ${came}; a request with a wrong token is to be refused.`, mend: 'Refuse it with 403.' }
  }
  if (came === status) return null
  if (came >= 300 && came <= 399)
    return { sentence: `The status is ${came}: ${provider} follows no redirect.`, mend: 'Register the address that is redirected to.' }
  if (signed === 'wrongly' && came < 300)
    return {
      sentence: `A request with a wrong signature was answered ${came}, as if it were right.`,
      mend: `Check the signature over the raw body before anything else, and answer ${status} when it is wrong.`,
    }
  if (signed === 'wrongly')
    return {
      sentence: `A wrong signature was answered ${came}; ${provider} takes ${status} only.`,
      mend: `Answer ${status} when the signature is wrong.`,
    }
  if (signed === 'rightly' && (came === 401 || came === 403))
    return {
      sentence: `The request was refused with ${came}, though it is signed rightly.`,
      mend: 'Use the same secret on both sides, and check the signature over the raw body.',
    }
  return {
    sentence: `The status is ${came}; ${provider} takes ${status} only.`,
    mend: 'Let the route know this request, and answer it as expected.',
  }
}

function slowFault({ withinMs }: WantedAnswer, provider: string, tookMs: number): Fault {
  return {
    sentence: `The answer took ${(tookMs / SECOND_MS).toFixed(1)} s; ${provider} waits ${withinMs / SECOND_MS} s.`,
    mend: 'Answer first, and do the work afterwards.',
  }
}

function bodyProblem({ body: wanted, mistakes }: WantedAnswer, provider: string, { headers, body }: ChallengeAnswer): string | null {
  const encoding = firstHeader(headers, 'content-encoding')
  if (wanted.kind !== 'nothing' && wanted.kind !== 'anything' && encoding !== undefined && encoding !== 'identity')
    return `The answer is packed (${encoding}), which was not asked for.`
  const text = textOf(body)
  const known = (value: string): string | null => {
    const mistake = mistakes.find((each) => each.text === value)
    return mistake ? `The answer ${mistake.clause}.` : null
  }
  switch (wanted.kind) {
    case 'anything':
      return null
    case 'nothing':
      return body.length === 0 ? null : `The answer has a body (${counted(body.length, 'byte')}); ${provider} takes none.`
    case 'text':
      return textProblem(wanted.text, wanted.field, text, known)
    case 'json':
      return jsonProblem(wanted.fields, text, known)
    case 'ack':
      return ackProblem(text)
    default:
      return assertNever(wanted)
  }
}

function textProblem(wanted: string, field: string | null, text: string, known: (value: string) => string | null): string | null {
  if (text === wanted) return null
  if (field !== null && (objectOf(text)?.[field] === wanted || new URLSearchParams(text.trim()).get(field) === wanted)) return null
  if (text === '') return 'The answer has no body.'
  if (text.trim() === wanted) return 'The answer has a line end or blanks around the text.'
  if (text.charCodeAt(0) === BOM && text.slice(1) === wanted) return 'The answer begins with a byte order mark.'
  return (
    known(text.trim()) ?? (text.includes(wanted) ? 'The answer holds the text, and other text around it.' : 'The answer is another text.')
  )
}

const BOM = 0xfeff

function jsonProblem(
  wanted: Readonly<Record<string, string | number>>,
  text: string,
  known: (value: string) => string | null,
): string | null {
  const object = objectOf(text)
  if (object === null) return text.trim() === '' ? 'The answer has no body.' : 'The answer is no JSON object.'
  for (const [name, value] of Object.entries(wanted)) {
    const came = object[name]
    if (came === value) continue
    if (came === undefined) return `The answer has no ${name}.`
    const text = typeof came === 'string' || typeof came === 'number' ? String(came) : ''
    if (text === String(value)) return `The ${name} of the answer is a ${typeof came}; it must be a ${typeof value}.`
    return known(text) ?? `The ${name} of the answer is another one than it should be.`
  }
  return null
}

const ACK = /<(?:[\w.-]+:)?Ack(?:\s[^>]*)?>\s*([^<]*?)\s*<\/(?:[\w.-]+:)?Ack\s*>/
const OUTBOUND = 'http://soap.sforce.com/2005/09/outbound'

function ackProblem(text: string): string | null {
  const ack = ACK.exec(text)?.[1]
  if (ack === undefined) return 'The answer holds no <Ack>.'
  if (ack !== 'true' && ack !== '1') return `The answer's <Ack> is "${ack.slice(0, 40)}": Salesforce sends the message again.`
  return text.includes(OUTBOUND) ? null : `The answer's <Ack> is not in the namespace ${OUTBOUND}.`
}

function mediaTypeProblem({ mediaType }: WantedAnswer, headers: RawHeaders): string | null {
  if (mediaType === null) return null
  const value = firstHeader(headers, 'content-type')
  const came = value?.split(';')[0]?.trim().toLowerCase()
  if (came === mediaType) return null
  return came === undefined || came === '' ? 'The answer has no Content-Type.' : `The answer's Content-Type is ${came}.`
}

function textOf(body: Uint8Array): string {
  return Buffer.from(body.buffer, body.byteOffset, body.byteLength).toString('utf8')
}

function objectOf(text: string): Readonly<Record<string, unknown>> | null {
  try {
    const value: unknown = JSON.parse(text)
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Readonly<Record<string, unknown>>) : null
  } catch {
    return null
  }
}
