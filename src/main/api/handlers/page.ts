import { parseId, type IdPrefix } from '../../../shared/domain/ids.ts'
import { badFields } from '../failures.ts'

/** Refuses a cursor that no page has given. */
export function checkCursor(prefix: IdPrefix, cursor: string | undefined, path = 'cursor'): void {
  if (cursor === undefined || parseId(cursor)?.prefix === prefix) return
  throw badFields([{ path, message: 'is not one that a page before has given' }])
}

/** A cursor as the engine's rooms take it. */
export function before(cursor: string | undefined): { before?: string } {
  return cursor === undefined ? {} : { before: cursor }
}

/** A page as REST tells it; rows are told apart by their id. */
export function toPage<T extends { readonly id: string }>({ items, hasMore }: { readonly items: T[]; readonly hasMore: boolean }) {
  return { items, nextCursor: hasMore ? (items.at(-1)?.id ?? null) : null }
}
