import type { Changes } from '../../../shared/domain/crm/changes.ts'
import type { RaisedView } from '../../../shared/domain/crm/entity.ts'
import { shown } from './kind-view.ts'

/** One change of an entity with the events about it. */
export interface RaisedChange {
  readonly change: number
  /** ms since 1970 */
  readonly at: number
  /** In the order in which they were sent. */
  readonly events: readonly RaisedView[]
  readonly changes: Changes | null
}

/** Events, newest first, as the changes that raised them, newest first. */
export function groupChanges(raised: readonly RaisedView[]): RaisedChange[] {
  return [...Map.groupBy(raised, ({ change }) => change)].map(([change, newestFirst]) => {
    const events = newestFirst.toReversed()
    return { change, at: events[0]?.at ?? 0, events, changes: events.find((event) => event.changes !== null)?.changes ?? null }
  })
}

/** A change in a few words: `Created`, `status New to Contacted, and 2 more`. */
export function summaryOf({ events, changes }: RaisedChange): string {
  const type = events[0]?.type ?? ''
  if (type.endsWith('.created')) return 'Created'
  if (type.endsWith('.deleted')) return 'Deleted'
  if (type === 'workflow.executed') return 'Run'
  const [first, ...rest] = Object.entries(changes ?? {})
  if (!first) return type
  const [field, { from, to }] = first
  const words = `${field} ${shown(from) || 'none'} to ${shown(to) || 'none'}`
  return rest.length === 0 ? words : `${words}, and ${rest.length} more`
}
