import { firstHeader } from '../http-message.ts'
import { contentOf, type Moment } from '../signature/content.ts'
import { readSignature } from '../signature/read-signature.ts'
import { SCHEMES } from '../signature/scheme.ts'
import type { Scheme } from '../signature/scheme-form.ts'
import { readClaims } from './claims.ts'
import type { Hypothesis } from './hypothesis.ts'
import { momentOf, NO_SIGNATURE } from './message-hypotheses.ts'
import type { Subject } from './subject.ts'
import type { Change } from './trial.ts'

/** What other schemes sign, in our header or in theirs; then every usual way to put time and body together. */
export const otherScheme: Hypothesis = {
  code: 'other_scheme',
  kind: 'message',
  *changes(subject) {
    const { scheme } = subject
    const isHmac = scheme.algorithm.kind === 'hmac'
    if (!isHmac) return
    for (const other of Object.values(SCHEMES)) if (other.id !== scheme.id) yield* asOther(subject, other)
    for (const time of timesOf(subject)) {
      for (const content of [
        '{ts}.{body}',
        '{ts}:{body}',
        '{ts}{body}',
        '{body}{ts}',
        '{body}.{ts}',
        'v0:{ts}:{body}',
        '{ts}|{body}',
        '{ts}\n{body}',
      ]) {
        if (content !== scheme.content)
          yield { content, values: { time }, clause: `if ${content} is signed instead of ${scheme.content}, with the time ${time.text}` }
      }
      for (const id of idsOf(subject)) {
        for (const content of ['{id}.{ts}.{body}', '{ts}.{id}.{body}', '{id}{ts}{body}']) {
          if (content !== scheme.content)
            yield { content, values: { time, id }, clause: `if ${content} is signed instead of ${scheme.content}` }
        }
      }
    }
    for (const content of ['{body}', '{url}{body}', '{body}{url}', '{method}{url}{body}', '{method}\n{url}\n{body}', '{method}{body}']) {
      if (content !== scheme.content) yield { content, clause: `if ${content} is signed instead of ${scheme.content}` }
    }
  },
}

/** The signature of another provider's scheme: its own header, or ours in its form. */
function* asOther(subject: Subject, other: Scheme): Generator<Change> {
  const { scheme, arrived, body, read } = subject
  const { algorithm } = other
  if (algorithm.kind !== 'hmac' || other.header === null || contentOf(other).readsBody) return
  const own = firstHeader(arrived.headers, other.header)
  const isElsewhere = own === undefined
  if (isElsewhere && (read.received === null || other.header === scheme.header)) return
  const headers = isElsewhere ? [...arrived.headers, [other.header, read.received ?? ''] as const] : arrived.headers
  const theirs = readSignature(other, headers, body)
  if (theirs.candidates.length === 0 || (other.time !== null && theirs.time === null) || (other.idAt !== null && theirs.id === null)) return
  const claims = readClaims(other, theirs.candidates)
  if (claims.size === 0 || [...claims.values()].every(({ deviations }) => deviations.length > 0)) return
  // In our header, what only its prefix tells apart is a wrong prefix.
  if (isElsewhere && other.content === scheme.content) return
  yield {
    claims: new Map([...claims].filter(([, { deviations }]) => deviations.length === 0)),
    hash: algorithm.hash,
    content: other.content,
    values: { time: theirs.time, id: theirs.id },
    clause: isElsewhere
      ? `as ${alike(other).join(' or ')} signs (${other.content}), in the header ${scheme.header}`
      : `as ${other.label} signs (${other.content})`,
    variant: other.label,
  }
}

/** Labels of the schemes that only their header tells apart. */
function alike(other: Scheme): string[] {
  const form = ({ content, prefix, encoding, algorithm, time, several }: Scheme): string =>
    JSON.stringify([content, prefix, encoding, algorithm, several, time !== null && 'item' in time.at && time.at.item])
  return Object.values(SCHEMES).flatMap((each) => (form(each) === form(other) ? [each.label] : []))
}

const MAX_VALUES = 4

/** What looks like a time in the headers. */
function timesOf({ arrived: { headers }, read }: Subject): Moment[] {
  const texts = [
    ...(read.time === null ? [] : [read.time.text]),
    ...headers.filter(([name]) => !NO_SIGNATURE.test(name)).flatMap(([, value]) => [value, ...itemValues(value)]),
  ]
  const found = new Map<string, Moment>()
  for (const text of texts) {
    const ms = momentOf(text)
    if (ms !== null && found.size < MAX_VALUES) found.set(text, { text, ms })
  }
  return [...found.values()]
}

/** `1700000000` of `t=1700000000,v1=…`. */
function itemValues(value: string): string[] {
  return [...value.matchAll(/(?:^|[,; ])t(?:s|imestamp)?=(\d{10,13})/g)].map(([, time]) => time ?? '')
}

function idsOf({ arrived: { headers }, read }: Subject): string[] {
  const found = headers.filter(([name]) => /(?:^|-)(?:id|delivery|nonce)$/i.test(name)).map(([, value]) => value)
  return [...new Set([...(read.id === null ? [] : [read.id]), ...found])].slice(0, MAX_VALUES)
}
