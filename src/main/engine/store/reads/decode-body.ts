import { Readable, Writable, type Duplex } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { createBrotliDecompress, createGunzip, createInflate, createInflateRaw, createZstdDecompress } from 'node:zlib'
import { KIB, MIB } from '../../../../shared/domain/units.ts'
import type { BodyRange } from './body.ts'

/** Nothing beyond is decoded: a few KiB can unfold to gigabytes. */
const MAX_DECODED_BYTES = 64 * MIB
/** Small enough that what precedes broken data still comes out. */
const STEP_BYTES = 16 * KIB

interface Wanted {
  readonly offset: number
  readonly length: number
  readonly storedBytes: number
  /** The range as stored, for what cannot be decoded. */
  readonly stored: () => Uint8Array
}

/** The codings of a Content-Encoding header in the order they were applied; `identity` is none. */
export function splitEncodings(header: string | undefined): string[] {
  return (header ?? '')
    .split(',')
    .map((each) => each.trim().toLowerCase())
    .filter((each) => each !== '' && each !== 'identity')
}

/** A range of the decoded body. Decodes from the start and no further than the range needs. */
export async function decodeRange(pieces: () => Iterable<Uint8Array>, encodings: readonly string[], wanted: Wanted): Promise<BodyRange> {
  const unknown = encodings.find((encoding) => !(encoding in DECODERS))
  if (unknown !== undefined) {
    return {
      bytes: wanted.stored(),
      totalBytes: wanted.storedBytes,
      encoding: null,
      problem: `The encoding "${unknown}" is not known, so the body is shown as it came.`,
    }
  }
  if (wanted.storedBytes === 0) return { bytes: new Uint8Array(0), totalBytes: 0, encoding: null, problem: null }
  const encoding = encodings.join(', ')
  const window = createWindow(wanted.offset, wanted.length)
  const [first = new Uint8Array(0)] = pieces()
  const decoders = encodings.toReversed().map((name, index) => (DECODERS[name] as Decoder)(index === 0 ? first : undefined))
  try {
    await pipeline([Readable.from(steps(pieces())), ...decoders, window.sink])
    return { bytes: window.bytes(), totalBytes: window.total(), encoding, problem: null }
  } catch (error) {
    if (error === ENOUGH) return { bytes: window.bytes(), totalBytes: null, encoding, problem: null }
    if (error === TOO_LARGE) {
      return { bytes: window.bytes(), totalBytes: null, encoding, problem: `Only the first ${MAX_DECODED_BYTES / MIB} MiB are decoded.` }
    }
    const problem = `The ${encoding} data is broken after ${window.total()} decoded bytes: ${reasonOf(error)}.`
    return { bytes: window.bytes(), totalBytes: null, encoding, problem }
  }
}

type Decoder = (first: Uint8Array | undefined) => Duplex

const DECODERS: Readonly<Record<string, Decoder>> = {
  gzip: () => createGunzip(),
  'x-gzip': () => createGunzip(),
  deflate: (first) => (first === undefined || hasZlibHeader(first) ? createInflate() : createInflateRaw()),
  br: () => createBrotliDecompress(),
  zstd: () => createZstdDecompress(),
}

/** RFC 9110 means zlib by `deflate`, but senders that leave the zlib header out are common. */
export function hasZlibHeader(bytes: Uint8Array): boolean {
  const [first = 0, second = 0] = bytes
  return (first & 0x0f) === 8 && (first * 256 + second) % 31 === 0
}

const ENOUGH = new Error('The range is complete')
const TOO_LARGE = new Error('The decoded body is too large')

/** Keeps the wanted part of what flows through and stops the flow when the rest is not needed. */
function createWindow(offset: number, length: number): { sink: Writable; bytes: () => Uint8Array; total: () => number } {
  const parts: Buffer[] = []
  let total = 0
  const sink = new Writable({
    write: (piece: Buffer, _encoding, done) => {
      const start = Math.max(0, offset - total)
      const end = Math.min(piece.length, offset + length - total, MAX_DECODED_BYTES - total)
      // Copied: a slice would keep the decoder's whole buffer alive.
      if (start < end) parts.push(Buffer.from(piece.subarray(start, end)))
      total += piece.length
      if (total > MAX_DECODED_BYTES) done(TOO_LARGE)
      else done(total > offset + length ? ENOUGH : null)
    },
  })
  return { sink, bytes: () => Buffer.concat(parts), total: () => total }
}

function* steps(pieces: Iterable<Uint8Array>): Generator<Uint8Array> {
  for (const piece of pieces) {
    for (let at = 0; at < piece.length; at += STEP_BYTES) yield piece.subarray(at, at + STEP_BYTES)
  }
}

function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}
