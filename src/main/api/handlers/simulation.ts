import { procedures } from '../procedures.ts'

const { simulation } = procedures

export const simulationHandlers = {
  start: simulation.start.handler(({ input, context }) => context.engine.simulation.start(input)),
  pause: simulation.pause.handler(({ context }) => context.engine.simulation.pause()),
  resume: simulation.resume.handler(({ context }) => context.engine.simulation.resume()),
  stop: simulation.stop.handler(({ context }) => context.engine.simulation.stop()),
  watch: simulation.watch.handler(async function* ({ context, signal = new AbortController().signal }) {
    yield* context.engine.simulation.watch(signal)
  }),
}
