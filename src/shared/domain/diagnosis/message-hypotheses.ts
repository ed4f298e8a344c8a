import { firstHeader } from '../http-message.ts'
import { contentOf, formatMoment } from '../signature/content.ts'
import { isoSeconds, SECOND_MS } from '../units.ts'
import { readClaims } from './claims.ts'
import type { Hypothesis } from './hypothesis.ts'
import { itemsOf, type Subject } from './subject.ts'

/** The header, the time and the url. */

/** Headers that hold no signature, whatever they look like. */
export const NO_SIGNATURE =
  /^(?:host|content-.*|user-agent|accept.*|connection|date|cookie|etag|if-.*|traceparent|tracestate|x-forwarded-.*)$/i

export const otherHeader: Hypothesis = {
  code: 'other_header',
  kind: 'message',
  *changes({ scheme, arrived: { headers } }) {
    for (const [name, value] of headers) {
      if (NO_SIGNATURE.test(name) || name.toLowerCase() === scheme.header?.toLowerCase()) continue
      const claims = readClaims(scheme, itemsOf(scheme, value))
      if (claims.size > 0) yield { claims, clause: `in the header ${name}${scheme.header === null ? '' : `, not in ${scheme.header}`}` }
    }
    if (scheme.header === null) return
    const repeated = headers.filter(([name]) => name.toLowerCase() === scheme.header?.toLowerCase()).slice(1)
    for (const [name, value] of repeated) {
      const claims = readClaims(scheme, itemsOf(scheme, value))
      if (claims.size > 0) yield { claims, clause: `in a second header ${name}; only the first one counts` }
    }
  },
}

export const timeMissing: Hypothesis = {
  code: 'time_missing',
  kind: 'message',
  *changes({ scheme, read }) {
    if (!contentOf(scheme).signsTime) return
    // The time and what joins it to the next part.
    const without = scheme.content.replace(/\{ts(?:_ms|_iso)?\}[.:|]?/, '').replace(/[.:|]$/, '')
    yield { content: without, clause: `if the time is not signed (${without} instead of ${scheme.content})` }
    yield { content: '{body}', clause: 'if only the body is signed, without the time' }
    if (read.time === null) yield { content: scheme.content, clause: 'with nothing in place of the time' }
  },
}

export const timeUnit: Hypothesis = {
  code: 'time_unit',
  kind: 'message',
  *changes({ scheme, read: { time } }) {
    if (time === null || !contentOf(scheme).signsTime) return
    const ms = momentOf(time.text)
    if (ms === null) return
    const forms: [string, string][] = [
      [formatMoment(ms, 's'), 'in seconds'],
      [formatMoment(ms, 'ms'), 'in milliseconds'],
      [formatMoment(ms, 'iso'), 'as an ISO 8601 time'],
      [new Date(ms).toISOString(), 'as an ISO 8601 time with milliseconds'],
      [String(ms / SECOND_MS), 'in seconds with a fraction'],
      [`${formatMoment(ms, 's')}.0`, 'in seconds with a fraction'],
    ]
    for (const [text, unit] of forms) {
      if (text !== time.text && text !== '')
        yield { values: { time: { text, ms } }, clause: `if the time is signed ${unit} (${text}); the message says ${time.text}` }
    }
    // As it stands, in a unit that the scheme does not take.
    if (time.ms === null)
      yield {
        content: scheme.content,
        clause: `over the time as it stands (${time.text}), which is not ${UNIT_WORDS[scheme.time?.unit ?? 's']}`,
        variant: 'sent',
      }
  },
}

const UNIT_WORDS = { s: 'in seconds', ms: 'in milliseconds', iso: 'an ISO 8601 time' } as const

/** The clock was read twice, once for the header and once for the signature. */
export const timeStale: Hypothesis = {
  code: 'time_stale',
  kind: 'message',
  *changes({ scheme, read: { time } }) {
    if (time === null || time.ms === null || scheme.time === null || !contentOf(scheme).signsTime) return
    const { unit } = scheme.time
    const step = unit === 'ms' ? 1 : SECOND_MS
    for (let distance = 1; distance <= (unit === 'ms' ? 50 : 5); distance++) {
      for (const away of [-distance, distance]) {
        const ms = time.ms + away * step
        const words = `${Math.abs(away)} ${unit === 'ms' ? 'ms' : 's'} ${away < 0 ? 'before' : 'after'}`
        yield {
          values: { time: { text: formatMoment(ms, unit), ms } },
          clause: `if the signed time is ${words} the one in the message: the clock was read twice`,
        }
      }
    }
  },
}

export const otherUrl: Hypothesis = {
  code: 'other_url',
  kind: 'message',
  *changes({ scheme, arrived, values }) {
    if (!contentOf(scheme).signsUrl) return
    for (const url of urlsOf(arrived)) {
      if (url !== values.url) yield { values: { url }, clause: `if the url ${url || '""'} is signed; ${values.url} was expected` }
    }
  },
}

function urlsOf({ url, headers }: Subject['arrived']): Set<string> {
  const parsed = URL.canParse(url) ? new URL(url) : null
  const path = parsed ? url.slice(url.indexOf('/', url.indexOf('//') + 2)) : url
  const bare = path.replace(/[?#].*$/, '')
  const said = (name: string): string[] =>
    (firstHeader(headers, name) ?? '')
      .split(',')
      .map((each) => each.trim())
      .filter((each) => each !== '')
  const forwarded = /host="?([^;",]+)/i.exec(firstHeader(headers, 'forwarded') ?? '')?.[1]
  const hosts = new Set([
    ...said('x-forwarded-host'),
    ...(forwarded === undefined ? [] : [forwarded]),
    ...said('x-original-host'),
    ...(parsed ? [parsed.host] : []),
    ...said('host'),
  ])
  const bases = new Set<string>()
  for (const host of hosts) {
    for (const each of new Set([host, host.replace(/:\d+$/, ''), `${host.replace(/:\d+$/, '')}:443`])) {
      bases.add(`https://${each}`)
      bases.add(`http://${each}`)
    }
  }
  const paths = new Set([
    path,
    ...said('x-original-url'),
    ...said('x-forwarded-uri'),
    bare,
    bare.endsWith('/') ? bare.slice(0, -1) : `${bare}/`,
    '',
  ])
  const urls = new Set<string>()
  for (const base of bases) for (const each of paths) urls.add(base + each)
  for (const each of paths) urls.add(each)
  return urls
}

/** A time in seconds, milliseconds or ISO 8601; null when the text looks like none. */
export function momentOf(text: string): number | null {
  if (/^\d{10}(?:\.\d+)?$/.test(text)) return Number(text) * SECOND_MS
  if (/^\d{13}$/.test(text)) return Number(text)
  if (!/^\d{4}-\d\d-\d\dT\d\d:\d\d/.test(text)) return null
  const ms = Date.parse(text)
  return Number.isNaN(ms) || isoSeconds(ms) === '' ? null : ms
}
