import { firstHeader, pairHeaders } from '../../../../shared/domain/http-message.ts'
import { decodeRange, splitEncodings } from './decode-body.ts'
import type { Implemented, ReadContext } from './read-context.ts'
import { storedBodies } from './stored-body.ts'

export interface BodyReads {
  /** A range of a body, as stored or with its Content-Encoding undone; null when there is no such exchange. */
  body(query: { seq: number; side: 'request' | 'response'; offset: number; length: number; decoded: boolean }): BodyRange | null
}

export interface BodyRange {
  readonly bytes: Uint8Array
  /** Of the whole body in this form; null when the decoded size is not known. */
  readonly totalBytes: number | null
  /** What was undone, `gzip`; null when nothing was. */
  readonly encoding: string | null
  /** Why it could not be decoded, or not to the end; one sentence. */
  readonly problem: string | null
}

export function bodyReads({ statements }: ReadContext): Implemented<BodyReads> {
  const bodies = storedBodies(statements)
  return {
    body: ({ seq, side, offset, length, decoded }) => {
      const found = bodies.find(seq, side)
      if (!found) return null
      const { headers, body } = found
      const encodings = decoded
        ? splitEncodings(headers === null ? undefined : firstHeader(pairHeaders(JSON.parse(headers) as string[]), 'content-encoding'))
        : []
      if (encodings.length > 0)
        return decodeRange(() => bodies.pieces(body), encodings, {
          offset,
          length,
          storedBytes: bodies.sizeOf(body),
          stored: () => bodies.range(body, offset, length),
        })
      return { bytes: bodies.range(body, offset, length), totalBytes: bodies.sizeOf(body), encoding: null, problem: null }
    },
  }
}
