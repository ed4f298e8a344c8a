import type { JsonObject } from '../event.ts'
import { SECOND_MS } from '../units.ts'
import { CLOSED, COMPLETED, enters, ESCALATED, isChanged, LOST, WON } from './events.ts'
import type { CrmKind } from './kinds.ts'

/** When and by whom something is changed. */
export interface Moment {
  /** ISO 8601, whole seconds. */
  readonly now: string
  readonly userId: string
}

/**
 * What follows from a change: a ticket that enters *Closed* says when and by whom, and one that leaves it no longer does.
 * null removes a field. What the change itself gave stays as given.
 */
export function consequences(kind: CrmKind, before: JsonObject, after: JsonObject, { now, userId }: Moment): JsonObject {
  switch (kind) {
    case 'deal':
      return {
        ...(enters(before, after, 'stage', WON) && { wonDate: now }),
        ...(enters(after, before, 'stage', WON) && { wonDate: null }),
        ...(enters(before, after, 'stage', LOST) && { lostDate: now }),
        ...(enters(after, before, 'stage', LOST) && { lostDate: null, lostReason: null }),
      }
    case 'ticket':
      return {
        ...(isChanged(before, after, 'assignedTo') && typeof after['assignedTo'] === 'string' && { assignedAt: now, assignedBy: userId }),
        ...(enters(before, after, 'status', ESCALATED) && { escalatedAt: now, escalatedBy: userId }),
        ...(enters(before, after, 'status', CLOSED) && { closedAt: now, closedBy: userId, resolutionTime: secondsSince(after, now) }),
        ...(enters(after, before, 'status', CLOSED) && {
          reopenedAt: now,
          reopenedBy: userId,
          resolution: null,
          closedAt: null,
          closedBy: null,
          resolutionTime: null,
        }),
      }
    case 'activity':
      return {
        ...(enters(before, after, 'status', COMPLETED) && { completedAt: now, completedBy: userId }),
        ...(enters(after, before, 'status', COMPLETED) && { completedAt: null, completedBy: null, outcome: null }),
      }
    case 'lead':
    case 'contact':
    case 'company':
    case 'workflow':
      return {}
  }
}

/** Whole seconds from an entity's creation. */
function secondsSince(entity: JsonObject, now: string): number {
  const created = entity['createdAt']
  return typeof created === 'string' ? Math.max(0, Math.round((Date.parse(now) - Date.parse(created)) / SECOND_MS)) : 0
}
