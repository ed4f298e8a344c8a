import {
  brotliCompressSync,
  brotliDecompressSync,
  deflateSync,
  gunzipSync,
  gzipSync,
  inflateSync,
  zstdCompressSync,
  zstdDecompressSync,
} from 'node:zlib'
import { firstHeader, type RawHeaders } from '../../../shared/domain/http-message.ts'
import { MIB } from '../../../shared/domain/units.ts'

/** A few KiB can unfold to gigabytes. */
const MAX_DECODED_BYTES = 64 * MIB

interface Coding {
  readonly decode: (bytes: Uint8Array, options: { maxOutputLength: number }) => Buffer
  readonly encode: (bytes: Uint8Array) => Buffer
}

const CODINGS: Readonly<Record<string, Coding>> = {
  gzip: { decode: gunzipSync, encode: (bytes) => gzipSync(bytes) },
  'x-gzip': { decode: gunzipSync, encode: (bytes) => gzipSync(bytes) },
  deflate: { decode: inflateSync, encode: (bytes) => deflateSync(bytes) },
  br: { decode: brotliDecompressSync, encode: (bytes) => brotliCompressSync(bytes) },
  zstd: { decode: zstdDecompressSync, encode: (bytes) => zstdCompressSync(bytes) },
}

/** A whole body whose Content-Encoding was undone, and how it is done again; null when it has none, or it cannot be undone. */
export function decodeWhole(
  headers: RawHeaders,
  bytes: Uint8Array,
): { readonly bytes: Buffer; readonly encode: (bytes: Uint8Array) => Buffer } | null {
  const coding = CODINGS[(firstHeader(headers, 'content-encoding') ?? '').trim().toLowerCase()]
  if (!coding || bytes.length === 0) return null
  try {
    return { bytes: coding.decode(bytes, { maxOutputLength: MAX_DECODED_BYTES }), encode: coding.encode }
  } catch {
    return null
  }
}
