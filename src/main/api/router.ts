import { createRouterClient } from '@orpc/server'
import type { Client } from '../../shared/contract/client.ts'
import type { Engine } from '../engine/engine-rooms.ts'
import type { ShellServices } from './context.ts'
import { captureRouteHandlers } from './handlers/captures.ts'
import { compositionHandlers, variableHandlers } from './handlers/composing.ts'
import { filterHandlers } from './handlers/filters.ts'
import { crmHandlers, crmRouteHandlers } from './handlers/crm.ts'
import { deliveryRouteHandlers, eventRouteHandlers, inboxRouteHandlers } from './handlers/automation.ts'
import { exchangeHandlers } from './handlers/exchanges.ts'
import { handshakeHandlers, handshakeRouteHandlers } from './handlers/handshakes.ts'
import { endpointHandlers, inboxHandlers } from './handlers/registry.ts'
import { eventHandlers, eventTypeHandlers } from './handlers/event-types.ts'
import { deliveryHandlers, sendingHandlers } from './handlers/sending.ts'
import { replayHandlers, replayRouteHandlers } from './handlers/replays.ts'
import { simulationHandlers, simulationRouteHandlers } from './handlers/simulation.ts'
import { transferHandlers } from './handlers/transfer.ts'
import { webhookHandlers } from './handlers/webhooks.ts'
import { healthHandler, receiverHandlers, settingsHandlers, statusHandler, workspaceHandlers } from './handlers/workspace.ts'
import { procedures } from './procedures.ts'

/** The contract on an engine; once, for every transport. */
export const router = procedures.router({
  status: statusHandler,
  health: healthHandler,
  exchanges: exchangeHandlers,
  deliveries: deliveryHandlers,
  events: eventHandlers,
  sending: sendingHandlers,
  variables: variableHandlers,
  compositions: compositionHandlers,
  endpoints: endpointHandlers,
  inboxes: inboxHandlers,
  workspace: workspaceHandlers,
  settings: settingsHandlers,
  filters: filterHandlers,
  receiver: receiverHandlers,
  simulation: simulationHandlers,
  handshakes: handshakeHandlers,
  replays: replayHandlers,
  transfer: transferHandlers,
  crm: crmHandlers,
  rest: {
    webhooks: webhookHandlers,
    ...crmRouteHandlers,
    simulation: simulationRouteHandlers,
    eventTypes: eventTypeHandlers,
    events: eventRouteHandlers,
    deliveries: deliveryRouteHandlers,
    inboxes: inboxRouteHandlers,
    captures: captureRouteHandlers,
    replays: replayRouteHandlers,
    handshakes: handshakeRouteHandlers,
  },
})

/** The client of a command that is its own engine: the same procedures and errors as over a transport. */
export function createLocalClient(engine: Engine, shell: ShellServices): Client {
  return createRouterClient(router, { context: { engine, shell, congested: () => false, isPage: false } })
}
