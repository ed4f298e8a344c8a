import { HookscopeError } from '../../../shared/domain/errors.ts'
import { formatId, parseId } from '../../../shared/domain/ids.ts'
import type { Target } from '../../../shared/domain/sending.ts'
import { SECOND_MS } from '../../../shared/domain/units.ts'
import { tellOfAttempts } from '../changes.ts'
import type { Core } from '../core.ts'
import { createPace } from '../simulation/pace.ts'
import type { BatchItem, BatchRow, Batches } from '../store/batches.ts'
import type { PreparedReplay, Replays } from './replay.ts'
import type { Worker } from './worker.ts'

/** One batch that is being sent: until its last item had its turn, it is cancelled, or `stop` is called. */
export interface BatchRun {
  readonly done: Promise<void>
  /** What keeps it from going on although it is running; null: nothing. */
  obstacle(): string | null
  /** Looks again at once: its state was changed. */
  wake(): void
  /** Makes nothing more; the batch stays as it is. */
  stop(): void
}

export interface BatchRunParts {
  readonly rows: Batches
  readonly replays: Replays
  readonly worker: Worker
}

/** While so many of its deliveries wait, no more are made. */
const MAX_PENDING = 500
const ITEMS_A_COMMIT = 32
const LONGEST_NAP_MS = SECOND_MS
/** How soon it looks again whether some of those that wait have gone. */
const CROWDED_NAP_MS = 50
const DISK_RETRY_MS = SECOND_MS

type Step = { readonly kind: 'go on' } | { readonly kind: 'nap'; readonly ms: number } | { readonly kind: 'over' }

const GO_ON: Step = { kind: 'go on' }
const OVER: Step = { kind: 'over' }

/** Sends the items of a batch from where it stands. */
export function runBatch(core: Core, { rows, replays, worker }: BatchRunParts, seq: number): BatchRun {
  let isStopped = false
  let obstacle: string | null = null
  let wake = (): void => {}
  const first = rows.find(seq)
  const pace = createPace(core.clock, { speed: first?.options.speed ?? 'max', rate: first?.options.rate ?? null })
  let firstAt: number | null = null
  let isPaused = false

  async function play(): Promise<void> {
    for (let step = GO_ON; step.kind !== 'over' && !isStopped;) {
      try {
        step = await makeSome()
        obstacle = null
      } catch (error) {
        // A full disk may have room again: what was not committed is made then, nothing twice.
        if (error instanceof HookscopeError) obstacle = error.message
        else {
          obstacle = 'Something unforeseen happened; the log says what. It is tried again.'
          core.log('error', 'Some of a batch of replays could not be made', error)
        }
        step = { kind: 'nap', ms: DISK_RETRY_MS }
      }
      if (step.kind === 'nap' && !isStopped) await nap(Math.min(step.ms, LONGEST_NAP_MS))
    }
  }

  function nap(ms: number): Promise<void> {
    return new Promise((resolve) => {
      const cancel = core.clock.after(ms, resolve)
      wake = () => {
        cancel()
        resolve()
      }
    })
  }

  async function makeSome(): Promise<Step> {
    const batch = rows.find(seq)
    if (batch?.state === 'paused') {
      // It keeps its place in time: what was to wait waits on once it is resumed.
      if (!isPaused) pace.pause()
      isPaused = true
      return { kind: 'nap', ms: LONGEST_NAP_MS }
    }
    if (batch?.state !== 'running') return OVER
    if (isPaused) pace.resume()
    isPaused = false
    const end = endOf(batch.options.target)
    if (end !== null) {
      await core.writer.commit(() => move(end.state, end.problem))
      return GO_ON
    }
    const room = MAX_PENDING - batch.deliveries.pending
    if (room <= 0) return { kind: 'nap', ms: CROWDED_NAP_MS }
    const due: BatchItem[] = []
    let waitMs = 0
    for (const item of rows.items(seq, batch.made, Math.min(ITEMS_A_COMMIT, room))) {
      // One that was removed has no time: it holds nothing up.
      if (item.exchangeId !== null) firstAt ??= item.at
      waitMs = pace.waitFor(Math.max(0, item.at - (firstAt ?? item.at)))
      if (waitMs > 0) break
      pace.spend(1)
      due.push(item)
    }
    if (due.length > 0) {
      await make(batch, due)
      return GO_ON
    }
    if (waitMs > 0) return { kind: 'nap', ms: waitMs }
    await core.writer.commit(() => move('done', batch.problem))
    return OVER
  }

  /** Its endpoint may have been deleted or switched off meanwhile: then its turn is over, or it waits to be told to go on. */
  function endOf(target: Target): { readonly state: 'paused' | 'cancelled'; readonly problem: string } | null {
    if (target.kind === 'url') return null
    const endpoint = worker.targets.endpoint(parseId(target.endpointId)?.seq ?? 0)
    if (endpoint === undefined) return { state: 'cancelled', problem: 'Its endpoint was deleted.' }
    return endpoint.isActive ? null : { state: 'paused', problem: `The endpoint ${endpoint.name} is inactive: switch it on, then resume.` }
  }

  /** Paused or cancelled meanwhile: that stays. Called inside a write. */
  function move(state: BatchRow['state'], problem: string | null): void {
    const batch = rows.find(seq)
    if (batch?.state === 'running') rows.save(seq, { ...batch, state, problem, endedAt: state === 'paused' ? null : core.clock.now() })
  }

  /** The deliveries of some items, and that their turn is over, in one transaction. */
  async function make(batch: BatchRow, items: readonly BatchItem[]): Promise<void> {
    const { target, ...options } = batch.options
    const secret = core.secrets.revealOwn(formatId('replay', batch.id))
    const named = target.kind === 'url' && secret !== null ? { ...target, secret } : target
    const prepared: PreparedReplay[] = []
    const refusals: { readonly number: number; readonly problem: string }[] = []
    for (const { number, exchangeId } of items) {
      try {
        if (exchangeId === null) throw new HookscopeError('not_found', 'The exchange was removed before its turn came.', '')
        prepared.push(replays.prepare(exchangeId, { ...options, target: named }))
      } catch (error) {
        if (!(error instanceof HookscopeError)) throw error
        refusals.push({ number, problem: error.message })
      }
    }
    const bytes = prepared.reduce((sum, { event }) => sum + (event?.body.length ?? 0), 0)
    const made = await core.writer.commit(() => {
      const now = rows.find(seq) ?? batch
      for (const { number, problem } of refusals) rows.refuse(seq, number, problem)
      rows.save(seq, {
        ...now,
        made: batch.made + items.length,
        refused: batch.refused + refusals.length,
        problem: refusals.at(-1)?.problem ?? now.problem,
      })
      return prepared.map((each) => {
        const delivery = { ...each.delivery, batchSeq: seq }
        return { attempt: replays.insert({ ...each, delivery }), delivery }
      })
    }, bytes)
    tellOfAttempts(core.changes, made)
    worker.wake()
  }

  return {
    done: play(),
    obstacle: () => obstacle,
    wake: () => wake(),
    stop: () => {
      isStopped = true
      wake()
    },
  }
}
