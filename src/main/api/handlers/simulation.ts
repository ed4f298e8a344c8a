import { procedures } from '../procedures.ts'

const { simulation, rest } = procedures

export const simulationHandlers = {
  start: simulation.start.handler(({ input, context }) => context.engine.simulation.start(input)),
  pause: simulation.pause.handler(({ context }) => context.engine.simulation.pause()),
  resume: simulation.resume.handler(({ context }) => context.engine.simulation.resume()),
  stop: simulation.stop.handler(({ context }) => context.engine.simulation.stop()),
  watch: simulation.watch.handler(async function* ({ context, signal = new AbortController().signal }) {
    yield* context.engine.simulation.watch(signal)
  }),
}

export const simulationRouteHandlers = {
  get: rest.simulation.get.handler(({ context }) => context.engine.simulation.status()),
  start: rest.simulation.start.handler(({ input, context }) => context.engine.simulation.start(input)),
  pause: rest.simulation.pause.handler(({ context }) => context.engine.simulation.pause()),
  resume: rest.simulation.resume.handler(({ context }) => context.engine.simulation.resume()),
  stop: rest.simulation.stop.handler(({ context }) => context.engine.simulation.stop()),
}
