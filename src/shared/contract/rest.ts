import { automationRoutes } from './automation.ts'
import { crmRoutes } from './crm.ts'
import { eventTypes } from './event-types.ts'
import { handshakeRoutes } from './handshakes.ts'
import { replayRoutes } from './replays.ts'
import { simulationRoutes } from './simulation.ts'
import { webhooks } from './webhooks.ts'

/** Everything that is asked over REST, under `/api`, in the order in which it is described. */
export const rest = {
  webhooks,
  ...crmRoutes,
  simulation: simulationRoutes,
  eventTypes,
  ...automationRoutes,
  replays: replayRoutes,
  handshakes: handshakeRoutes,
}
