import { EVENT_TYPES } from '../../../shared/domain/catalogue/catalogue.ts'
import { matchesEvents } from '../../../shared/domain/event.ts'

/** How many of the known event types these filters take. */
export function countTypes(filters: readonly string[]): number {
  return EVENT_TYPES.filter((type) => matchesEvents(filters, type)).length
}
