/** Code that comes when it is asked for. */
export interface LateCode<T> {
  /** What has come; null before. */
  readonly get: () => T | null
  /** Fetches it once, however often it is asked for; again after a failure. */
  readonly fetch: () => Promise<T>
}

export function lateCode<T>(load: () => Promise<T>): LateCode<T> {
  let come: T | null = null
  let loading: Promise<T> | null = null
  async function fetchOnce(): Promise<T> {
    try {
      come = await load()
      return come
    } catch (error) {
      // Kept, it would answer whoever asks once the engine is back.
      loading = null
      throw error
    }
  }
  return { get: () => come, fetch: () => (loading ??= fetchOnce()) }
}
