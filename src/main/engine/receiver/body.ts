import { beginVerification, verify, type Arrived, type RunningVerification } from '../../../shared/domain/signature/verify.ts'
import type { Verification } from '../../../shared/domain/verdict.ts'
import { CHUNK_BYTES, INLINE_BYTES } from '../store/bodies.ts'
import { notVerified } from './judge.ts'
import type { Route } from './routes.ts'

/** A full chunk on its way to the store. */
export interface Chunk {
  readonly number: number
  readonly bytes: Buffer
  /** Bytes of the body up to its end. */
  readonly end: number
}

/** A request body while it arrives: what is held, how much there was, and the digest over what was let go. */
export class Body {
  private readonly limit: number
  private pieces: Buffer[] = []
  private held = 0
  private chunk: Buffer | null = null
  private running: RunningVerification | null = null
  /** Bytes that arrived and are kept. */
  length = 0
  /** Chunks taken out so far. */
  chunks = 0

  constructor(limit: number) {
    this.limit = limit
  }

  /** Keeps a piece; false when the body went over its limit and the piece was kept only up to there. */
  add(piece: Buffer): boolean {
    const room = this.limit - this.length
    const kept = piece.length > room ? piece.subarray(0, room) : piece
    this.pieces.push(kept)
    this.held += kept.length
    this.length += kept.length
    return kept === piece
  }

  get hasFullChunk(): boolean {
    return this.held >= CHUNK_BYTES
  }

  /** Small enough to stand in its message's row. */
  get isInline(): boolean {
    return this.length <= INLINE_BYTES
  }

  /**
   * Takes the first 256 KiB out, digested for the route's scheme. The bytes are valid until the next call: one buffer
   * serves all chunks of a body, or a fast upload would leave garbage faster than it is collected.
   */
  takeChunk(route: Route | undefined, arrived: Arrived): Chunk {
    const bytes = (this.chunk ??= Buffer.allocUnsafeSlow(CHUNK_BYTES))
    const rest: Buffer[] = []
    let filled = 0
    for (const piece of this.pieces) {
      const copied = piece.copy(bytes, filled)
      filled += copied
      if (copied < piece.length) rest.push(piece.subarray(copied))
    }
    this.pieces = rest
    this.held -= filled
    if (route?.scheme) {
      this.running ??= beginVerification(route.scheme, route.keys(), arrived)
      this.running.update(bytes)
    }
    return { number: this.chunks++, bytes, end: this.length - this.held }
  }

  /** Takes out all that is held, in one piece. */
  takeRest(): Buffer {
    const [first] = this.pieces
    const rest = this.pieces.length === 1 && first ? first : Buffer.concat(this.pieces)
    this.pieces = []
    this.held = 0
    return rest
  }

  /** Verifies the whole body, of which `rest` was taken last. In one go when it never was in chunks: that costs half as much on small ones. */
  verify(route: Route | undefined, arrived: Arrived, rest: Buffer): Verification {
    if (!route || route.scheme === null) return notVerified(route, arrived.headers, '')
    if (!this.running) return verify(route.scheme, route.keys(), arrived, rest)
    this.running.update(rest)
    return this.running.finish()
  }
}
