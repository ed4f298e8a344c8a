import type { CrmAction, CrmKind } from '../../../shared/domain/crm/kinds.ts'
import type { ChangeView, Entity, EntityPage, RaisedView } from '../../../shared/domain/crm/entity.ts'
import type { JsonObject } from '../../../shared/domain/event.ts'
import type { Speed } from '../../../shared/domain/retry-policy.ts'
import type { Target } from '../../../shared/domain/sending.ts'

/** On whose behalf the CRM is changed, and how its events go out. */
export interface By {
  /** Of a new entity (`tenant_1` when absent). Of others: an entity of another tenant is not found. */
  readonly tenantId?: string
  /** `createdBy`, `updatedBy`, … `user_1` when absent. */
  readonly userId?: string
  /** `metadata.environment`; `production` when absent. */
  readonly environment?: string
  /** Absent: to every active endpoint whose events match. */
  readonly targets?: readonly Target[]
  readonly speed?: Speed
}

/**
 * The mock CRM. Every change is committed together with the events it raises and their deliveries; methods resolve after
 * that. Two changes of one entity never cross: each is decided inside the write that makes it. They throw `not_found`,
 * `bad_input` with the fields, and `conflict` for an action on an entity that is there already.
 */
export interface Crm {
  /** Newest first. `text`: only those that hold it in one of their values. */
  list(page: { kind: CrmKind; tenantId?: string; text?: string; before?: string; limit: number }): EntityPage
  /** How many there are of each kind. */
  counts(): Readonly<Record<CrmKind, number>>
  /** The counts at once, and again after changes, a few times a second at most. Ends when `signal` aborts. */
  watch(signal: AbortSignal): AsyncGenerator<Readonly<Record<CrmKind, number>>>
  get(kind: CrmKind, id: string, tenantId?: string): Entity
  create(kind: CrmKind, fields: JsonObject, by?: By): Promise<ChangeView>
  /** null removes a field. A change of nothing raises nothing. */
  update(kind: CrmKind, id: string, fields: JsonObject, by?: By): Promise<ChangeView>
  /** Never refused; what refers to it stays as it was. */
  remove(kind: CrmKind, id: string, by?: By): Promise<ChangeView>
  act(kind: CrmKind, id: string, action: CrmAction, fields: JsonObject, by?: By): Promise<ChangeView>
  /** The events that an entity's changes have raised, newest first; also of one that was deleted. */
  history(id: string, page: { before?: string; limit: number }): { items: RaisedView[]; hasMore: boolean }
}
