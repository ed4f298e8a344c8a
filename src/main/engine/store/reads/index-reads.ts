import { msOfSeq } from '../../../../shared/domain/ids.ts'
import type { Implemented, ReadContext } from './read-context.ts'

export interface IndexReads {
  /** Brings the index on: what was touched (sequences), and then what is new for about `budgetMs`. */
  index(touched: readonly number[], budgetMs: number): IndexState
}

/** How far the index trails. */
export interface IndexState {
  /** Exchanges that it has not looked at, at most 100,000 are counted. */
  readonly behind: number
  /** When the oldest of them was made, ms since 1970; null when there is none. */
  readonly behindSince: number | null
}

const MAX_BEHIND = 100_000

export function indexReads({ statements, search }: ReadContext): Implemented<IndexReads> {
  return {
    *index(touched, budgetMs) {
      yield* search().advance(touched, budgetMs)
      const { behind, first } = statements<{ behind: number; first: number | null }>(BEHIND).get(search().through(), MAX_BEHIND) ?? {
        behind: 0,
        first: null,
      }
      return { behind, behindSince: first === null ? null : msOfSeq(first) }
    },
  }
}

const BEHIND = 'SELECT count(*) AS behind, min(id) AS first FROM (SELECT id FROM exchange WHERE id > ? ORDER BY id LIMIT ?)'
