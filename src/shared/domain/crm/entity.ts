import type { JsonObject } from '../event.ts'
import type { Changes } from './changes.ts'
import type { CrmKind } from './kinds.ts'

/** What the mock CRM holds. */
export interface Entity {
  /** `lead_…` */
  readonly id: string
  readonly kind: CrmKind
  readonly tenantId: string
  /** As events carry it, in the guide's words and order; `id` first. */
  readonly data: JsonObject
  /** ms since 1970 */
  readonly createdAt: number
  readonly updatedAt: number
}

/** Some entities of one kind. */
export interface EntityPage {
  /** Newest first. */
  readonly items: readonly Entity[]
  readonly hasMore: boolean
  /** What the contacts, companies and deals are called that the items refer to, by id; those that are gone are left out. */
  readonly names: Readonly<Record<string, string>>
}

/** An event that a change has raised. */
export interface RaisedView {
  /** `evt_…` */
  readonly id: string
  readonly type: string
  /** ms since 1970 */
  readonly at: number
  /** The same for all events of one change. */
  readonly change: number
  /** Values before and after; null where nothing was there before, and for events too large to be shown in passing. */
  readonly changes: Changes | null
  /** None where nobody took it. */
  readonly deliveryIds: readonly string[]
}

/** A change that was made. */
export interface ChangeView {
  /** As it is now; of a deleted one, as it was. */
  readonly entity: Entity
  /** In the order in which they are sent; none when nothing changed. */
  readonly events: readonly RaisedView[]
}
