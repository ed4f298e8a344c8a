/** A filter that people come back to; kept in the workspace. */
export interface SavedFilter {
  /** `filter_…` */
  readonly id: string
  /** For people; no two alike without case. */
  readonly name: string
  readonly filter: string
}

export const MAX_FILTER_NAME_CHARS = 80
export const MAX_FILTER_CHARS = 4_000
