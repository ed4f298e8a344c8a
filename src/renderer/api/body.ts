import { createStore, type StoreApi } from 'zustand/vanilla'
import type { Client } from '../../shared/contract/client.ts'
import { MIB } from '../../shared/domain/units.ts'
import { toProblem, type Problem } from './problem.ts'

/** How much of a body is read at a time; the editor gets no more than somebody asked for. */
export const STEP_BYTES = MIB
/** The most that is asked for at once. */
const MAX_RANGE_BYTES = 4 * MIB

export interface BodyState {
  /** From the start; null until the first range has come. */
  readonly bytes: Uint8Array<ArrayBuffer> | null
  /** Of the whole body in this form; null when it is not known. */
  readonly totalBytes: number | null
  /** There may be more than what was read. */
  readonly hasMore: boolean
  /** What was undone: `gzip`; null when nothing was. */
  readonly encoding: string | null
  /** Why it could not be decoded, or not to the end. */
  readonly decodingProblem: string | null
  readonly isLoading: boolean
  /** Why it could not be read. */
  readonly problem: Problem | null
}

export interface Body {
  readonly store: StoreApi<BodyState>
  /** Reads the next range, the first one to begin with. */
  more(): Promise<void>
  /** Reads all that is left; what is on the screen changes once it is there. */
  all(): Promise<void>
  /** To be called when more may have arrived: what is on the screen grows up to the first step, beyond it `hasMore` says so. */
  grown(): Promise<void>
}

/** One side's body in one form: as stored, or with its Content-Encoding undone. */
export function createBody(client: Client, id: string, side: 'request' | 'response', decoded: boolean): Body {
  const store = createStore<BodyState>()(() => ({
    bytes: null,
    totalBytes: null,
    hasMore: true,
    encoding: null,
    decodingProblem: null,
    isLoading: false,
    problem: null,
  }))

  let hasGrown = false

  const more = (): Promise<void> => load(STEP_BYTES, false)

  async function load(stepBytes: number, toEnd: boolean): Promise<void> {
    const { bytes: before, isLoading, hasMore } = store.getState()
    if (isLoading || !hasMore) return
    hasGrown = false
    store.setState({ isLoading: true, problem: null })
    try {
      const pieces = before ? [before] : []
      let offset = before?.length ?? 0
      for (;;) {
        const range = await client.exchanges.body({ id, side, offset, length: stepBytes, decoded })
        const added = new Uint8Array(await range.bytes.arrayBuffer())
        pieces.push(added)
        offset += added.length
        const isMore = range.totalBytes === null ? added.length === stepBytes : offset < range.totalBytes && added.length > 0
        if (toEnd && isMore) continue
        const { totalBytes, encoding, problem } = range
        store.setState({ bytes: joined(pieces, offset), totalBytes, hasMore: isMore, encoding, decodingProblem: problem, isLoading: false })
        break
      }
    } catch (error) {
      store.setState({ isLoading: false, problem: toProblem(error) })
      return
    }
    if (hasGrown) await grown()
  }

  async function grown(): Promise<void> {
    const { bytes, isLoading } = store.getState()
    hasGrown = isLoading
    if (isLoading) return
    store.setState({ hasMore: true })
    if ((bytes?.length ?? 0) < STEP_BYTES) await more()
  }

  return { store, more, all: () => load(MAX_RANGE_BYTES, true), grown }
}

function joined(pieces: readonly Uint8Array[], length: number): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(length)
  let at = 0
  for (const piece of pieces) {
    bytes.set(piece, at)
    at += piece.length
  }
  return bytes
}
