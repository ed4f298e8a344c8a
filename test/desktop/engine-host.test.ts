import type { MessagePortMain } from 'electron'
import { EventEmitter } from 'node:events'
import { expect, test, vi } from 'vitest'
import { createEngineHost, type EngineHost, type EngineProcess } from '../../src/main/desktop/engine-host.ts'
import type { EngineSetup, FromEngine, ToEngine } from '../../src/main/desktop/engine-messages.ts'

const SETUP: EngineSetup = { directory: '/work/one', receiverPort: 0, controlPort: { port: 0, isFixed: true } }
const OTHER: EngineSetup = { ...SETUP, directory: '/work/two' }
const RUNNING: FromEngine = { kind: 'running', pageUrl: 'http://127.0.0.1:1/', receiver: { state: 'listening', url: 'http://127.0.0.1:2' } }
const FAILED: FromEngine = {
  kind: 'failed',
  failure: { code: 'workspace_locked', message: 'It is in use.', remedy: 'Use another.', runningPageUrl: null },
}

/** An engine's process that does only what the test makes it do. */
class FakeProcess extends EventEmitter implements EngineProcess {
  readonly told: ToEngine['kind'][] = []
  readonly kill = vi.fn<() => boolean>(() => this.emit('exit', 1))

  postMessage(message: ToEngine): void {
    this.told.push(message.kind)
  }

  says(message: FromEngine): void {
    this.emit('message', message)
  }
}

interface Scene {
  readonly host: EngineHost
  /** Every process that was started, oldest first. */
  readonly processes: FakeProcess[]
  /** Kinds of the states, in order. */
  readonly states: string[]
  readonly onLost: () => void
  readonly clock: { now: number }
  readonly latest: () => FakeProcess
}

function scene(): Scene {
  const processes: FakeProcess[] = []
  const states: string[] = []
  const onLost = vi.fn<() => void>()
  const clock = { now: 0 }
  const host = createEngineHost({
    fork: () => {
      const started = new FakeProcess()
      processes.push(started)
      return started
    },
    createChannel: () => ({ port1: {} as MessagePortMain, port2: { id: processes.length } as unknown as MessagePortMain }),
    now: () => clock.now,
    onChange: ({ kind }) => states.push(kind),
    onLost,
    onTrouble: () => {},
  })
  const latest = (): FakeProcess => {
    const started = processes.at(-1)
    if (!started) throw new Error('No process was started')
    return started
  }
  return { host, processes, states, onLost, clock, latest }
}

test('A port that is asked for too early is handed over once the engine runs', async () => {
  const { host, latest } = scene()
  const deliver = vi.fn<(port: MessagePortMain) => void>()
  host.connect(deliver)
  await host.open(SETUP)

  const before = deliver.mock.calls.length
  latest().says(RUNNING)

  expect({ before, ports: deliver.mock.calls, told: latest().told }).toEqual({ before: 0, ports: [[{ id: 1 }]], told: ['open', 'connect'] })
})

test('An engine that dies while it runs is started again, and the page is told', async () => {
  const { host, processes, states, onLost, latest } = scene()
  await host.open(SETUP)
  latest().says(RUNNING)

  latest().emit('exit', 137)
  latest().says(RUNNING)

  expect({ started: processes.length, states, lost: vi.mocked(onLost).mock.calls.length }).toEqual({
    started: 2,
    states: ['stopped', 'starting', 'running', 'starting', 'running'],
    lost: 1,
  })
})

test('The fourth death within a minute ends it; deaths far apart never do', async () => {
  const often = scene()
  await often.host.open(SETUP)
  for (let death = 0; death < 4; death++) often.latest().emit('exit', 1)
  const seldom = scene()
  await seldom.host.open(SETUP)
  for (let death = 0; death < 10; death++) {
    seldom.clock.now += 61_000
    seldom.latest().emit('exit', 1)
  }

  expect([often.host.state().kind, often.processes.length, seldom.host.state().kind]).toEqual(['failed', 4, 'starting'])
})

test('An engine that says why it cannot run is not started again', async () => {
  const { host, processes, latest } = scene()
  await host.open(SETUP)

  latest().says(FAILED)
  latest().emit('exit', 1)

  expect({ state: host.state(), started: processes.length }).toEqual({
    state: { kind: 'failed', setup: SETUP, failure: 'failure' in FAILED ? FAILED.failure : null },
    started: 1,
  })
})

test('Another workspace is opened only once the first engine has ended, also when two are asked for at once', async () => {
  const { host, processes } = scene()
  await host.open(SETUP)
  processes[0]?.says(RUNNING)

  const opened = Promise.all([host.open(OTHER), host.open(SETUP)])
  await vi.waitUntil(() => processes[0]?.told.includes('close'))
  const whileDraining = processes.length
  processes[0]?.emit('exit', 0)
  await vi.waitUntil(() => processes[1]?.told.includes('close'))
  processes[1]?.emit('exit', 0)
  await opened

  expect({ whileDraining, told: processes.map(({ told }) => told), kills: processes.map(({ kill }) => kill.mock.calls.length) }).toEqual({
    whileDraining: 1,
    told: [['open', 'close'], ['open', 'close'], ['open']],
    kills: [0, 0, 0],
  })
})

test('An engine that does not end by itself is killed after five seconds', async () => {
  vi.useFakeTimers()
  const { host, latest } = scene()
  await host.open(SETUP)

  const closed = host.close()
  await vi.advanceTimersByTimeAsync(4_999)
  const before = latest().kill.mock.calls.length
  await vi.advanceTimersByTimeAsync(1)
  await closed
  vi.useRealTimers()

  expect([before, latest().kill.mock.calls.length, host.state().kind]).toEqual([0, 1, 'stopped'])
})
