import type { Client } from '../../../shared/contract/client.ts'
import type { ConnectionStore } from '../../api/connection.ts'
import type { Activity } from './activity-store.ts'
import { createBulk, type Bulk } from './bulk.ts'
import { createColumns, type ColumnsStore } from './columns-store.ts'
import { createHistogram, type LiveHistogram } from './histogram-store.ts'
import { createOpenDeliveries, type OpenDeliveries } from './open-deliveries.ts'
import { createSavedFilters, type SavedFiltersStore } from './saved-filters-store.ts'
import { createSelection, type SelectionStore } from './selection-store.ts'

/** What the screen shows, each in a store of its own. */
export interface ActivityStores {
  readonly activity: Activity
  readonly histogram: LiveHistogram
  readonly columns: ColumnsStore
  readonly selection: SelectionStore
  readonly bulk: Bulk
  readonly openDeliveries: OpenDeliveries
  readonly savedFilters: SavedFiltersStore
}

interface ActivityStoresOptions {
  readonly client: Client
  readonly connection: ConnectionStore
  readonly storage: Storage
  /** Writes to the clipboard. */
  readonly copy: (text: string) => Promise<void>
}

/** The stores of the screen, round its feed. */
export function createActivityStores(activity: Activity, { client, connection, storage, copy }: ActivityStoresOptions): ActivityStores {
  const openDeliveries = createOpenDeliveries(client)
  activity.listen(({ rows }) => openDeliveries.notice(rows))
  return {
    activity,
    openDeliveries,
    histogram: createHistogram({ client, connection }),
    columns: createColumns(storage),
    selection: createSelection(),
    bulk: createBulk(client, copy),
    savedFilters: createSavedFilters(client),
  }
}
