import type { EventType } from '../catalogue/catalogue.ts'
import type { JsonObject } from '../event.ts'
import { changesBetween } from './changes.ts'
import type { CrmKind } from './kinds.ts'

/** What happened to one entity: its data before (null: it is new) and after (null: it was deleted). */
export interface Transition {
  readonly kind: CrmKind
  readonly before: JsonObject | null
  readonly after: JsonObject | null
  /** A lead that becomes a contact says so; other actions are the updates that they stand for. */
  readonly isConversion?: boolean
}

export const WON = 'Closed Won'
export const LOST = 'Closed Lost'
export const CLOSED = 'Closed'
export const ESCALATED = 'Escalated'
export const CONVERTED = 'Converted'
export const COMPLETED = 'Completed'

/**
 * The events a change raises, in the order in which they are sent. A change of nothing raises none, and workflows have
 * none but those of their runs.
 */
export function eventsOf({ kind, before, after, isConversion = false }: Transition): EventType[] {
  if (kind === 'workflow') return []
  if (before === null) return [`${kind}.created`]
  if (after === null) return [`${kind}.deleted`]
  if (changesBetween(before, after) === null) return []
  const updated: EventType = `${kind}.updated`
  return [updated, ...particularEvents(kind, before, after), ...(isConversion ? (['lead.converted'] as const) : [])]
}

function particularEvents(kind: Exclude<CrmKind, 'workflow'>, before: JsonObject, after: JsonObject): EventType[] {
  const events: [EventType, boolean][] = []
  switch (kind) {
    case 'lead':
      events.push(['lead.status_changed', isChanged(before, after, 'status')])
      break
    case 'deal':
      events.push(['deal.stage_changed', isChanged(before, after, 'stage')])
      events.push(['deal.won', enters(before, after, 'stage', WON)])
      events.push(['deal.lost', enters(before, after, 'stage', LOST)])
      break
    case 'ticket':
      events.push(['ticket.assigned', isChanged(before, after, 'assignedTo') && typeof after['assignedTo'] === 'string'])
      events.push(['ticket.escalated', enters(before, after, 'status', ESCALATED)])
      events.push(['ticket.closed', enters(before, after, 'status', CLOSED)])
      events.push(['ticket.reopened', enters(after, before, 'status', CLOSED)])
      break
    case 'activity':
      events.push(['activity.completed', enters(before, after, 'status', COMPLETED)])
      break
    case 'contact':
    case 'company':
  }
  return events.filter(([, isRaised]) => isRaised).map(([type]) => type)
}

/** Whether a field of text has another value, or was set or removed. */
export function isChanged(before: JsonObject, after: JsonObject, field: string): boolean {
  return (before[field] ?? null) !== (after[field] ?? null)
}

/** Whether a field has this value now and had another. With the states swapped: whether it leaves it. */
export function enters(before: JsonObject, after: JsonObject, field: string, value: string): boolean {
  return after[field] === value && before[field] !== value
}
