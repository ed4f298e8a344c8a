import type { EventType } from '../catalogue/catalogue.ts'
import { HookscopeError } from '../errors.ts'
import type { JsonObject } from '../event.ts'
import { type Changes, changesBetween } from './changes.ts'
import { CONVERTED, eventsOf } from './events.ts'
import { fieldProblems, givenFields, merged } from './fields.ts'
import { type CrmKind, idOf, inWireOrder, kindInfo } from './kinds.ts'
import { consequences, type Moment } from './milestones.ts'

/** An event as a change raises it; the envelope comes when it is published. */
export interface RaisedEvent {
  readonly type: EventType
  readonly kind: CrmKind
  /** `data.id` */
  readonly entityId: string
  readonly data: JsonObject
  /** null where nothing was there before. */
  readonly changes: Changes | null
}

/** One entity as it shall be from now on. */
export interface SavedEntity {
  readonly kind: CrmKind
  readonly id: string
  readonly data: JsonObject
}

/** A new entity and the events it raises. Throws `bad_input`. */
export function createEntity(
  kind: CrmKind,
  id: string,
  fields: JsonObject,
  moment: Moment,
): { entity: SavedEntity; events: RaisedEvent[] } {
  const given = merged(kindInfo(kind).defaults, givenFields(fields))
  const made = { ...given, id, createdAt: moment.now, createdBy: moment.userId }
  const data = inWireOrder(kind, merged(consequences(kind, {}, made, moment), made))
  assertFields(kind, data)
  return { entity: { kind, id, data }, events: raised(kind, null, data) }
}

/** An entity after an update, and the events that raises: none when nothing changed. null removes a field. Throws `bad_input`. */
export function updateEntity(
  kind: CrmKind,
  before: JsonObject,
  fields: JsonObject,
  moment: Moment,
): { data: JsonObject; events: RaisedEvent[] } {
  return updated(kind, before, givenFields(fields), moment, false)
}

/** The events of an entity's end. Deleting is never refused. */
export function deleteEntity(kind: CrmKind, before: JsonObject, moment: Moment): RaisedEvent[] {
  return raised(kind, before, null).map((event) => ({
    ...event,
    data: { ...before, deletedAt: moment.now, deletedBy: moment.userId },
    changes: null,
  }))
}

/**
 * A lead that becomes a contact: the contact, the lead after that, and the events in order. `fields` are the lead's; a
 * `companyId` is the contact's too. Throws `conflict` the second time.
 */
export function convertLead(
  before: JsonObject,
  contactId: string,
  fields: JsonObject,
  moment: Moment,
): { contact: SavedEntity; data: JsonObject; events: RaisedEvent[] } {
  if (before['status'] === CONVERTED) throw alreadyThere('lead', before, CONVERTED)
  const given = givenFields(fields)
  const companyId = given['companyId'] ?? before['companyId'] ?? null
  const { firstName = null, lastName = null, email = null, phone = null, ownerId = null } = before
  const contact = createEntity(
    'contact',
    contactId,
    { firstName, lastName, email, phone, companyId, leadId: before['id'] ?? null, ownerId },
    moment,
  )
  const conversion = { status: CONVERTED, contactId, companyId, convertedAt: moment.now, convertedBy: moment.userId }
  const lead = updated('lead', before, { ...given, ...conversion }, moment, true)
  return { contact: contact.entity, data: lead.data, events: [...contact.events, ...lead.events] }
}

/** What is said when an action asks for what is so already. */
export function alreadyThere(kind: CrmKind, before: JsonObject, state: string): HookscopeError {
  return new HookscopeError('conflict', `The ${kind} ${idOf(before)} is already ${state}.`, 'Nothing was changed, and no event raised.')
}

function updated(
  kind: CrmKind,
  before: JsonObject,
  given: JsonObject,
  moment: Moment,
  isConversion: boolean,
): { data: JsonObject; events: RaisedEvent[] } {
  const wanted = merged(before, given)
  if (changesBetween(before, wanted) === null) return { data: before, events: [] }
  const followed = merged(wanted, { ...consequences(kind, before, wanted, moment), ...given })
  const data = inWireOrder(kind, { ...followed, updatedAt: moment.now, updatedBy: moment.userId })
  assertFields(kind, data)
  return { data, events: raised(kind, before, data, isConversion) }
}

function raised(kind: CrmKind, before: JsonObject | null, after: JsonObject | null, isConversion = false): RaisedEvent[] {
  const data = after ?? before ?? {}
  const changes = before && after ? changesBetween(before, after) : null
  return eventsOf({ kind, before, after, isConversion }).map((type) => ({ type, kind, entityId: idOf(data), data, changes }))
}

function assertFields(kind: CrmKind, data: JsonObject): void {
  const fields = fieldProblems(kind, data)
  if (fields.length > 0) throw fieldsRefused(kind, fields)
}

/** An entity that cannot be saved, worded from its fields. */
export function fieldsRefused(kind: CrmKind, fields: readonly { readonly path: string; readonly message: string }[]): HookscopeError {
  const named = fields.map(({ path, message }) => `${path} ${message}`).join('; ')
  return new HookscopeError('bad_input', `The ${kind} cannot be saved: ${named}.`, 'Correct the named fields.', { fields })
}
