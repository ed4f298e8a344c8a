import type { JsonObject } from '../event.ts'
import { CRM_KINDS, type CrmKind, kindInfo } from './kinds.ts'

/** A field that names another entity. */
export interface Reference {
  readonly path: string
  readonly kind: CrmKind
  readonly id: string
}

/** The references that are new in `after`. Old ones may dangle: deleting is never refused, and they stay as they were. */
export function newReferences(kind: CrmKind, before: JsonObject | null, after: JsonObject): Reference[] {
  return Object.entries(kindInfo(kind).references).flatMap(([path, referred]) => {
    const id = after[path]
    return typeof id === 'string' && id !== before?.[path] ? [{ path, kind: referred, id }] : []
  })
}

/** What a run of a workflow works on, where it names a kind of ours. */
export function runReference({ entityType, entityId }: JsonObject): Reference[] {
  const kind = CRM_KINDS.find((each) => each === entityType)
  return kind !== undefined && typeof entityId === 'string' ? [{ path: 'entityId', kind, id: entityId }] : []
}
