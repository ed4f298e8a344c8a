import { EVENT_FAMILIES, type EventFamily } from '../../../shared/domain/catalogue/catalogue.ts'

/** The families with those of their event types whose name or description holds every word; all of them for none. */
export function searchTypes(query: string): readonly EventFamily[] {
  const words = query.toLowerCase().split(/\s+/).filter(Boolean)
  return EVENT_FAMILIES.flatMap((family) => {
    const events = family.events.filter(({ type, description }) =>
      words.every((word) => `${type} ${description}`.toLowerCase().includes(word)),
    )
    return events.length > 0 ? [{ ...family, events }] : []
  })
}

/** `Lead` of the guide's `Lead Events`. */
export function familyTitle({ title }: EventFamily): string {
  return title.replace(/ Events$/, '')
}

/** `deal` of `deal.won`. */
export function familyOf(type: string): string {
  return type.replace(/\..*$/, '')
}
