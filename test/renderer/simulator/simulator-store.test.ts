import { expect, test } from 'vitest'
import { createSimulator } from '../../../src/renderer/features/simulator/simulator-store.ts'
import { NO_SIMULATION, type SimulationRequest, type SimulationStatus } from '../../../src/shared/domain/simulation.ts'
import { connected, fakeClient } from '../support/fakes.ts'
import { CRM_POLICY } from '../../../src/shared/domain/retry-policy.ts'

const RUNNING: SimulationStatus = { ...NO_SIMULATION, state: 'running', scenario: 'busy-day', seed: 7 }

/** A simulator on an engine that keeps what it is asked, and tells these statuses. */
function open(told: readonly SimulationStatus[] = [NO_SIMULATION]) {
  const asked: (SimulationRequest | string)[] = []
  const client = fakeClient({
    simulation: {
      start: async (request: SimulationRequest) => {
        asked.push(request)
        if (request.seed === 666) throw new Error('no')
        return RUNNING
      },
      pause: async () => {
        asked.push('pause')
        return { ...RUNNING, state: 'paused' }
      },
      watch: async function* () {
        yield* told
      },
    },
  })
  const simulator = createSimulator({ client, connection: connected })
  const heard = (count: number): Promise<void> =>
    new Promise((resolve) => {
      let left = count
      simulator.store.subscribe(({ status }, before) => {
        if (status !== before.status && --left === 0) resolve()
      })
    })
  return { simulator, asked, heard }
}

test('What is typed becomes the request; nothing starts before the engine has said that it is free', async () => {
  const { simulator, asked, heard } = open()
  simulator.change({
    scenario: 'busy-day',
    place: 'url',
    url: ' http://127.0.0.1:3000/ ',
    seed: '7',
    speed: 'max',
    rate: '20',
    isTest: true,
  })
  await simulator.command('start')
  const told = heard(1)
  const stop = simulator.follow()
  await told
  await simulator.command('start')
  stop()
  expect({ asked, state: simulator.store.getState().status?.state }).toEqual({
    asked: [
      {
        scenario: 'busy-day',
        speed: 'max',
        targets: [{ kind: 'url', url: 'http://127.0.0.1:3000/', scheme: 'crm', policy: CRM_POLICY, headers: [] }],
        seed: 7,
        rate: 20,
        tenants: ['tenant_1'],
        isTest: true,
      },
    ],
    state: 'running',
  })
})

test('While one runs, or a field is wrong or missing, none starts', async () => {
  const { simulator, heard } = open([NO_SIMULATION, RUNNING])
  const told = heard(2)
  simulator.follow()
  await told
  const whileRunning = simulator.canStart()
  simulator.store.setState({ status: NO_SIMULATION })
  const ready = simulator.canStart()
  const wrong = [{ seed: '7x' }, { seed: '', rate: '0' }, { rate: '', place: 'url' as const }, { url: 'ftp://x' }].map((changes) => {
    simulator.change(changes)
    return simulator.canStart()
  })
  expect({ whileRunning, ready, wrong }).toEqual({ whileRunning: false, ready: true, wrong: [false, false, false, false] })
})

test('A refusal is shown until something else is tried', async () => {
  const { simulator, asked } = open()
  simulator.store.setState({ status: NO_SIMULATION })
  simulator.change({ seed: '666' })
  await simulator.command('start')
  const refused = simulator.store.getState().problem !== null
  await simulator.command('pause')
  const { problem, busy, status } = simulator.store.getState()
  expect({ refused, problem, busy, state: status?.state, last: asked.at(-1) }).toEqual({
    refused: true,
    problem: null,
    busy: null,
    state: 'paused',
    last: 'pause',
  })
})
