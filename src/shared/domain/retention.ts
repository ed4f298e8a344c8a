/** What is removed by itself, oldest first: whatever is beyond any of these. Pinned exchanges and open deliveries stay. */
export interface Retention {
  /** ms; null: however old. */
  readonly maxAgeMs: number | null
  /** Exchanges; null: however many. */
  readonly maxCount: number | null
  /** Of the database file, what is used of it; null: however large. */
  readonly maxBytes: number | null
}

/** Nothing is removed unless somebody asks for it. */
export const KEEP_EVERYTHING: Retention = { maxAgeMs: null, maxCount: null, maxBytes: null }

/** What holds for a whole workspace. */
export interface Settings {
  readonly retention: Retention
}
