import { belongsToConnection } from '../replay-headers.ts'
import { isAddress, type CurlRequest } from '../curl.ts'
import { base64OfBytes } from './base64-text.ts'

/** Requests as code that a person puts into a program. */

/** A call of fetch, as Node and browsers have it. What fetch sets itself (Host, Content-Length, Connection) is left to it. */
export function fetchCode({ method, url, headers, body }: CurlRequest): string {
  const pairs = headers.filter(([name]) => !isTransport(name)).map((pair) => `    ${JSON.stringify(pair)},`)
  const lines = [
    `await fetch(${JSON.stringify(url)}, {`,
    `  method: ${JSON.stringify(method)},`,
    ...(pairs.length > 0 ? ['  headers: [', ...pairs, '  ],'] : []),
    ...(body.length > 0 ? [`  body: ${bodyExpression(body)},`] : []),
    '})',
  ]
  return `${lines.join('\n')}\n`
}

/** Methods that fetch refuses, and those that it sends without a body only. */
const FETCH_REFUSES: ReadonlySet<string> = new Set(['CONNECT', 'TRACE', 'TRACK'])
const FETCH_SENDS_EMPTY: ReadonlySet<string> = new Set(['GET', 'HEAD'])

/** Why fetch cannot send it; null: it can. */
export function fetchProblem({ method, url, body }: Pick<CurlRequest, 'method' | 'url' | 'body'>): string | null {
  if (!isAddress(url)) return `fetch sends no ${method} ${url}`
  if (FETCH_REFUSES.has(method)) return `fetch sends no ${method}`
  return FETCH_SENDS_EMPTY.has(method) && body.length > 0 ? `fetch sends no body with ${method}` : null
}

function bodyExpression(body: Uint8Array): string {
  const text = exact(body)
  return text === null ? `Uint8Array.from(atob('${base64OfBytes(body)}'), (char) => char.charCodeAt(0))` : JSON.stringify(text)
}

/** What requests, and urllib3 below it, add on their own, and how they are told not to. */
const PYTHON_DEFAULTS = [
  ['User-Agent', 'urllib3.util.SKIP_HEADER'],
  ['Accept-Encoding', 'urllib3.util.SKIP_HEADER'],
  ['Accept', 'None'],
  ['Connection', 'None'],
] as const

/** What stands above the calls. */
export const PYTHON_IMPORTS = 'import requests\nimport urllib3\n'

/** Why Python's requests cannot send it; null: it can. */
export function pythonProblem({ method, url }: Pick<CurlRequest, 'method' | 'url'>): string | null {
  return isAddress(url) ? null : `requests sends no ${method} ${url}`
}

/** A call of Python's requests. A header that came several times is written once, its values joined as RFC 9110 5.3 allows. */
export function pythonCode({ method, url, headers, body }: CurlRequest): string {
  const joined = new Map<string, [name: string, value: string]>()
  for (const [name, value] of headers) {
    if (isTransport(name)) continue
    const before = joined.get(name.toLowerCase())
    if (before) before[1] += `, ${value}`
    else joined.set(name.toLowerCase(), [name, value])
  }
  const unset = PYTHON_DEFAULTS.filter(([name]) => !joined.has(name.toLowerCase()))
  const entries = [
    ...[...joined.values()].map(([name, value]) => `        ${pythonText(name)}: ${pythonBytes(latin1(value))},`),
    ...unset.map(([name, none]) => `        ${pythonText(name)}: ${none},`),
  ]
  const lines = [
    'requests.request(',
    `    ${pythonText(method)},`,
    `    ${pythonText(url)},`,
    '    headers={',
    ...entries,
    '    },',
    ...(body.length > 0 ? [`    data=${pythonBytes(body)},`] : []),
    ')',
  ]
  return `${lines.join('\n')}\n`
}

function isTransport(name: string): boolean {
  const lower = name.toLowerCase()
  return lower === 'host' || lower === 'content-length' || belongsToConnection(lower)
}

/** JSON strings of ASCII are Python's, too. */
function pythonText(text: string): string {
  return JSON.stringify(text).replace(/[\x7f-\uffff]/g, (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`)
}

function pythonBytes(bytes: Uint8Array): string {
  const escaped: string[] = []
  for (const byte of bytes) {
    const isPlain = byte >= 0x20 && byte < 0x7f && byte !== 0x22 && byte !== 0x5c
    escaped.push(isPlain ? String.fromCharCode(byte) : `\\x${byte.toString(16).padStart(2, '0')}`)
  }
  return `b"${escaped.join('')}"`
}

function latin1(text: string): Uint8Array {
  return Uint8Array.from(text, (char) => char.charCodeAt(0))
}

function exact(body: Uint8Array): string | null {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(body)
  } catch {
    return null
  }
}
