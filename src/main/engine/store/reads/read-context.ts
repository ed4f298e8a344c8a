import type { SearchIndex } from '../search/search-index.ts'
import type { Sliced } from './slices.ts'
import type { Statements } from './statements.ts'

/** What a read may use. */
export interface ReadContext {
  readonly statements: Statements
  /** Opened by the first read that needs it. Throws when it can neither be opened nor made. */
  readonly search: () => SearchIndex
  /** Monotonic, ms. */
  readonly monotonic: () => number
}

/** How the reader thread offers the reads of an interface: at once, in slices, or later. */
export type Implemented<Reads> = {
  [K in keyof Reads]: Reads[K] extends (...args: infer Args) => infer Result
    ? (...args: Args) => Result | Sliced<Result> | Promise<Result>
    : never
}
