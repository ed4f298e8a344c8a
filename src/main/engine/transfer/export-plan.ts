import type { Filter } from '../../../shared/domain/filter/filter.ts'
import type { ExportFormat } from '../../../shared/domain/transfer/formats.ts'

/** An export as the reader thread is told of it: plain data. */
export interface ExportPlan {
  readonly format: ExportFormat
  /** Which exchanges, oldest first; those still under way are left out. */
  readonly what: { readonly seqs: readonly number[] } | { readonly filter: Filter }
  /** Exchanges from this sequence on have come since it was asked for. */
  readonly below: number
  readonly producer: string
  readonly exportedAt: number
}
