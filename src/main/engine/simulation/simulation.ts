import { HookscopeError } from '../../../shared/domain/errors.ts'
import { DEFAULT_TENANT } from '../../../shared/domain/event.ts'
import { parseId } from '../../../shared/domain/ids.ts'
import { scenarioOf } from '../../../shared/domain/scenarios/scenarios.ts'
import { seededFractions } from '../../../shared/domain/seeded.ts'
import { isOver, NO_SIMULATION, type SimulationRequest, type SimulationStatus } from '../../../shared/domain/simulation.ts'
import { DAY_MS, HOUR_MS, SECOND_MS } from '../../../shared/domain/units.ts'
import { loadSamples, type Samples } from '../catalogue/samples.ts'
import { preparedEnvelope } from '../delivery/events.ts'
import type { Made, Publishing } from '../delivery/publishing.ts'
import type { Core } from '../core.ts'
import { createEntityRows } from '../store/entities.ts'
import { createDeliveryTally, type DeliveryTally } from './delivery-tally.ts'
import { createPace, type Pace } from './pace.ts'
import { type Plan, type PlannedChange, planScenario } from './plan.ts'

/**
 * Plays scenarios, one at a time. Lives as long as the engine: a restart does not go on with it, but what it has made is
 * delivered all the same.
 *
 * 1. A change, its events and their deliveries are one commit, as in the mock CRM itself.
 * 2. What is made depends on the request alone where it names a seed; speed, rate and pauses only move the when.
 * 3. Nothing is made while 10,000 of its deliveries wait: a receiver slower than the simulation slows it down.
 */
export interface Simulation {
  status(): SimulationStatus
  /** Throws `conflict` while another one runs, and what a bad target gives. */
  start(request: SimulationRequest): SimulationStatus
  /** Throws `conflict` where there is nothing to pause, resume or stop. What was made is delivered all the same. */
  pause(): SimulationStatus
  resume(): SimulationStatus
  stop(): SimulationStatus
  /** As it is, then whenever it changes, at most five times a second. Ends when `signal` aborts. */
  watch(signal: AbortSignal): AsyncGenerator<SimulationStatus>
  /** Makes nothing more; resolves once nothing of it is being written. */
  close(): Promise<void>
}

const MAX_PENDING = 10_000
/** Said also to those whose simulation ran, or was paused, when Hookscope ended. */
const START_FIRST = 'Start one: a simulation ends with the Hookscope that plays it, also while it is paused.'
/** Changes that share a commit: few enough to let others in between. */
const CHANGES_A_WRITE = 32
const WATCH_PAUSE_MS = 200
/** Time passes for those who look on, also when nothing happens. */
const WATCH_TICK_MS = SECOND_MS
const LONGEST_NAP_MS = 10 * SECOND_MS
const MAX_SEED = 2 ** 31
/** Seeded beginnings: after nine in the morning of one of the days from here, to the ms, so that no two seeds share an id. */
const SEEDED_FROM = Date.parse('2025-01-06T09:00:00Z')
const SEEDED_DAYS = 300

interface Run {
  readonly request: SimulationRequest
  readonly firstSeed: number
  readonly pace: Pace
  readonly tally: DeliveryTally
  readonly done: Promise<void>
}

export function createSimulation(core: Core, { publishing }: { readonly publishing: Publishing }): Simulation {
  const entities = createEntityRows(core.db)
  const watchers = new Set<() => void>()
  let state: SimulationStatus = NO_SIMULATION
  let run: Run | null = null
  let wake = (): void => {}
  /** Of the change that comes next: the position shown never runs ahead of what is made. */
  let nextOffsetMs = 0

  function set(changes: Partial<SimulationStatus>): void {
    state = { ...state, ...changes }
    wake()
    for (const watcher of watchers) watcher()
  }

  function status(): SimulationStatus {
    if (!run) return state
    const atMs = isOver(state) || state.state === 'finishing' ? state.position.atMs : Math.min(run.pace.position(), nextOffsetMs)
    return { ...state, position: { ...state.position, atMs: Math.round(atMs) }, deliveries: run.tally.counts() }
  }

  /** Until something changes, or `ms` have passed. */
  function nap(ms: number): Promise<void> {
    return new Promise((resolve) => {
      const cancel = core.clock.after(Math.min(ms, LONGEST_NAP_MS), resolve)
      wake = () => {
        cancel()
        resolve()
      }
    })
  }

  function start(request: SimulationRequest): SimulationStatus {
    if (!isOver(state))
      throw new HookscopeError('conflict', 'A simulation is running.', 'Stop it first: on the page, or with hookscope simulate --stop.')
    const destinations = request.targets && publishing.destinationsOf({ type: null, tenantId: null }, request.targets, request.speed)
    if (!request.targets && request.startAt !== undefined && request.startAt > core.clock.now()) {
      const fields = [{ path: 'startAt', message: 'lies in the future' }]
      throw new HookscopeError('bad_input', 'The beginning lies in the future.', 'Give a time that has passed, or a target.', { fields })
    }
    const firstSeed = request.seed ?? Math.floor(core.random.fraction() * MAX_SEED)
    const { speed = 1, rate = null } = request
    run?.tally.close()
    state = {
      ...NO_SIMULATION,
      state: 'running',
      scenario: request.scenario,
      seed: firstSeed,
      speed,
      rate,
      tenants: request.tenants ?? [DEFAULT_TENANT],
      place: destinations?.map(({ endpoint, url }) => endpoint?.name ?? URL.parse(url ?? '')?.host ?? '').join(', ') ?? null,
      isTest: request.isTest ?? false,
      isLooping: request.isLooping ?? false,
      startedAt: core.clock.now(),
    }
    const pace = createPace(core.clock, { speed, rate })
    const tally = createDeliveryTally(core, () => set({}))
    const { promise, resolve } = Promise.withResolvers<void>()
    run = { request, firstSeed, pace, tally, done: promise }
    void play(run).then(resolve)
    return status()
  }

  /** Never rejects: what goes wrong is the simulation's end. */
  async function play(now: Run): Promise<void> {
    try {
      const samples = await loadSamples()
      do await playRound(now, samples)
      while (now.request.isLooping && !isOver(state))
      if (isOver(state)) return
      set({ state: 'finishing', position: { ...state.position, atMs: state.position.ofMs } })
      while (now.tally.counts().pending > 0 && !isOver(state)) await nap(LONGEST_NAP_MS)
      if (!isOver(state)) set({ state: 'ended', endedAt: core.clock.now() })
    } catch (error) {
      core.log('error', 'The simulation failed', error)
      const problem = error instanceof HookscopeError ? error.message : 'Something unforeseen happened; the log says what.'
      set({ state: 'failed', problem, endedAt: core.clock.now() })
    }
  }

  async function playRound(now: Run, samples: Samples): Promise<void> {
    const { request, firstSeed, pace } = now
    const seed = firstSeed + state.round
    const [first = DEFAULT_TENANT, ...others] = state.tenants
    const environment = request.isTest ? 'test' : 'production'
    const plan = planScenario({ scenario: scenarioOf(request.scenario), seed, tenants: [first, ...others], environment, samples })
    set({ round: state.round + 1, seed, changes: { made: 0, of: plan.total }, position: { atMs: 0, ofMs: plan.lengthMs } })
    pace.restart()
    let batch: PlannedChange[] = []
    for (const change of plan.changes(startOf(request, seed, plan, core.clock.now()))) {
      nextOffsetMs = change.offsetMs
      while (!isOver(state)) {
        const waitMs =
          state.state === 'paused' || now.tally.counts().pending >= MAX_PENDING ? LONGEST_NAP_MS : pace.waitFor(change.offsetMs)
        if (waitMs === 0 && batch.length < CHANGES_A_WRITE) break
        if (batch.length > 0) await write(now, batch.splice(0))
        else await nap(waitMs)
      }
      if (isOver(state)) return
      batch.push(change)
      pace.spend(change.events.length)
    }
    if (batch.length > 0) await write(now, batch)
  }

  async function write({ request, tally }: Run, batch: readonly PlannedChange[]): Promise<void> {
    const made = await core.writer.commit(() => {
      const at = core.clock.now()
      return batch.flatMap((change) => insert(request, change, at))
    })
    if (!request.targets) core.changes.emit('entities')
    tally.add(made.map(({ delivery }) => delivery.seq))
    publishing.announce(made)
    const events = batch.flatMap((change) => change.events)
    set({
      changes: { ...state.changes, made: state.changes.made + batch.length },
      events: state.events + events.length,
      latest: events.at(-1)?.envelope.eventType ?? state.latest,
    })
  }

  /** Called inside the writer's write. */
  function insert({ targets, speed }: SimulationRequest, change: PlannedChange, at: number): Made[] {
    if (!targets) save(change, at)
    const changeSeq = core.ids()
    return change.events.flatMap(({ entityId, envelope }, index) => {
      const event = preparedEnvelope(index === 0 ? changeSeq : core.ids(), at, { ...envelope })
      const raisedBy = targets ? undefined : { entitySeq: parseId(entityId)?.seq ?? 0, changeSeq: changeSeq.seq }
      return publishing.insert(event, publishing.destinationsOf(event, targets, speed), raisedBy)
    })
  }

  /** A seed that is played again has the same entities: they begin anew. */
  function save({ saved, removed, tenantId }: PlannedChange, at: number): void {
    for (const { kind, id: text, data, isNew } of saved) {
      const id = parseId(text)
      if (!id) continue
      if (isNew) {
        entities.remove(id.seq)
        entities.insert({ id, kind, tenantId, data, createdAt: at, updatedAt: at })
      } else entities.update(id.seq, data, at)
    }
    for (const { id } of removed) entities.remove(parseId(id)?.seq ?? 0)
  }

  function move(from: readonly SimulationStatus['state'][], changes: Partial<SimulationStatus>, what: string): SimulationStatus {
    if (!from.includes(state.state)) throw new HookscopeError('conflict', `There is no simulation to ${what}.`, START_FIRST)
    set(changes)
    return status()
  }

  function stop(): SimulationStatus {
    const position = status().position
    return move(['running', 'paused', 'finishing'], { state: 'stopped', endedAt: core.clock.now(), position }, 'stop')
  }

  async function* watch(signal: AbortSignal): AsyncGenerator<SimulationStatus> {
    let changed = (): void => {}
    const watcher = (): void => changed()
    watchers.add(watcher)
    signal.addEventListener('abort', watcher)
    try {
      while (!signal.aborted) {
        const seen = state
        yield status()
        await rest(WATCH_PAUSE_MS, signal)
        if (state !== seen || signal.aborted) continue
        await new Promise<void>((resolve) => {
          const cancel = state.state === 'running' ? core.clock.after(WATCH_TICK_MS, resolve) : () => {}
          changed = () => {
            cancel()
            resolve()
          }
        })
      }
    } finally {
      watchers.delete(watcher)
      signal.removeEventListener('abort', watcher)
    }
  }

  function rest(ms: number, signal: AbortSignal): Promise<void> {
    return new Promise((resolve) => {
      const end = (): void => {
        cancel()
        signal.removeEventListener('abort', end)
        resolve()
      }
      const cancel = core.clock.after(ms, end)
      signal.addEventListener('abort', end)
    })
  }

  return {
    status,
    start,
    stop,
    watch,
    pause: () => {
      const paused = move(['running'], { state: 'paused' }, 'pause')
      run?.pace.pause()
      return paused
    },
    resume: () => {
      const resumed = move(['paused'], { state: 'running' }, 'resume')
      run?.pace.resume()
      return resumed
    },
    close: async () => {
      if (!isOver(state)) stop()
      await run?.done
      run?.tally.close()
    },
  }
}

/** Without a seed the last event is of now: a consumer meets no events of the future, however fast the scenario passes. */
function startOf({ startAt, seed: asked, speed = 1 }: SimulationRequest, seed: number, { lengthMs }: Plan, now: number): number {
  if (startAt !== undefined) return startAt
  if (asked !== undefined) {
    const fraction = seededFractions(seed)
    return SEEDED_FROM + Math.floor(fraction() * SEEDED_DAYS) * DAY_MS + Math.floor(fraction() * HOUR_MS)
  }
  return Math.round(now - lengthMs * (speed === 'max' ? 1 : Math.max(0, 1 - 1 / speed)))
}
