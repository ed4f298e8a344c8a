import { KIB } from '../../../shared/domain/units.ts'

/** Bodies in several pieces are rarely smaller. */
const SMALLEST_COPY = 4 * KIB

/**
 * What has been read of an answer's body. An only piece is kept as it is; of several the bytes are copied, for a receiver
 * that sends millions of tiny chunks would have us hold a view of each, a hundred times its size.
 */
export class AnswerBody {
  readonly #most: number
  /** Its first bytes are those that were read. */
  #held: Uint8Array = new Uint8Array(0)
  #length = 0

  /** `most`: bytes that are kept of it. */
  constructor(most: number) {
    this.#most = most
  }

  /** False when it was too long to be kept whole. */
  append(piece: Uint8Array): boolean {
    const room = this.#most - this.#length
    const kept = piece.length > room ? piece.subarray(0, room) : piece
    if (this.#length === 0) this.#held = kept
    else this.#copy(kept)
    this.#length += kept.length
    return kept === piece
  }

  bytes(): Uint8Array {
    return this.#length === this.#held.length ? this.#held : this.#held.subarray(0, this.#length)
  }

  #copy(piece: Uint8Array): void {
    const length = this.#length + piece.length
    if (length > this.#held.length) {
      const larger = Buffer.allocUnsafeSlow(Math.min(this.#most, Math.max(2 * length, SMALLEST_COPY)))
      larger.set(this.bytes())
      this.#held = larger
    }
    this.#held.set(piece, this.#length)
  }
}
