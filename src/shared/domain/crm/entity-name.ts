import type { JsonObject } from '../event.ts'
import type { CrmKind } from './kinds.ts'

/** What people call an entity: a person's first and last name, the subject of a ticket or an activity. Empty when it has none. */
export function entityName(kind: CrmKind, data: JsonObject): string {
  return FIELDS[kind]
    .map((field) => data[field])
    .filter((part) => typeof part === 'string')
    .join(' ')
}

const PERSON = ['firstName', 'lastName']
const FIELDS: Readonly<Record<CrmKind, readonly string[]>> = {
  lead: PERSON,
  contact: PERSON,
  company: ['name'],
  deal: ['name'],
  ticket: ['subject'],
  activity: ['subject'],
  workflow: ['name'],
}
