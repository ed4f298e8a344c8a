import { HookscopeError } from '../../../shared/domain/errors.ts'
import type { Filter } from '../../../shared/domain/filter/filter.ts'
import type { BatchRequest, ReplayPreview, ReplayPreviewItem } from '../../../shared/domain/replay.ts'
import type { Core } from '../core.ts'
import { idsInOrder } from './batch-choice.ts'
import type { Replays } from './replay.ts'

/** As long as somebody waits for the beginning of a long list without missing it. */
const PATIENCE_MS = 1_000

/** What a batch would send where, in its order: the first `limit`. Nothing is written. */
export async function previewReplays(
  core: Core,
  parts: { readonly replays: Replays; readonly filterOf: (text: string) => Filter },
  { selection, rate: _rate, speed, ...options }: BatchRequest,
  limit: number,
): Promise<ReplayPreview> {
  const itemOf = (id: string): ReplayPreviewItem => {
    try {
      const { delivery, url, bodyBytes, changes } = parts.replays.prepare(id, options)
      return { kind: 'sent', id, type: delivery.type, method: delivery.method, url, bodyBytes, changes }
    } catch (error) {
      // What is wrong with the target or the edit is wrong with all of them.
      if (!(error instanceof HookscopeError) || (error.code !== 'not_found' && error.code !== 'conflict')) throw error
      return { kind: 'refused', id, problem: error.message }
    }
  }
  if ('ids' in selection) {
    const ids = idsInOrder(selection.ids, speed)
    return { total: { value: ids.length, exact: true }, items: ids.slice(0, limit).map(itemOf) }
  }
  const filter = parts.filterOf(selection.filter)
  const [total, { items }] = await Promise.all([
    core.reader.run('count', filter),
    core.reader.run('list', { filter, before: null, after: 0, limit, withinMs: PATIENCE_MS }),
  ])
  return { total, items: items.toReversed().map(({ id }) => itemOf(id)) }
}
