import { brotliDecompressSync, constants, gunzipSync, inflateRawSync, inflateSync, zstdDecompressSync } from 'node:zlib'
import { hasZlibHeader } from './decode-body.ts'

type Decode = (bytes: Uint8Array, maxOutputLength: number) => Buffer

/** Flushes instead of asking for the end: what precedes a cut still comes out. */
const DECODERS: Readonly<Record<string, Decode>> = {
  gzip: (bytes, maxOutputLength) => gunzipSync(bytes, { finishFlush: constants.Z_SYNC_FLUSH, maxOutputLength }),
  'x-gzip': (bytes, maxOutputLength) => gunzipSync(bytes, { finishFlush: constants.Z_SYNC_FLUSH, maxOutputLength }),
  deflate: (bytes, maxOutputLength) =>
    (hasZlibHeader(bytes) ? inflateSync : inflateRawSync)(bytes, { finishFlush: constants.Z_SYNC_FLUSH, maxOutputLength }),
  br: (bytes, maxOutputLength) => brotliDecompressSync(bytes, { finishFlush: constants.BROTLI_OPERATION_FLUSH, maxOutputLength }),
  zstd: (bytes, maxOutputLength) => zstdDecompressSync(bytes, { finishFlush: constants.ZSTD_e_flush, maxOutputLength }),
}

/** The input is halved until its output fits; a few KiB can unfold to gigabytes. */
const ROOM = 4

/**
 * The beginning of a body with its codings undone, at most `maxBytes` of it, in one go: for search. Null when it cannot
 * be decoded.
 */
export function decodeStart(bytes: Uint8Array, encodings: readonly string[], maxBytes: number): Uint8Array | null {
  let decoded: Uint8Array = bytes
  for (const encoding of encodings.toReversed()) {
    const decode = Object.hasOwn(DECODERS, encoding) ? DECODERS[encoding] : undefined
    const next = decode ? within(decode, decoded.subarray(0, maxBytes), maxBytes * ROOM) : null
    if (next === null) return null
    decoded = next
  }
  return decoded.subarray(0, maxBytes)
}

function within(decode: Decode, bytes: Uint8Array, maxBytes: number): Uint8Array | null {
  for (let length = bytes.length; length > 0; length = Math.floor(length / 2)) {
    try {
      return decode(bytes.subarray(0, length), maxBytes)
    } catch (error) {
      if (!(error instanceof Error && 'code' in error && error.code === 'ERR_BUFFER_TOO_LARGE')) return null
    }
  }
  return null
}
