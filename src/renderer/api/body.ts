import { createStore, type StoreApi } from 'zustand/vanilla'
import type { Client } from '../../shared/contract/client.ts'
import { MIB } from '../../shared/domain/units.ts'
import { toProblem, type Problem } from './problem.ts'

/** How much of a body is read at a time; the editor gets no more than somebody asked for. */
export const STEP_BYTES = MIB

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

  async function more(): Promise<void> {
    const { bytes: before, isLoading, hasMore } = store.getState()
    if (isLoading || !hasMore) return
    hasGrown = false
    store.setState({ isLoading: true, problem: null })
    try {
      const offset = before?.length ?? 0
      const range = await client.exchanges.body({ id, side, offset, length: STEP_BYTES, decoded })
      const added = new Uint8Array(await range.bytes.arrayBuffer())
      const bytes = new Uint8Array(offset + added.length)
      if (before) bytes.set(before)
      bytes.set(added, offset)
      store.setState({
        bytes,
        totalBytes: range.totalBytes,
        hasMore: range.totalBytes === null ? added.length === STEP_BYTES : bytes.length < range.totalBytes && added.length > 0,
        encoding: range.encoding,
        decodingProblem: range.problem,
        isLoading: false,
      })
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

  return { store, more, grown }
}
