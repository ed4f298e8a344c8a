import { counted } from '../counted.ts'
import { firstHeader, type RawHeaders } from '../http-message.ts'
import { fields, textOf } from './har-fields.ts'

/** Bodies as browsers and proxies write them into a HAR: as characters, as base64, as the fields of a form, or not at all. */

/** A body as a HAR holds it. */
export interface HarBody {
  readonly text: string
  readonly isBase64: boolean
}

export const NO_BODY: HarBody = { text: '', isBase64: false }

/** The body of a request, and the headers that fit it; `notes` gets what the HAR did not keep as it was on the wire. */
export function requestBody(
  request: unknown,
  headers: RawHeaders,
  notes: string[],
): { readonly headers: RawHeaders; readonly body: HarBody } {
  const { postData, bodySize, _content } = fields(request)
  const coding = firstHeader(headers, 'content-encoding')?.trim().toLowerCase()
  const contentType = firstHeader(headers, 'content-type') ?? ''
  const posted = heldBody(postData)
  const held = posted ?? heldBody(_content)
  if (held === null) {
    const form = formBody(postData, contentType, notes)
    if (form === null && isSome(bodySize))
      notes.push(`The HAR does not hold the body of the request, which had ${counted(bodySize, 'byte')}.`)
    return { headers, body: form ?? NO_BODY }
  }
  const size = coding === undefined && isSome(bodySize) ? bodySize : null
  const body = asBytes(held, contentType, size)
  const isDecoded = coding !== undefined && (posted === null || !held.isBase64 || (coding === 'gzip' && !isGzip(held)))
  if (!isDecoded) return { headers, body }
  notes.push('The HAR holds the body of the request decoded, so Content-Encoding was left out.')
  return { headers: headers.filter(([name]) => name.toLowerCase() !== 'content-encoding'), body }
}

/** The body of a response, which a HAR holds decoded. `complete`: false when it was left out. */
export function responseBody(content: unknown, contentType: string): { readonly body: HarBody; readonly complete: boolean } {
  const held = heldBody(content)
  const { size } = fields(content)
  if (held === null) return { body: NO_BODY, complete: !isSome(size) }
  return { body: asBytes(held, contentType, isSome(size) ? size : null), complete: true }
}

/** The body that stands in a place of a HAR, as it stands there; null when none does. */
export function heldBody(place: unknown): HarBody | null {
  const { text, encoding, _encoding } = fields(place)
  return typeof text === 'string' && text !== '' ? { text, isBase64: encoding === 'base64' || _encoding === 'base64' } : null
}

function isSome(size: unknown): size is number {
  return typeof size === 'number' && size > 0
}

/** The bytes that begin every gzip, in base64. */
function isGzip({ text }: HarBody): boolean {
  return text.startsWith('H4s')
}

/** What is UTF-8 by its type. */
const UTF8_TYPE = /json\b|charset\s*=\s*"?utf-?8\b/i
const LATIN1_CHARSET = /charset\s*=\s*"?(?:iso-8859-1|latin-?1|windows-1252)\b/i

/**
 * Text is UTF-8 where that has as many bytes as the body had (`size`; null: not known). Else characters may stand for one
 * byte each: there are as many as there were bytes, or the charset says so.
 */
function asBytes(body: HarBody, contentType: string, size: number | null): HarBody {
  const isBytewise = !body.isBase64 && /[\x80-\xff]/.test(body.text) && /^[\0-\xff]*$/.test(body.text)
  if (!isBytewise || new TextEncoder().encode(body.text).length === size) return body
  const saysBytes = body.text.length === size || LATIN1_CHARSET.test(contentType)
  // Some count characters: bytes that were UTF-8 read as such.
  if (!saysBytes || (UTF8_TYPE.test(contentType) && !isUtf8(body.text))) return body
  return { text: btoa(body.text), isBase64: true }
}

/** Whether these characters, a byte each, are UTF-8. */
function isUtf8(latin1: string): boolean {
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(Uint8Array.from(latin1, (char) => char.charCodeAt(0)))
    return true
  } catch {
    return false
  }
}

function formBody(postData: unknown, contentType: string, notes: string[]): HarBody | null {
  const { params } = fields(postData)
  if (!Array.isArray(params) || params.length === 0) return null
  notes.push('The HAR holds the fields of the form, not its bytes: they were written anew.')
  const boundary = /^multipart\/.*boundary="?([^";]+)/i.exec(contentType)?.[1]
  if (boundary !== undefined) return { text: multipart(params, boundary), isBase64: false }
  const pairs = params.map((param): [string, string] => [textOf(fields(param)['name']), textOf(fields(param)['value'])])
  return { text: new URLSearchParams(pairs).toString(), isBase64: false }
}

/** Browsers tell a form with files as its fields; a file's bytes are in it only where the browser kept them. */
function multipart(params: readonly unknown[], boundary: string): string {
  const parts = params.map((param) => {
    const { name, value, fileName, contentType } = fields(param)
    const file = fileName === undefined ? '' : `; filename="${textOf(fileName)}"`
    const type = contentType === undefined ? '' : `\r\nContent-Type: ${textOf(contentType)}`
    return `--${boundary}\r\nContent-Disposition: form-data; name="${textOf(name)}"${file}${type}\r\n\r\n${textOf(value)}\r\n`
  })
  return `${parts.join('')}--${boundary}--\r\n`
}
