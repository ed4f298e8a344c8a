import { eventIterator } from '@orpc/contract'
import { z } from 'zod'
import { MAX_SPEED } from '../domain/retry-policy.ts'
import { SCENARIO_IDS } from '../domain/scenarios/scenarios.ts'
import { SIMULATION_STATES, type SimulationRequest, type SimulationStatus } from '../domain/simulation.ts'
import { problems } from './problems.ts'
import { speed } from './retry-policy.ts'
import { target } from './sending.ts'

const scenario = z.enum(SCENARIO_IDS)

const simulationRequest = z.object({
  scenario: scenario.default(SCENARIO_IDS[0]),
  targets: z.array(target).min(1).max(100).readonly().exactOptional(),
  seed: z.number().int().min(0).exactOptional(),
  startAt: z.number().int().min(0).exactOptional(),
  speed: speed.exactOptional(),
  rate: z.number().positive().max(MAX_SPEED).exactOptional(),
  tenants: z.array(z.string().trim().min(1).max(200)).min(1).max(100).readonly().exactOptional(),
  isTest: z.boolean().exactOptional(),
  isLooping: z.boolean().exactOptional(),
}) satisfies z.ZodType<SimulationRequest>

const count = z.number().int()

const simulationStatus = z.object({
  state: z.enum(SIMULATION_STATES),
  scenario: scenario.nullable(),
  seed: count.nullable(),
  speed,
  rate: z.number().nullable(),
  tenants: z.array(z.string()).readonly(),
  place: z.string().nullable(),
  isTest: z.boolean(),
  isLooping: z.boolean(),
  round: count,
  changes: z.object({ made: count, of: count }),
  position: z.object({ atMs: z.number(), ofMs: z.number() }),
  events: count,
  deliveries: z.object({ made: count, pending: count, success: count, failed: count, cancelled: count }),
  latest: z.string().nullable(),
  problem: z.string().nullable(),
  startedAt: z.number().nullable(),
  endedAt: z.number().nullable(),
}) satisfies z.ZodType<SimulationStatus>

/** The simulator: scenarios of the CRM, one at a time. */
export const simulation = {
  /** `conflict` while another one runs. */
  start: problems.input(simulationRequest).output(simulationStatus),
  pause: problems.output(simulationStatus),
  resume: problems.output(simulationStatus),
  /** What was made is delivered all the same. */
  stop: problems.output(simulationStatus),
  /** As it is, then whenever it changes, at most five times a second. Never ends by itself. */
  watch: problems.output(eventIterator(simulationStatus)),
}

const tags = { tags: ['simulation'] }

/** The same over REST, which has no live streams. */
export const simulationRoutes = {
  get: problems
    .route({ ...tags, method: 'GET', path: '/simulation', summary: 'Get the latest simulation with its progress' })
    .output(simulationStatus),
  start: problems
    .route({
      ...tags,
      method: 'POST',
      path: '/simulation',
      successStatus: 202,
      summary: 'Start a simulation',
      description:
        'Without `targets` the mock CRM itself changes, and its events go to every active webhook that takes them. One at a time: 409 while another one runs.',
    })
    .input(simulationRequest)
    .output(simulationStatus),
  pause: problems.route({ ...tags, method: 'POST', path: '/simulation/pause', summary: 'Pause the simulation' }).output(simulationStatus),
  resume: problems
    .route({ ...tags, method: 'POST', path: '/simulation/resume', summary: 'Go on with the simulation' })
    .output(simulationStatus),
  stop: problems
    .route({
      ...tags,
      method: 'POST',
      path: '/simulation/stop',
      summary: 'Stop the simulation',
      description: 'What was made is delivered all the same.',
    })
    .output(simulationStatus),
}
