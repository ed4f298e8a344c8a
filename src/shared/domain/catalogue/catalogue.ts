/** The event types of the guide, "Available Events", in its order. */

import { type Envelope, createEnvelope, matchesEvents } from '../event.ts'
import { nearest } from '../nearest.ts'
import { ACTIVITY_EVENTS } from './activity.ts'
import { COMPANY_EVENTS } from './company.ts'
import { CONTACT_EVENTS } from './contact.ts'
import { DEAL_EVENTS } from './deal.ts'
import { LEAD_EVENTS } from './lead.ts'
import type { EventTypeInfo } from './schema.ts'
import { TICKET_EVENTS } from './ticket.ts'
import { WORKFLOW_EVENTS } from './workflow.ts'

/** The event types that share an entity; `lead.*` subscribes to all of `lead`. */
export interface EventFamily {
  /** What stands before the dot. */
  readonly name: string
  /** The guide's heading. */
  readonly title: string
  readonly events: readonly EventTypeInfo[]
}

export const EVENT_FAMILIES: readonly EventFamily[] = [
  { name: 'lead', title: 'Lead Events', events: LEAD_EVENTS },
  { name: 'contact', title: 'Contact Events', events: CONTACT_EVENTS },
  { name: 'company', title: 'Company Events', events: COMPANY_EVENTS },
  { name: 'deal', title: 'Deal Events', events: DEAL_EVENTS },
  { name: 'ticket', title: 'Ticket Events', events: TICKET_EVENTS },
  { name: 'activity', title: 'Activity Events', events: ACTIVITY_EVENTS },
  { name: 'workflow', title: 'Workflow Events', events: WORKFLOW_EVENTS },
]

const EVENTS = [
  ...LEAD_EVENTS,
  ...CONTACT_EVENTS,
  ...COMPANY_EVENTS,
  ...DEAL_EVENTS,
  ...TICKET_EVENTS,
  ...ACTIVITY_EVENTS,
  ...WORKFLOW_EVENTS,
] as const

/** The name of an event type of the guide. */
export type EventType = (typeof EVENTS)[number]['type']

export const EVENT_TYPES: readonly EventType[] = EVENTS.map((event) => event.type)

const MAX_TYPE_LENGTH = 200

const infoByType = new Map<string, EventTypeInfo>(EVENTS.map((event) => [event.type, event]))

/** What the catalogue knows about a type; undefined for one that the guide does not name. */
export function eventTypeInfo(type: string): EventTypeInfo | undefined {
  return infoByType.get(type)
}

/** The event that the guide prints for a type, in the envelope of its "Standard Payload"; undefined where it prints none. */
export function guideSample(type: string): Envelope | undefined {
  const data = eventTypeInfo(type)?.guideExample
  return data && createEnvelope({ eventId: 'evt_123456', eventType: type, timestamp: '2026-01-17T10:30:00Z', tenantId: 'tenant_789', data })
}

/** The known type that `text` was probably meant to be, or null. */
export function nearestEventType(text: string, knownTypes: readonly string[] = EVENT_TYPES): string | null {
  return nearest(text, knownTypes)
}

/**
 * What is wrong with an endpoint's event filter, in one sentence, or null: it must be a known type, `family.*` or `*`.
 * `knownTypes` are the guide's unless the workspace has types of its own.
 */
export function eventFilterProblem(filter: string, knownTypes: readonly string[] = EVENT_TYPES): string | null {
  if (filter === '*' || knownTypes.some((type) => matchesEvents([filter], type))) return null
  const families = knownTypes.map((type) => type.replace(/\..*$/, '.*'))
  const meant = nearest(filter, [...knownTypes, ...families])
  const found = `"${filter}" is no event filter`
  return meant === null
    ? `${found}: use an event type such as lead.created, a family such as lead.*, or * for all events`
    : `${found}; did you mean "${meant}"?`
}

/** Why a text cannot be the type of an event, as it stands after the field's name; null when it can, known or not. */
export function eventTypeProblem(type: string): string | null {
  if (type.trim() === '') return 'is empty'
  if (type.length > MAX_TYPE_LENGTH) return `is longer than ${MAX_TYPE_LENGTH} characters`
  if (type.includes('*')) return 'holds a *, and an event is of one type'
  return /^[^\s\p{C}]+$/u.test(type) ? null : 'holds a space or a control character'
}
