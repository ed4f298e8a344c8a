import { brotliDecompressSync, constants, gunzipSync, gzipSync, inflateRawSync, inflateSync, zstdDecompressSync } from 'node:zlib'
import { MAX_REWRITTEN_BYTES, MAX_TOILED_BYTES, type BodyChange, type Hypothesis } from './hypothesis.ts'
import { reserializedBodies } from './reserialized.ts'

/** What happens to a body between signing and arriving. Those that change little come before those that change much. */

const LF = 0x0a
const CR = 0x0d

export const newline: Hypothesis = {
  code: 'newline',
  kind: 'body',
  *bodies(body) {
    const end = body.at(-1) === LF ? (body.at(-2) === CR ? 2 : 1) : body.at(-1) === CR ? 1 : 0
    if (end > 0) yield { body: body.subarray(0, body.length - end), clause: 'without the line end after the body', variant: 'arrived' }
    yield { body: Buffer.concat([body, Buffer.from('\n')]), clause: 'if the body ends with a line end (LF)' }
    yield { body: Buffer.concat([body, Buffer.from('\r\n')]), clause: 'if the body ends with a line end (CRLF)' }
    if (end === 2)
      yield { body: Buffer.concat([body.subarray(0, -2), Buffer.from('\n')]), clause: 'if the body ends with LF instead of CRLF' }
  },
}

export const crlf: Hypothesis = {
  code: 'crlf',
  kind: 'body',
  *bodies(body) {
    if (body.length > MAX_REWRITTEN_BYTES || (body.indexOf(LF) < 0 && body.indexOf(CR) < 0)) return
    const text = latin1(body)
    const unix = text.replaceAll('\r\n', '\n')
    yield* changed(body, unix, `if the body's line ends are LF, not CRLF`)
    yield* changed(body, unix.replaceAll('\n', '\r\n'), `if the body's line ends are CRLF, not LF`)
    yield* changed(body, unix.replaceAll('\n', '').replaceAll('\r', ''), 'without the line ends in the body')
  },
}

const UTF8_BOM = Buffer.from('\ufeff')

export const bom: Hypothesis = {
  code: 'bom',
  kind: 'body',
  *bodies(body) {
    if (UTF8_BOM.equals(body.subarray(0, 3))) yield { body: body.subarray(3), clause: 'without the byte order mark before the body' }
    else yield { body: Buffer.concat([UTF8_BOM, body]), clause: 'if a byte order mark stands before the body' }
  },
}

const BLANKS = new Set([0x20, 0x09, LF, CR, 0x00])

export const whitespace: Hypothesis = {
  code: 'whitespace',
  kind: 'body',
  *bodies(body) {
    let start = 0
    let end = body.length
    while (start < end && BLANKS.has(body[start] ?? -1)) start++
    while (end > start && BLANKS.has(body[end - 1] ?? -1)) end--
    if (end - start < body.length) yield { body: body.subarray(start, end), clause: 'without the blanks around the body' }
    if (start > 0) yield { body: body.subarray(start), clause: 'without the blanks before the body' }
    if (end < body.length) yield { body: body.subarray(0, end), clause: 'without the blanks after the body' }
    yield { body: Buffer.concat([body, Buffer.from(' ')]), clause: 'if a blank stands after the body' }
    yield { body: Buffer.concat([body, Buffer.from([0])]), clause: 'if a zero byte stands after the body' }
  },
}

export const reserialized: Hypothesis = { code: 'reserialized', kind: 'body', bodies: (body) => reserializedBodies(body) }

export const charset: Hypothesis = {
  code: 'charset',
  kind: 'body',
  *bodies(body) {
    if (body.length > MAX_REWRITTEN_BYTES) return
    const bytes = asBuffer(body)
    const utf8 = bytes.toString('utf8')
    const isUtf8 = Buffer.from(utf8).equals(bytes)
    if (!isUtf8) {
      yield { body: Buffer.from(bytes.toString('latin1')), clause: 'if the body is taken for ISO 8859-1 and signed as UTF-8' }
      yield { body: Buffer.from(windows1252(bytes)), clause: 'if the body is taken for Windows-1252 and signed as UTF-8' }
      yield { body: Buffer.from(utf8), clause: 'if what is not UTF-8 in the body is replaced by \ufffd' }
      yield* utf16Read(bytes)
    }
    if (isUtf8 && /[^\0-\x7f]/.test(utf8)) {
      yield { body: Buffer.from(utf8, 'latin1'), clause: 'if the body is encoded as ISO 8859-1, not as UTF-8' }
      yield { body: Buffer.from(bytes.toString('latin1')), clause: 'if the body is encoded as UTF-8 twice' }
      yield {
        body: Buffer.from(utf8.replaceAll(/[\u0080-\uffff]/g, '?')),
        clause: 'if the body is encoded as ASCII, with ? for all other characters',
      }
      yield {
        body: Buffer.from(utf8.replaceAll(/[\u{80}-\u{10ffff}]/gu, '?')),
        clause: 'if the body is encoded as ASCII, with ? for all other characters',
      }
      for (const form of ['NFC', 'NFD'] as const)
        yield* changed(body, utf8.normalize(form), `if the body's characters are in Unicode form ${form}`, 'utf8')
    }
    if (isUtf8) {
      const wide = Buffer.from(utf8, 'utf16le')
      yield { body: wide, clause: 'if the body is encoded as UTF-16' }
      yield { body: Buffer.from(`\ufeff${utf8}`, 'utf16le'), clause: 'if the body is encoded as UTF-16 with a byte order mark' }
      yield { body: Buffer.from(wide).swap16(), clause: 'if the body is encoded as UTF-16 (big endian)' }
    }
    yield { body: Buffer.from(bytes.toString('base64')), clause: 'if the base64 text of the body is signed', variant: 'text' }
    yield { body: Buffer.from(bytes.toString('hex')), clause: 'if the hex text of the body is signed', variant: 'text' }
    if (/^[A-Za-z0-9+/]+={0,2}\s*$/.test(utf8) && utf8.length >= 8) {
      yield { body: Buffer.from(utf8, 'base64'), clause: 'if the body is decoded from base64 first', variant: 'text' }
    }
  },
}

function* utf16Read(bytes: Buffer): Generator<BodyChange> {
  if (bytes.length % 2 !== 0) return
  for (const order of ['little', 'big'] as const) {
    const text = (order === 'little' ? bytes : Buffer.from(bytes).swap16()).toString('utf16le')
    yield { body: Buffer.from(text.replace(/^\ufeff/, '')), clause: 'if the body, which is UTF-16, is signed as UTF-8' }
  }
}

/** A few KiB can unfold to gigabytes. */
const MAX_UNPACKED_BYTES = 8 * MAX_REWRITTEN_BYTES

export const compressed: Hypothesis = {
  code: 'compressed',
  kind: 'body',
  *bodies(body, { arrived }) {
    const limit = { maxOutputLength: MAX_UNPACKED_BYTES }
    const [first, second] = body
    const isGzip = first === 0x1f && second === 0x8b
    const isZlib = first === 0x78
    const said = arrived.headers
      .filter(([name]) => name.toLowerCase() === 'content-encoding')
      .map(([, value]) => value.toLowerCase())
      .join()
    const unpackings: [string, boolean, () => Uint8Array][] = [
      ['gzip', isGzip, () => gunzipSync(body, limit)],
      ['deflate', isZlib || said.includes('deflate'), () => (isZlib ? inflateSync(body, limit) : inflateRawSync(body, limit))],
      ['brotli', said.includes('br'), () => brotliDecompressSync(body, limit)],
      ['zstd', said.includes('zstd') || (first === 0x28 && second === 0xb5), () => zstdDecompressSync(body, limit)],
    ]
    for (const [name, isLikely, unpack] of unpackings) {
      const unpacked = isLikely ? attempt(unpack) : null
      if (unpacked) yield { body: unpacked, clause: `if the body is unpacked (${name}) first: it was packed after it was signed` }
    }
    if (isGzip || body.length > MAX_TOILED_BYTES) return
    for (const level of [constants.Z_DEFAULT_COMPRESSION, constants.Z_BEST_COMPRESSION, constants.Z_BEST_SPEED]) {
      const packed = gzipSync(body, { level })
      for (const system of GZIP_SYSTEMS) {
        const variant = Buffer.from(packed)
        variant[9] = system
        yield { body: variant, clause: 'if the body is packed with gzip first: it was unpacked on the way', variant: 'unpacked' }
      }
    }
  },
}

/** The tenth byte of gzip names the system: Unix, unknown, Windows. */
const GZIP_SYSTEMS = [0x03, 0xff, 0x0a, 0x00]

function attempt(unpack: () => Uint8Array): Uint8Array | null {
  try {
    return unpack()
  } catch {
    return null
  }
}

function* changed(body: Uint8Array, text: string, clause: string, encoding: BufferEncoding = 'latin1'): Generator<BodyChange> {
  const bytes = Buffer.from(text, encoding)
  if (!bytes.equals(body)) yield { body: bytes, clause }
}

function asBuffer(body: Uint8Array): Buffer {
  return Buffer.from(body.buffer, body.byteOffset, body.byteLength)
}

function latin1(body: Uint8Array): string {
  return asBuffer(body).toString('latin1')
}

function windows1252(bytes: Uint8Array): string {
  return new TextDecoder('windows-1252').decode(bytes)
}
