/** Remembers the latest few thousand: what is forgotten is written once more, which does no harm. */
export class RecentSet {
  private readonly limit: number
  private readonly seen = new Set<number>()

  constructor(limit: number) {
    this.limit = limit
  }

  /** True when it was not there; it is now. */
  add(value: number): boolean {
    const isNew = !this.seen.delete(value)
    this.seen.add(value)
    const [oldest] = this.seen
    if (this.seen.size > this.limit && oldest !== undefined) this.seen.delete(oldest)
    return isNew
  }
}
