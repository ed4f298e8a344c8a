import { firstHeader, type RawHeaders } from './http-message.ts'

/** What a command sends. */
export interface CurlRequest {
  readonly method: string
  /** Absolute; or the target itself, of a request that was for no resource of a host: `*`. */
  readonly url: string
  /** In wire order; values one byte a character. */
  readonly headers: RawHeaders
  readonly body: Uint8Array
}

/** Headers that curl adds on its own unless it is told not to. */
const CURL_DEFAULTS = ['User-Agent', 'Accept', 'Content-Type', 'Expect']

/** Beyond this a single argument may be refused by the system; the body then goes through a pipe. */
const MAX_ARGUMENT_BYTES = 64_000

/**
 * A POSIX shell command that sends the same bytes: method, path as it is, headers in order, body untouched.
 * Host is kept only where it differs from the URL's; Content-Length is curl's.
 */
export function curlCommand(request: CurlRequest): string {
  const { method, headers, body } = request
  const { url, flag } = addressOf(request)
  const text = body.length <= MAX_ARGUMENT_BYTES ? asArgument(body) : null
  const hasBody =
    body.length > 0 || firstHeader(headers, 'content-length') !== undefined || firstHeader(headers, 'transfer-encoding') !== undefined
  const lines = [`curl ${methodFlag(method, hasBody)}${flag}--path-as-is --globoff ${quote(url)}`]
  const authority = URL.parse(url)?.host
  for (const [name, value] of headers) {
    const lower = name.toLowerCase()
    if (lower === 'content-length' || (lower === 'host' && value.toLowerCase() === authority)) continue
    lines.push(`-H ${headerArgument(value === '' ? `${name};` : `${name}: ${value}`)}`)
  }
  for (const name of CURL_DEFAULTS) {
    if (firstHeader(headers, name) === undefined && (hasBody || name === 'User-Agent' || name === 'Accept'))
      lines.push(`-H ${quote(`${name}:`)}`)
  }
  if (!hasBody) return lines.join(' \\\n  ')
  if (text !== null) return [...lines, `--data-raw ${quote(text)}`].join(' \\\n  ')
  return `${printf(body)} | ${[...lines, '--data-binary @-'].join(' \\\n  ')}`
}

/** Where to connect, and how curl is told of a target that is no part of an address. */
function addressOf({ url, headers }: CurlRequest): { readonly url: string; readonly flag: string } {
  if (isAddress(url)) return { url, flag: '' }
  return { url: `http://${firstHeader(headers, 'host') || 'localhost'}`, flag: `--request-target ${quote(url)} ` }
}

/** Whether a request's URL is one, and not `*` or the target of a CONNECT. */
export function isAddress(url: string): boolean {
  return /^https?:\/\//i.test(url)
}

function methodFlag(method: string, hasBody: boolean): string {
  // curl refuses --head beside a body.
  if (method === 'HEAD' && !hasBody) return '--head '
  return method === (hasBody ? 'POST' : 'GET') ? '' : `-X ${quote(method)} `
}

/** The body as text that survives as an argument; null for what is no text. */
function asArgument(body: Uint8Array): string | null {
  try {
    const text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(body)
    // oxlint-disable-next-line no-control-regex
    return /[\0-\x08\x0b\x0c\x0e-\x1f\x7f]/.test(text) ? null : text
  } catch {
    return null
  }
}

/** Single quotes take everything literally but themselves. */
function quote(text: string): string {
  return /^[\w@%+=:,./-]+$/.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`
}

/** A header's bytes above ASCII are not UTF-8, so they cannot stand in the script itself. */
function headerArgument(line: string): string {
  return /^[\t\x20-\x7e]*$/.test(line) ? quote(line) : `"$(${printf(Uint8Array.from(line, (char) => char.charCodeAt(0)))})"`
}

/** `printf` with octal escapes: POSIX, a builtin everywhere, so without a limit on its length. */
function printf(bytes: Uint8Array): string {
  const escaped: string[] = []
  for (const [at, byte] of bytes.entries()) {
    // A hyphen in front would be read as an option, and every multipart body begins with one.
    const isOption = at === 0 && byte === 0x2d
    const isPlain = byte >= 0x20 && byte < 0x7f && byte !== 0x25 && byte !== 0x27 && byte !== 0x5c && !isOption
    escaped.push(isPlain ? String.fromCharCode(byte) : `\\${byte.toString(8).padStart(3, '0')}`)
  }
  return `printf '${escaped.join('')}'`
}
