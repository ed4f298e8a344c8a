import { createStore, type StoreApi } from 'zustand/vanilla'
import { isOver, type SimulationStatus } from '../../../shared/domain/simulation.ts'
import type { FollowApi } from '../../api/follow.ts'
import { keepLive } from '../../api/live.ts'
import { toProblem, type Problem } from '../../api/problem.ts'
import { createTurns } from '../../api/turns.ts'
import { FIRST_FORM, requestOf, type SimulationForm } from './simulation-form.ts'

export interface SimulatorState {
  readonly form: SimulationForm
  /** null until it has come. */
  readonly status: SimulationStatus | null
  /** Which command is on its way. */
  readonly busy: Command | null
  /** Why the latest command was refused, or the status cannot be read. */
  readonly problem: Problem | null
}

export type Command = 'start' | 'pause' | 'resume' | 'stop'

export interface Simulator {
  readonly store: StoreApi<SimulatorState>
  change(changes: Partial<SimulationForm>): void
  /** Whether it can start now. */
  canStart(): boolean
  command(command: Command): Promise<void>
  /** Keeps the status fresh until the returned function is called. */
  follow(): () => void
}

/** The simulator as the page knows it; what is typed stays while one is elsewhere. */
export function createSimulator({ client, connection }: FollowApi): Simulator {
  const store = createStore<SimulatorState>()(() => ({ form: FIRST_FORM, status: null, busy: null, problem: null }))
  const inTurn = createTurns()

  function canStart(): boolean {
    const { form, status, busy } = store.getState()
    return requestOf(form) !== null && busy === null && status !== null && isOver(status)
  }

  async function run(command: Command): Promise<SimulationStatus | null> {
    if (command !== 'start') return client.simulation[command]()
    const request = requestOf(store.getState().form)
    return request && client.simulation.start(request)
  }

  return {
    store,
    canStart,
    change: (changes) => store.setState(({ form }) => ({ form: { ...form, ...changes }, problem: null })),
    command: (command) =>
      inTurn(command, async () => {
        if (command === 'start' && !canStart()) return
        store.setState({ busy: command, problem: null })
        try {
          const status = await run(command)
          if (status) store.setState({ status })
        } catch (error) {
          store.setState({ problem: toProblem(error) })
        }
        store.setState({ busy: null })
      }),
    follow: () =>
      keepLive<{ readonly cursor: string; readonly status: SimulationStatus }>({
        open: async (_cursor, signal) => batches(await client.simulation.watch(undefined, { signal })),
        onBatch: ({ status }) => store.setState({ status }),
        onProblem: (problem) => store.setState({ problem }),
        connection,
      }),
  }
}

/** Each status is whole: there is nothing to resume from. */
async function* batches(stream: AsyncIterable<SimulationStatus>): AsyncGenerator<{ cursor: string; status: SimulationStatus }> {
  for await (const status of stream) yield { cursor: '', status }
}
