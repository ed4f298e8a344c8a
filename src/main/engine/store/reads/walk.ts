import { bind, FEW_ROWS, type Condition } from '../filters/condition.ts'
import { forShard } from '../filters/search-sql.ts'
import type { Shard } from '../search/search-index.ts'
import type { ReadContext } from './read-context.ts'
import { HEAVY, inSlices, LIGHT, type SeqRange, type Sliced, type SliceSize } from './slices.ts'

/** What runs in one slice: a condition's SQL with its values, and the slice. False ends the walk. */
export type SliceWork = (where: string, params: readonly (string | number)[], slice: SeqRange) => boolean

/** How long a filter that asks the index waits for it to look at what is new. */
export interface Patience {
  readonly ms: number
}
export const SOON: Patience = { ms: 100 }
/** Until it has looked at everything there was at the start. */
export const AS_LONG_AS_IT_TAKES: Patience = { ms: Number.POSITIVE_INFINITY }
/** The caller has seen to it. */
export const NOT_AT_ALL: Patience = { ms: 0 }

/** Runs a condition over a range in slices; true when all of it was walked. */
export function* walk(
  context: ReadContext,
  condition: Condition,
  range: SeqRange,
  order: 'newest' | 'oldest',
  work: SliceWork,
  patience: Patience = SOON,
): Sliced<boolean> {
  if (condition.isIndexed) return yield* walkShards(context, condition, range, order, work, patience)
  const direct = condition.isDirect ? condition : shortList(context, condition)
  if (direct) return work(direct.sql, bind(direct.params, range), range)
  const run = (slice: SeqRange): boolean => work(condition.sql, bind(condition.params, slice), slice)
  return yield* inSlices(context, range, order, run, sizeOf(condition), condition.listed)
}

/** The same condition over a list, when that is short, and no body has to be read for each row of it: this runs in one go. */
function shortList({ statements }: ReadContext, { few, isHeavy }: Condition): Condition | null {
  if (!few || isHeavy) return null
  const length = statements<{ count: number }>(few.length.sql).get(...few.length.params)?.count ?? 0
  return length <= FEW_ROWS ? few.direct : null
}

function* walkShards(
  context: ReadContext,
  condition: Condition,
  range: SeqRange,
  order: 'newest' | 'oldest',
  work: SliceWork,
  patience: Patience,
): Sliced<boolean> {
  const index = context.search()
  if (patience.ms > 0) yield* index.advance([], patience.ms, newestSeq(context))
  for (const { sql, part } of shardsOf(index.shards(), condition, range, order)) {
    const run = (slice: SeqRange): boolean => index.guarded(() => work(sql, bind(condition.params, slice), slice))
    // A shard is small enough for its words; only what must be looked at row by row is cut further.
    const isWhole =
      condition.needsWords && !condition.isHeavy
        ? run(part)
        : yield* inSlices(context, part, order, run, sizeOf(condition), condition.listed)
    if (!isWhole) return false
    yield
  }
  return true
}

function sizeOf({ isHeavy }: Condition): SliceSize {
  return isHeavy ? HEAVY : LIGHT
}

/** The largest sequence of an exchange; 0 when there is none. */
export function newestSeq({ statements }: ReadContext): number {
  return statements<{ id: number | null }>('SELECT max(id) AS id FROM exchange').get()?.id ?? 0
}

/** A condition's SQL for each shard that a range touches, with the shard's part of it, in order. */
export function shardsOf(
  shards: readonly Shard[],
  condition: Condition,
  { above, below }: SeqRange,
  order: 'newest' | 'oldest',
): { readonly sql: string; readonly part: SeqRange }[] {
  const parts = shards.map(({ number, first }, index) => ({
    sql: forShard(condition.sql, number),
    part: {
      above: index === 0 ? above : Math.max(above, first - 1),
      below: Math.min(below, shards[index + 1]?.first ?? below),
    },
  }))
  const touched = parts.filter(({ part }) => part.below - part.above > 1)
  return order === 'newest' ? touched.toReversed() : touched
}
