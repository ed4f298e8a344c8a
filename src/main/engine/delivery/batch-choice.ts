import type { Filter } from '../../../shared/domain/filter/filter.ts'
import { HookscopeError } from '../../../shared/domain/errors.ts'
import { parseId } from '../../../shared/domain/ids.ts'
import type { ReplayPace, ReplaySelection } from '../../../shared/domain/replay.ts'
import type { Core } from '../core.ts'
import type { Batches } from '../store/batches.ts'

/** Rows that one read and one write bring. */
const ITEMS_A_CHOICE = 500

/**
 * Writes down the exchanges of a selection, in the order of sending: those that were named, or oldest first as a filter holds
 * them now. Null when the batch was cancelled meanwhile, else how many there are.
 */
export async function chooseItems(
  core: Core,
  rows: Batches,
  seq: number,
  selection: { readonly seqs: readonly number[] } | { readonly filter: Filter },
): Promise<number | null> {
  let total = 0
  const add = (seqs: readonly number[]): Promise<boolean> =>
    core.writer.commit(() => {
      const batch = rows.find(seq)
      if (batch?.state !== 'choosing') return false
      rows.addItems(seq, batch.total, seqs)
      total = batch.total + seqs.length
      rows.save(seq, { ...batch, total })
      return true
    })
  for await (const seqs of 'seqs' in selection ? inSteps(selection.seqs) : matching(core, selection.filter)) {
    if (!(await add(seqs))) return null
  }
  return total
}

/** The ids of a selection in the order of sending: as they were named, or oldest first where they keep their spacing. */
export function idsInOrder(ids: readonly string[], speed: ReplayPace['speed']): readonly string[] {
  return speed === undefined ? ids : ids.toSorted((one, other) => (parseId(one)?.seq ?? 0) - (parseId(other)?.seq ?? 0))
}

/** Sequences of the exchanges that are named. Throws `not_found` for what is no id of one. */
export function namedExchanges(ids: readonly string[]): number[] {
  return ids.map((id) => {
    const parsed = parseId(id)
    if (parsed?.prefix === 'capture' || parsed?.prefix === 'attempt') return parsed.seq
    throw new HookscopeError('not_found', `There is no exchange ${id}.`, 'List them to find those to replay.')
  })
}

/** What chose the exchanges, as people read it; null: they were named. */
export function filterOf(selection: ReplaySelection): string | null {
  return 'filter' in selection ? selection.filter.trim() : null
}

function* inSteps(seqs: readonly number[]): Generator<readonly number[]> {
  for (let at = 0; at < seqs.length; at += ITEMS_A_CHOICE) yield seqs.slice(at, at + ITEMS_A_CHOICE)
}

/** Oldest first; what comes after the start is not of it. */
async function* matching(core: Core, filter: Filter): AsyncGenerator<readonly number[]> {
  const below = (await core.reader.run('newest')) + 1
  for (let above = 0; ;) {
    const seqs = await core.reader.run('matching', { filter, above, below, order: 'oldest', limit: ITEMS_A_CHOICE })
    if (seqs.length > 0) yield seqs
    if (seqs.length < ITEMS_A_CHOICE) return
    above = seqs.at(-1) ?? below
  }
}
