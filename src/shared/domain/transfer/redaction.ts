import type { RawHeaders } from '../http-message.ts'
import { replaceEmails } from './email-addresses.ts'
import { formatLeafPath, maskJson } from './json-leaves.ts'
import { createMasks, isCardNumber, type Digest } from './masks.ts'
import { isBelow, type RedactionPlace } from './redaction-path.ts'

/** What a share bundle hides, and how it is found. */
export const REDACTION_RULES = ['authorization', 'cookie', 'secret', 'email', 'phone', 'card', 'path'] as const
export type RedactionRule = (typeof REDACTION_RULES)[number]

/** One value that was, or would be, masked. */
export interface Masked {
  readonly rule: RedactionRule
  /** `header Cookie`, `query token`, `body data.email`, `body`. */
  readonly where: string
  readonly before: string
  readonly after: string
}

export interface Redactor {
  headers(headers: RawHeaders): RawHeaders
  /** A path or URL: its query by the names of the parameters, the rest as text. */
  url(url: string): string
  /** A body by what it holds: JSON, a form, XML or anything else as text. */
  body(text: string, contentType: string): string
  /** Sentences. */
  text(text: string): string
  /** The places at which no text or number stood in any JSON so far, as they were written. */
  unmet(): readonly string[]
}

/** `found` hears of each value that is masked; `places` are masked in JSON bodies whatever they hold. */
export function createRedactor(options: {
  readonly digest: Digest
  readonly places: readonly RedactionPlace[]
  readonly found: (masked: Masked) => void
}): Redactor {
  const masks = createMasks(options.digest)
  const unmet = new Set(options.places)

  function note(rule: RedactionRule, where: string, before: string, after: string): string {
    if (after !== before) options.found({ rule, where, before, after })
    return after
  }

  /** What can be told from the value itself; of the links in it, their parts. */
  function plain(text: string, where: string): string {
    const pieces = text.split(LINK)
    return pieces.map((piece, index) => (index % 2 === 1 ? address(piece, where, where) : bare(piece, where))).join('')
  }

  function bare(text: string, where: string): string {
    const named = text
      .replace(BEARER, (_, scheme: string, token: string) => scheme + note('authorization', where, token, masks.shaped(token)))
      .replace(ASSIGNED, (_, name: string, value: string) => name + note('secret', where, value, masks.shaped(value)))
    return replaceEmails(named, (found) => note('email', where, found, masks.email(found)))
      .replace(CARD, (found) => (isCardNumber(found.replace(/\D/g, '')) ? note('card', where, found, masks.card(found)) : found))
      .replace(PHONE, (found) => note('phone', where, found, masks.phone(found)))
  }

  /** What the name beside a value tells, else the value itself. */
  function named(name: string, value: string, where: string): string {
    if (value === '') return value
    const key = name.toLowerCase().replaceAll(/[^a-z0-9]/g, '')
    if (SECRET_NAME.test(key)) return note('secret', where, value, masks.shaped(value))
    if (PHONE_NAME.test(key) && /\d{5}/.test(value.replace(/\D/g, ''))) return note('phone', where, value, masks.phone(value))
    // Providers put JSON into a text, and Slack into a field of a form.
    return json(value, where) ?? plain(value, where)
  }

  function json(text: string, inside: string): string | null {
    return maskJson(text, (path, value, isText) => {
      const where = `${inside} ${formatLeafPath(path)}`.trimEnd()
      const wanted = options.places.filter((place) => isBelow(path, place))
      for (const place of wanted) unmet.delete(place)
      const name = path.findLast((step) => typeof step === 'string') ?? ''
      const masked = wanted.length > 0 ? note('path', where, value, masks.shaped(value)) : named(String(name), value, where)
      if (masked === value) return null
      return isText ? masked : numberLike(value, masked)
    })
  }

  function form(text: string, inside: string): string {
    return text
      .split('&')
      .map((pair) => {
        const equals = pair.indexOf('=')
        if (equals < 0) return pair
        const [name, value] = [decoded(pair.slice(0, equals)), decoded(pair.slice(equals + 1))]
        const where = `${inside} ${name}`
        const masked = named(name, value, where)
        return masked === value ? pair : `${pair.slice(0, equals)}=${encodeURIComponent(masked)}`
      })
      .join('&')
  }

  /** Its query, and what follows `#`, by the names of the parameters. */
  function address(url: string, where: string, inQuery: string): string {
    const [path = '', ...queries] = url.split(/(?=[?#])/)
    const [, origin = '', rest = ''] = ORIGIN.exec(path) ?? []
    const masked = origin.replace(USER_INFO, (_, scheme: string, user: string) => scheme + note('secret', where, user, masks.shaped(user)))
    return [masked, bare(rest, where), ...queries.map((query) => query.charAt(0) + form(query.slice(1), inQuery))].join('')
  }

  function elements(text: string): string {
    return text.replace(ELEMENT, (whole, open: string, name: string, value: string, close: string) => {
      const masked = named(name.split(':').at(-1) ?? name, value, `body <${name}>`)
      return masked === value ? whole : open + masked + close
    })
  }

  function parts(text: string): string {
    return text.replace(PART, (whole, head: string, name: string, value: string) => {
      const masked = named(name, value, `body ${name}`)
      return masked === value ? whole : head + masked
    })
  }

  return {
    headers: (headers) =>
      headers.map(([name, value]) => {
        const where = `header ${name}`
        const key = name.toLowerCase()
        if (key === 'authorization' || key === 'proxy-authorization') {
          return [
            name,
            note(
              'authorization',
              where,
              value,
              value.replace(CREDENTIALS, (credentials) => masks.shaped(credentials)),
            ),
          ]
        }
        if (key === 'cookie' || key === 'set-cookie') {
          const masked = key === 'cookie' ? value.replace(/(=)([^;]*)/g, keepingName) : value.replace(/^([^=;]*=)([^;]*)/, keepingName)
          return [name, note('cookie', where, value, masked)]
        }
        return [name, UNTOUCHED.has(key) ? value : named(name, value, where)]
      }),
    url: (url) => address(url, 'url', 'query'),
    body: (text, contentType) => {
      const asJson = json(text, 'body')
      if (asJson !== null) return asJson
      if (/^\s*application\/x-www-form-urlencoded/i.test(contentType)) return form(text, 'body')
      const structured = /^\s*multipart\//i.test(contentType) ? parts(text) : /^\s*</.test(text) ? elements(text) : text
      return plain(structured, 'body')
    },
    text: (text) => plain(text, 'note'),
    unmet: () => [...unmet].map(({ written }) => written),
  }

  function keepingName(_: string, name: string, value: string): string {
    return name + masks.shaped(value)
  }
}

const CARD = /(?<![\d.+-])\d(?:[ -]?\d){12,18}(?![\d.])/g
/** International, or grouped as North America writes it; bare digits are ids more often than not. */
const PHONE = /(?<![\w.+-])(?:\+(?!999)\d{1,3}[\s().-]{0,2}\d(?:[\s().-]{0,2}\d){5,12}|\(\d{3}\)\s?\d{3}-\d{4}|\d{3}-\d{3}-\d{4})(?![\w-])/g
const SECRET_NAME =
  /(?:password|passwd|passphrase|secret|token|apikey|accesskey|privatekey|secretkey|authorization|credentials?|sessionid|otp|pincode|cvc|cvv|ssn|iban)$/
/** The same in a text that has no structure, or lost it: `password=…`, `"apiKey": "…"`, the quotes themselves escaped or not. */
const ASSIGNED =
  /((?:passw(?:or)?d|passphrase|secret|token|(?:api|access|private|secret)[_-]?key|(?<![a-z])(?:otp|cvc|cvv|ssn|iban))\\?["']?\s{0,3}[:=]\s{0,3}\\?["']?)((?<=\\")[^"\\]+|(?<=[^\\]")[^"\\]+(?:\\.[^"\\]*){0,1000}|(?<=')[^'\\]+|(?<!["'])[^\s"'\\,;&<>(){}[\]]+)/gi
/** A digit, padding, or a capital or dot within tells a token from a word behind *Basic*. */
const BEARER = /(\b(?:Bearer|Basic) +)(?=[\w~+/.-]{0,200}(?:[\d=]|\.\w|\w[A-Z]))([\w~+/.=-]{6,9999})/g
const PHONE_NAME = /(?:phone|mobile|cell|fax|msisdn)(?:number|no)?$/
/** Behind the scheme: `Bearer …`; all of it when there is none. */
const CREDENTIALS = /(?<=^[A-Za-z][\w-]* +)\S.*$|^\S+$/
const ORIGIN = /^([a-z][a-z0-9+.-]*:\/\/[^/]*)?(.*)$/is
/** An address inside a text, without the punctuation behind it; in JSON that holds JSON a backslash ends it. */
const LINK = /(\bhttps?:\/\/[^\s"'<>\\]*[^\s"'<>\\.,;:!?)\]])/i
const USER_INFO = /^([a-z][a-z0-9+.-]*:\/\/)([^/@]+)(?=@)/i
const ELEMENT = /(<([\w:.-]+)(?:\s[^<>]*)?>)([^<>]+)(<\/\2\s*>)/g
/** The head of a part begins its line; as long a one as anybody writes, for what may stand in its place. */
const PART =
  /(^content-disposition:[^\r\n]{0,1000}\bname="([^"\r\n]*)"(?![^\r\n]{0,1000}filename)[^\r\n]*\r\n(?:[^\r\n]+\r\n){0,100}\r\n)([^\r\n]*)/gim
/** Headers of the transport, in which digits are no phones. */
const UNTOUCHED: ReadonlySet<string> = new Set([
  'host',
  'content-length',
  'content-type',
  'date',
  'user-agent',
  'accept',
  'accept-encoding',
  'etag',
])

/** Digits of a JSON number as a JSON number: its exponent stays, and no zero leads. */
function numberLike(value: string, masked: string): string {
  const end = value.search(/e/i)
  const mantissa = (end < 0 ? masked : masked.slice(0, end)).replace(/^(-?)0(?=\d)/, '$11')
  return end < 0 ? mantissa : mantissa + value.slice(end)
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text.replaceAll('+', ' '))
  } catch {
    return text
  }
}
