import type { RotatedSecret, Rotation } from '../../shared/domain/rotation.ts'
import type { EngineStatus } from '../../shared/domain/status.ts'
import type { Changes } from './changes.ts'
import type { Compositions } from './compositions.ts'
import type { Crm } from './crm/service.ts'
import type { ReplayBatches } from './delivery/replay-batches.ts'
import type { EventTypes } from './event-types.ts'
import type { Exchanges } from './exchanges-room.ts'
import type { Health } from './health.ts'
import type { InboxLoans } from './inbox-loans.ts'
import type { Inboxes } from './inboxes.ts'
import type { Receiver } from './receiver/receiver.ts'
import type { SavedFilters } from './saved-filters.ts'
import type { Deliveries, Endpoints, EventLog, Handshakes, Sending } from './services.ts'
import type { SettingsRoom } from './settings.ts'
import type { Simulation } from './simulation/simulation.ts'
import type { Exports, Imports } from './transfer/service.ts'
import type { Variables } from './variables.ts'

/**
 * The rooms of an engine, as those outside have them. `engine.ts` is the one place that wires them; each is made by a
 * `create…` function of its own file. All ids here are text as people see them; methods throw `HookscopeError`.
 */

export interface Workspace {
  /** For people. */
  readonly name: string
  secret(): string
  setSecret(secret: string): Promise<void>
  rotateSecret(rotation: Rotation): Promise<RotatedSecret>
}

export interface Engine {
  readonly changes: Changes
  readonly exchanges: Exchanges
  readonly deliveries: Deliveries
  readonly sending: Sending
  readonly handshakes: Handshakes
  readonly crm: Crm
  readonly simulation: Simulation
  readonly replays: ReplayBatches
  readonly eventLog: EventLog
  readonly eventTypes: EventTypes
  readonly variables: Variables
  readonly compositions: Compositions
  readonly endpoints: Endpoints
  readonly inboxes: Inboxes
  readonly inboxLoans: InboxLoans
  readonly workspace: Workspace
  readonly health: Health
  readonly settings: SettingsRoom
  readonly savedFilters: SavedFilters
  readonly receiver: Receiver
  readonly exports: Exports
  readonly imports: Imports
  /** The REST token: the same across restarts. */
  readonly token: string
  /** `controlUrl` is filled in by the shell that has one. */
  status(): Promise<EngineStatus>
  /** Stops the receiver, drains deliveries for up to two seconds, closes the files. */
  close(): Promise<void>
}
