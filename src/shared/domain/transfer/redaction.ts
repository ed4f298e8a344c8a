import type { RawHeaders } from '../http-message.ts'
import { replaceEmails } from './email-addresses.ts'
import { formatLeafPath, maskJson, type Leaf, type LeafPath } from './json-leaves.ts'
import { maskCsv, separatorOf } from './csv-cells.ts'
import { createMasks, isCardNumber, type Digest } from './masks.ts'
import { base64OfText, textOfBase64 } from './base64-text.ts'
import { KNOWN_SECRETS } from './known-secrets.ts'
import { maskParts } from './multipart.ts'
import { isBelow, type RedactionPlace } from './redaction-path.ts'
import { holdsSecrets, isPhoneName, isSecretName } from './secret-names.ts'
import { escapedMarkup, maskXml, unescapedMarkup } from './xml-values.ts'
import { maskYaml } from './yaml-lines.ts'

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
  let depth = 0
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
      .replace(KNOWN_SECRETS, (secret: string) => note('secret', where, secret, masks.shaped(secret)))
      .replace(BEARER, (_, scheme: string, token: string) => scheme + note('authorization', where, token, masks.shaped(token)))
      .replace(ASSIGNED, (_, name: string, value: string) => name + note('secret', where, value, masks.shaped(value)))
    return replaceEmails(named, (found) => note('email', where, found, masks.email(found)))
      .replace(CARD, (found) => (isCardNumber(found.replace(/\D/g, '')) ? note('card', where, found, masks.card(found)) : found))
      .replace(PHONE, (found) => note('phone', where, found, masks.phone(found)))
  }

  /** What the name beside a value tells, else the value itself. */
  function named(name: string, value: string, where: string): string {
    return byName(name, value, where) ?? byValue(value, where)
  }

  function byName(name: string, value: string, where: string): string | null {
    if (value === '') return value
    if (isSecretName(name, value)) return note('secret', where, value, masks.shaped(value))
    return isPhoneName(name, value) ? note('phone', where, value, masks.phone(value)) : null
  }

  /** Providers put JSON into a text, Slack into a field of a form, and Google's Pub/Sub in base64. */
  function byValue(value: string, where: string): string {
    return json(value, where) ?? base64Json(value, where) ?? xml(value, where) ?? plain(value, where)
  }

  /** Of XML that a value holds its values; null when it holds none, or too much inside each other. */
  function xml(value: string, where: string): string | null {
    if (depth >= MAX_DEPTH || !XML.test(value)) return null
    depth++
    try {
      return elements(value, where)
    } finally {
      depth--
    }
  }

  /** XML that was escaped to stand in XML. */
  function escapedXml(value: string, where: string): string | null {
    const meant = depth < MAX_DEPTH ? unescapedMarkup(value) : null
    const masked = meant === null ? null : xml(meant, where)
    if (masked === null) return null
    return masked === meant ? value : escapedMarkup(masked)
  }

  function base64Json(value: string, where: string): string | null {
    if (!BASE64_JSON.test(value)) return null
    const text = textOfBase64(value)
    const masked = text === null ? null : json(text, where)
    if (masked === null) return null
    return masked === text ? value : base64OfText(masked)
  }

  function json(text: string, inside: string): string | null {
    const onLeaf = ({ path, value, isText, label }: Leaf): string | null => {
      const where = `${inside} ${formatLeafPath(path)}`.trimEnd()
      const wanted = options.places.filter((place) => isBelow(path, place))
      for (const place of wanted) unmet.delete(place)
      const masked = wanted.length > 0 ? note('path', where, value, masks.shaped(value)) : leaf(path, label, value, where)
      if (masked === value) return null
      return isText ? masked : numberLike(value, masked)
    }
    const onKey = (key: string): string => replaceEmails(key, (found) => note('email', `${inside} name`, found, masks.email(found)))
    return maskJson(text, onLeaf, onKey)
  }

  /** By the names on the way to it, and by the one beside it: `{"name":"Authorization","value":"…"}`. */
  function leaf(path: LeafPath, label: string | null, value: string, where: string): string {
    const names = path.filter((step) => typeof step === 'string')
    if (value !== '' && names.slice(0, -1).some(holdsSecrets)) return note('secret', where, value, masks.shaped(value))
    const own = byName(names.at(-1) ?? '', value, where)
    if (own !== null) return own
    return (label === null ? null : byName(label, value, where)) ?? byValue(value, where)
  }

  function form(text: string, inside: string): string {
    return text
      .split('&')
      .map((pair) => {
        const equals = pair.indexOf('=')
        if (equals < 0) return formPart(pair, (bareName) => plain(bareName, inside))
        const name = pair.slice(0, equals)
        const where = `${inside} ${decoded(name)}`
        const maskedName = formPart(name, (written) => replaceEmails(written, (found) => note('email', inside, found, masks.email(found))))
        return `${maskedName}=${formPart(pair.slice(equals + 1), (value) => named(decoded(name), value, where))}`
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

  function elements(text: string, inside: string): string {
    return maskXml(text, {
      value: (name, value, label) => {
        const where = `${inside} <${label ?? name}>`
        const own = byName(name, value, where) ?? (label === null ? null : byName(label, value, where))
        return own ?? escapedXml(value, where) ?? byValue(value, name === '' ? inside : where)
      },
      tag: (tag) => plain(tag, inside),
    })
  }

  function table(text: string, contentType: string, inside: string): string {
    return maskCsv(text, separatorOf(text, contentType), {
      name: (name) => plain(name, inside),
      cell: (column, value) => named(column, value, `${inside} ${column}`.trimEnd()),
    })
  }

  function yaml(text: string, inside: string): string {
    return maskYaml(text, {
      isSecret: isSecretName,
      value: (name, value) => note('secret', `${inside} ${name}`, value, masks.shaped(value)),
      rest: (rest) => plain(rest, inside),
    })
  }

  function parts(text: string, contentType: string): string {
    return maskParts(text, contentType, {
      head: (head) => plain(head, 'body'),
      value: ({ name, contentType: partType, value }) => {
        const where = `body ${name}`.trimEnd()
        return byName(name, value, where) ?? content(value, partType, where)
      },
    })
  }

  function content(text: string, contentType: string, where: string): string {
    const asJson = json(text, where)
    if (asJson !== null) return asJson
    if (/^\s*application\/x-www-form-urlencoded/i.test(contentType)) return form(text, where)
    if (CSV.test(contentType)) return table(text, contentType, where)
    if (YAML.test(contentType)) return yaml(text, where)
    return /^\s*</.test(text) ? elements(text, where) : plain(text, where)
  }

  return {
    headers: (headers) =>
      headers.map(([name, value]) => {
        const where = `header ${name}`
        const key = name.toLowerCase()
        if (key === 'authorization' || key === 'proxy-authorization') {
          return [name, note('authorization', where, value, value.replace(CREDENTIALS, masks.shaped))]
        }
        if (key === 'cookie' || key === 'set-cookie') {
          // Behind the first of `Set-Cookie` stand its attributes.
          const cookies = key === 'cookie' ? /[^;]+/g : /^[^;]+/
          return [name, note('cookie', where, value, value.replace(cookies, cookie))]
        }
        return [name, UNTOUCHED.has(key) ? value : named(name, value, where)]
      }),
    url: (url) => address(url, 'url', 'query'),
    body: (text, contentType) => (/^\s*multipart\//i.test(contentType) ? parts(text, contentType) : content(text, contentType, 'body')),
    text: (text) => plain(text, 'note'),
    unmet: () => [...unmet].map(({ written }) => written),
  }

  /** Its name stays; one without is all value. */
  function cookie(written: string): string {
    const valueAt = written.indexOf('=') + 1
    return written.slice(0, valueAt) + masks.shaped(written.slice(valueAt))
  }
}

/** So far are values opened that hold XML that holds XML. */
const MAX_DEPTH = 3
const XML = /^\s*<[A-Za-z?][^<]*>/
const CSV = /^\s*(?:text|application)\/(?:csv|x-csv|tab-separated-values)/i
const YAML = /^\s*(?:text|application)\/(?:[\w.-]+\+|x-|vnd\.)?yaml/i

const CARD = /(?<![\d.+-])\d(?:[ -]?\d){12,18}(?![\d.])/g
/** International, or grouped as North America writes it; bare digits are ids more often than not. */
const PHONE = /(?<![\w.+-])(?:\+(?!999)\d{1,3}[\s().-]{0,2}\d(?:[\s().-]{0,2}\d){5,12}|\(\d{3}\)\s?\d{3}-\d{4}|\d{3}-\d{3}-\d{4})(?![\w-])/g
/** A secret in a text that has no structure, or lost it: `password=…`, `"apiKey": "…"`, the quotes themselves escaped or not. */
const ASSIGNED =
  /((?:passw(?:or)?d|passphrase|secret|token|(?:api|access|private|secret|auth|signing)[_ -]?key|(?<![a-z])(?:otp|cvc|cvv|ssn|iban))\\?["']?\s{0,3}[:=]\s{0,3}\\?["']?)((?<=\\")[^"\\]+|(?<=[^\\]")[^"\\]+(?:\\.[^"\\]*){0,1000}|(?<=')[^'\\]+|(?<!["'])[^\s"'\\,;&<>(){}[\]]+)/gi
/** A digit, padding, or a capital or dot within tells a token from a word behind *Basic*. */
const BEARER = /(\b(?:Bearer|Basic) +)(?=[\w~+/.-]{0,200}(?:[\d=]|\.\w|\w[A-Z]))([\w~+/.=-]{6,9999})/g
/** Behind the scheme: `Bearer …`; all of it when there is none. */
const CREDENTIALS = /(?<=^[A-Za-z][\w-]* +)\S.*$|^\S+$/
const ORIGIN = /^([a-z][a-z0-9+.-]*:\/\/[^/]*)?(.*)$/is
/** An address inside a text, without the punctuation behind it; in JSON that holds JSON a backslash ends it. */
const LINK = /(\bhttps?:\/\/[^\s"'<>\\]*[^\s"'<>\\.,;:!?)\]])/i
const USER_INFO = /^([a-z][a-z0-9+.-]*:\/\/)([^/@]+)(?=@)/i
/** How a JSON object or array begins in base64, and nothing but its letters. */
const BASE64_JSON = /^(?:ey|ew|W[y3-9w])[\w+/-]{10,}={0,2}$/
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

/** A name or value of a form, masked as what it means, and written as it was where nothing is masked. */
function formPart(written: string, mask: (meant: string) => string): string {
  const meant = decoded(written)
  const masked = mask(meant)
  return masked === meant ? written : encodeURIComponent(masked)
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text.replaceAll('+', ' '))
  } catch {
    return text
  }
}
