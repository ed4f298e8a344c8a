import { EVENT_FAMILIES } from '../../../shared/domain/catalogue/catalogue.ts'
import type { EventTypeEntry } from '../../../shared/domain/catalogue/event-types.ts'

/** Event types that stand together in the list. */
export interface TypeFamily {
  readonly name: string
  readonly title: string
  readonly events: readonly { readonly type: string; readonly description: string }[]
}

/** Cannot be the beginning of an event type. */
const OWN = 'yours/'

/** The guide's families, then the workspace's own event types. */
export function typeFamilies(entries: readonly EventTypeEntry[]): readonly TypeFamily[] {
  const guide = EVENT_FAMILIES.map(({ name, title, events }) => ({ name, title: title.replace(/ Events$/, ''), events }))
  const own = entries.filter(({ isCustom }) => isCustom)
  return own.length === 0 ? guide : [...guide, { name: OWN, title: 'Yours', events: own }]
}

/** The families with those of their event types whose name or description holds every word; all of them for none. */
export function searchTypes(families: readonly TypeFamily[], query: string): readonly TypeFamily[] {
  return families.flatMap((family) => {
    const events = family.events.filter(({ type, description }) => holdsWords(`${type} ${description}`, query))
    return events.length > 0 ? [{ ...family, events }] : []
  })
}

/** Whether a text holds every word, without case. */
export function holdsWords(text: string, query: string): boolean {
  const words = query.toLowerCase().split(/\s+/).filter(Boolean)
  return words.every((word) => text.toLowerCase().includes(word))
}

/** Name of the family a type stands in; empty for one that is not listed. */
export function familyOf(families: readonly TypeFamily[], type: string): string {
  return families.find(({ events }) => events.some((event) => event.type === type))?.name ?? ''
}
