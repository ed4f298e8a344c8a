import { z } from 'zod'

/** Query of a list: `cursor` is the `nextCursor` of the page before. */
export const page = z.strictObject({ limit: z.coerce.number().int().min(1).max(500).default(50), cursor: z.string().exactOptional() })

/** A page of a list; `nextCursor` is null on the last. */
export function pageOf<T extends z.ZodType>(item: T) {
  return z.object({ items: z.array(item), nextCursor: z.string().nullable() })
}

export const byId = z.object({ id: z.string() })
