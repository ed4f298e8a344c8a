import type { Filter } from '../../../shared/domain/filter/filter.ts'
import type { ExportFormat } from '../../../shared/domain/transfer/formats.ts'
import type { RedactionPlace } from '../../../shared/domain/transfer/redaction-path.ts'

/** An export as the reader thread is told of it: plain data. */
export interface ExportPlan {
  readonly format: ExportFormat
  /** Which exchanges, oldest first; those still under way are left out. */
  readonly what: { readonly seqs: readonly number[] } | { readonly filter: Filter }
  /** Exchanges from this sequence on have come since it was asked for. */
  readonly below: number
  readonly producer: string
  readonly exportedAt: number
  /** null: everything goes out as it was captured. */
  readonly redaction: RedactionPlan | null
}

export interface RedactionPlan {
  /** Places in JSON bodies that are masked whatever they hold. */
  readonly places: readonly RedactionPlace[]
  /** Masks are made with it; it never leaves the process. */
  readonly maskKey: string
  /** Signs anew what was rightly signed; null: signatures stay. */
  readonly dummySecret: string | null
}
