import { EVENT_TYPES } from '../../../shared/domain/catalogue/catalogue.ts'
import { matchesEvents } from '../../../shared/domain/event.ts'
import { formatPlural } from '../../components/format.ts'

/** How many of the known event types these filters take. */
export function countTypes(filters: readonly string[]): number {
  return EVENT_TYPES.filter((type) => matchesEvents(filters, type)).length
}

/** Event filters in a few words: `all events`, `ticket.*`, `deal.won, deal.lost`, `9 of 31 types`. */
export function eventsSummary(filters: readonly string[]): string {
  if (filters.includes('*')) return 'all events'
  if (filters.length <= 2) return filters.join(', ')
  return `${countTypes(filters)} of ${formatPlural(EVENT_TYPES.length, 'type')}`
}
