import { expect, onTestFinished, test } from 'vitest'
import { createCrm } from '../../../src/main/engine/crm/crm.ts'
import { createSimulation } from '../../../src/main/engine/simulation/simulation.ts'
import type { SimulationRequest, SimulationStatus } from '../../../src/shared/domain/simulation.ts'
import { isOver } from '../../../src/shared/domain/simulation.ts'
import { caught } from '../../support/caught.ts'
import { seededRandom, testCore } from '../../support/core.ts'
import { createFakeClock } from '../../support/fake-clock.ts'
import { openWorkbench, toUrl } from '../delivery/workbench.ts'

/** A simulation whose events go nowhere: no endpoint takes them. */
function open(now = Date.parse('2026-03-01T12:00:00Z')) {
  const clock = createFakeClock(now)
  const bench = openWorkbench({ core: testCore({ clock, random: seededRandom(String(now)) }), isStopped: true })
  const { core, publishing } = bench
  const simulation = createSimulation(core, { publishing })
  onTestFinished(() => simulation.close())

  async function until(wanted: (status: SimulationStatus) => boolean): Promise<SimulationStatus> {
    while (!wanted(simulation.status())) await new Promise((resolve) => setImmediate(resolve))
    return simulation.status()
  }
  /** What is made is written by then. */
  async function settle(): Promise<SimulationStatus> {
    for (let step = 0; step < 5; step++) await core.writer.commit(() => {})
    return simulation.status()
  }
  return {
    ...bench,
    clock,
    simulation,
    until,
    settle,
    crm: createCrm(core, { publishing }),
    bodies: () => core.db.prepare<[], string>('SELECT CAST(body AS TEXT) FROM event ORDER BY id').pluck().all(),
    play: async (request: Partial<SimulationRequest>) => {
      simulation.start({ scenario: 'customer-story', speed: 'max', ...request })
      return until(isOver)
    },
  }
}

test('The same seed gives the same bytes, on whatever day and at whatever speed', async () => {
  const [fast, later, slow] = [open(), open(Date.parse('2026-08-08T08:08:08.888Z')), open()]
  await fast.play({ seed: 7 })
  await later.play({ seed: 7 })
  slow.simulation.start({ scenario: 'customer-story', seed: 7, speed: 60 })
  while (!isOver(await slow.settle())) slow.clock.advance(500)
  expect(later.bodies()).toEqual(fast.bodies())
  expect(slow.bodies()).toEqual(fast.bodies())
  expect(fast.bodies()).toHaveLength(16)
})

test('Each change comes at its time; a pause stops the clock of the story, and stopping ends it', async () => {
  const { simulation, clock, settle, until } = open()
  simulation.start({ scenario: 'customer-story', seed: 7, speed: 1 })
  const seen: [string, number, number][] = []
  const note = async (when: string): Promise<void> => {
    const { events, position } = await settle()
    seen.push([when, events, position.atMs])
  }
  await until(({ events }) => events > 0)
  await note('begun')
  clock.advance(59_000)
  await note('a second before the conversion')
  simulation.pause()
  clock.advance(3_600_000)
  await note('an hour later, paused')
  simulation.resume()
  clock.advance(1_000)
  await note('resumed')
  simulation.stop()
  clock.advance(600_000)
  await note('stopped')
  expect(seen).toEqual([
    ['begun', 1, 0],
    ['a second before the conversion', 1, 59_000],
    ['an hour later, paused', 1, 59_000],
    ['resumed', 5, 60_000],
    ['stopped', 5, 60_000],
  ])
  expect(simulation.status().state).toBe('stopped')
})

test('Without a target the CRM itself changes; the same seed again begins with the same entities anew', async () => {
  const { crm, play } = open()
  await play({ seed: 7 })
  const before = crm.counts()
  await play({ seed: 7 })
  const [ticket] = crm.list({ kind: 'ticket', limit: 5 }).items
  expect([before, crm.counts(), ticket?.data['status'], crm.history(ticket?.id ?? '', { limit: 50 }).items[0]?.type]).toEqual([
    { lead: 1, contact: 1, company: 0, deal: 1, ticket: 1, activity: 0, workflow: 0 },
    before,
    'Closed',
    'ticket.closed',
  ])
})

test('With a target nothing of the CRM changes, and each event is one delivery', async () => {
  const { crm, simulation, settle, until, deliveries } = open()
  simulation.start({ scenario: 'customer-story', speed: 'max', targets: [toUrl('http://127.0.0.1:9/hooks')], isTest: true })
  await until(({ state }) => state === 'finishing')
  const { deliveries: counts, place } = await settle()
  expect({ leads: crm.counts().lead, counts, place }).toEqual({
    leads: 0,
    counts: { made: 16, pending: 16, success: 0, failed: 0, cancelled: 0 },
    place: '127.0.0.1:9',
  })
  expect(deliveries).toBeDefined()
})

test('A rate holds the events back', async () => {
  const { simulation, clock, settle, until } = open()
  simulation.start({ scenario: 'import-burst', seed: 1, speed: 'max', rate: 10 })
  await until(({ events }) => events > 0)
  for (let tenth = 0; tenth < 30; tenth++) {
    clock.advance(100)
    await settle()
  }
  expect(simulation.status().events).toBe(31)
})

test('A loop goes on with the next seed until it is stopped', async () => {
  const { simulation, until, bodies } = open()
  simulation.start({ scenario: 'customer-story', seed: 7, speed: 'max', isLooping: true })
  const { seed } = await until(({ round }) => round === 3)
  simulation.stop()
  const ids = bodies().map((body) => (JSON.parse(body) as { eventId: string }).eventId)
  expect({ seed, state: simulation.status().state, doubled: ids.length - new Set(ids).size }).toEqual({
    seed: 9,
    state: 'stopped',
    doubled: 0,
  })
})

test('Without a seed the story ends now, and none of its events is of the future', async () => {
  const now = Date.parse('2026-03-01T12:00:00Z')
  const { play, bodies } = open(now)
  await play({})
  const times = bodies().map((body) => (JSON.parse(body) as { timestamp: string }).timestamp)
  expect([times[0], times.at(-1)]).toEqual(['2026-03-01T11:50:00Z', '2026-03-01T12:00:00Z'])
})

test('A second simulation, a future beginning and a bad target are refused', async () => {
  const { simulation } = open()
  const codes = [
    caught(() => simulation.start({ scenario: 'customer-story', startAt: Date.parse('2030-01-01T00:00:00Z') })),
    caught(() => simulation.start({ scenario: 'customer-story', targets: [toUrl('ftp://127.0.0.1/')] })),
    caught(() => simulation.pause()),
  ]
  simulation.start({ scenario: 'customer-story' })
  codes.push(caught(() => simulation.start({ scenario: 'customer-story' })))
  expect(codes.map((error) => (error as { code: string }).code)).toEqual(['bad_input', 'bad_input', 'conflict', 'conflict'])
})

test('Who looks on sees how it begins and how it ends', async () => {
  const { simulation, clock } = open()
  const leave = new AbortController()
  const seen: string[] = []
  for await (const { state, events } of simulation.watch(leave.signal)) {
    seen.push(`${state} ${events}`)
    if (seen.length === 1) simulation.start({ scenario: 'customer-story', speed: 'max' })
    if (state === 'ended') leave.abort()
    setImmediate(() => clock.advance(1_000))
  }
  expect([seen[0], seen.at(-1)]).toEqual(['idle 0', 'ended 16'])
})
