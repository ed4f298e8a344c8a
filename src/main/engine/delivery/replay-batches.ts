import { HookscopeError } from '../../../shared/domain/errors.ts'
import type { Filter } from '../../../shared/domain/filter/filter.ts'
import { formatId, parseId } from '../../../shared/domain/ids.ts'
import type { BatchRequest, BatchState, BatchView } from '../../../shared/domain/replay.ts'
import { SECOND_MS } from '../../../shared/domain/units.ts'
import type { Core } from '../services.ts'
import { createPace } from '../simulation/pace.ts'
import { createBatches, type BatchItem, type BatchRow } from '../store/batches.ts'
import type { PreparedReplay, Replays } from './replay.ts'
import type { Worker } from './worker.ts'

/**
 * Many exchanges sent again.
 *
 * 1. What is sent is fixed when the batch starts: what a filter finds later is not of it.
 * 2. Deliveries are committed together with how far the batch has come: a restart goes on where it stood, and makes nothing twice.
 * 3. They are made as they go, oldest first; while 500 of them wait, no more are made.
 * 4. Cancelling makes no more; what was made goes on.
 */
export interface ReplayBatches {
  /** Resolves once the selection is fixed. Throws `bad_input`, `not_found`, `nothing_to_do`. */
  start(request: BatchRequest): Promise<BatchView>
  get(id: string): BatchView
  /** Newest first. */
  list(): BatchView[]
  /** Throws `conflict` where there is nothing to pause, resume or cancel. */
  pause(id: string): Promise<BatchView>
  resume(id: string): Promise<BatchView>
  cancel(id: string): Promise<BatchView>
  /** As it is, then when it changed, until all was sent. */
  follow(id: string, signal: AbortSignal): AsyncGenerator<BatchView>
  /** Goes on with what an earlier run left. */
  resumeOpen(): void
  /** Makes nothing more; resolves once nothing is being written. */
  close(): Promise<void>
}

const MAX_PENDING = 500
const ITEMS_A_COMMIT = 32
const ITEMS_A_CHOICE = 500
const LONGEST_NAP_MS = SECOND_MS
const LISTED = 50
const FOLLOW_PAUSE_MS = 200
const OPEN_STATES: ReadonlySet<BatchRow['state']> = new Set(['running', 'paused', 'choosing'])

export function createReplayBatches(
  core: Core,
  parts: {
    readonly replays: Replays
    readonly worker: Worker
    readonly filterOf: (text: string) => Filter
    readonly placeOf: (request: BatchRequest) => string
  },
): ReplayBatches {
  const { replays, worker, filterOf, placeOf } = parts
  const rows = createBatches(core.db)
  const loops = new Map<number, { readonly done: Promise<void>; wake: () => void }>()
  let isClosing = false

  function viewOf({ id, state, options, place, total, made, refused, problem, createdAt }: BatchRow): BatchView {
    const counts = rows.deliveries(id.seq)
    const shown: BatchState = state === 'choosing' ? 'running' : state
    return {
      id: formatId('replay', id),
      state: shown,
      mode: options.mode,
      place,
      total,
      made,
      refused,
      problem,
      deliveries: counts,
      createdAt,
    }
  }

  function row(id: string): BatchRow {
    const parsed = parseId(id)
    const found = parsed?.prefix === 'replay' ? rows.find(parsed.seq) : null
    if (!found || found.id.tail !== parsed?.tail)
      throw new HookscopeError('not_found', `There is no replay ${id}.`, 'List them to find the one that is meant.')
    return found
  }

  /** Writes the exchanges of a selection, newest last; how many there are. */
  async function choose(seq: number, { selection }: BatchRequest): Promise<number> {
    if ('ids' in selection) {
      const seqs = selection.ids.map((id) => {
        const parsed = parseId(id)
        if (parsed) return parsed.seq
        throw new HookscopeError('not_found', `There is no exchange ${id}.`, 'List them to find those to replay.')
      })
      for (let at = 0; at < seqs.length; at += ITEMS_A_CHOICE) {
        const slice = seqs.slice(at, at + ITEMS_A_CHOICE)
        await core.writer.commit(() => rows.addItems(seq, at, slice))
      }
      return seqs.length
    }
    const filter = filterOf(selection.filter)
    const found: number[] = []
    for (let before = (await core.reader.run('newest')) + 1; ;) {
      const slice = await core.reader.run('matching', { filter, before, limit: ITEMS_A_CHOICE })
      for (const each of slice) found.push(each)
      if (slice.length < ITEMS_A_CHOICE) break
      before = slice.at(-1) ?? 0
    }
    found.reverse()
    for (let at = 0; at < found.length; at += ITEMS_A_CHOICE) {
      const slice = found.slice(at, at + ITEMS_A_CHOICE)
      await core.writer.commit(() => rows.addItems(seq, at, slice))
    }
    return found.length
  }

  function run(seq: number): void {
    const loop = { done: Promise.resolve(), wake: () => {} }
    loops.set(seq, loop)
    const done = play(seq, loop)
      .catch((error: unknown) => core.log('error', 'A batch of replays stopped; the next start goes on with it', error))
      .finally(() => loops.delete(seq))
    loops.set(seq, Object.assign(loop, { done }))
  }

  async function play(seq: number, loop: { wake: () => void }): Promise<void> {
    const nap = (ms: number): Promise<void> =>
      new Promise((resolve) => {
        const cancel = core.clock.after(Math.min(ms, LONGEST_NAP_MS), resolve)
        loop.wake = () => {
          cancel()
          resolve()
        }
      })
    const first = rows.find(seq)
    if (!first) return
    const { rate = null, speed = 'max' } = first.options
    const pace = createPace(core.clock, { speed, rate })
    let firstAt: number | null = null
    while (!isClosing) {
      const now = rows.find(seq)
      if (!now || !OPEN_STATES.has(now.state)) return
      if (now.state === 'paused') {
        pace.pause()
        await nap(LONGEST_NAP_MS)
        pace.resume()
        continue
      }
      const due: BatchItem[] = []
      let waitMs = 0
      const room = MAX_PENDING - rows.deliveries(seq).pending
      for (const item of rows.items(seq, now.made, Math.max(0, Math.min(ITEMS_A_COMMIT, room)))) {
        firstAt ??= item.at
        waitMs = pace.waitFor(Math.max(0, item.at - firstAt))
        if (waitMs > 0) break
        pace.spend(1)
        due.push(item)
      }
      if (due.length > 0) await make(now, due)
      else if (room <= 0 || waitMs > 0) await nap(room <= 0 ? LONGEST_NAP_MS : waitMs)
      else return core.writer.commit(() => rows.save(seq, { ...now, state: 'done' }))
    }
  }

  /** The deliveries of some items, and that their turn is over, in one transaction. */
  async function make(batch: BatchRow, items: readonly BatchItem[]): Promise<void> {
    const secret = core.secrets.revealOwn(formatId('replay', batch.id))
    const { target, ...options } = batch.options
    const named = target.kind === 'url' && secret !== null ? { ...target, secret } : target
    const prepared: PreparedReplay[] = []
    let { refused, problem } = batch
    for (const { exchangeId } of items) {
      try {
        if (exchangeId === null) throw new HookscopeError('not_found', 'The exchange was removed before its turn came.', '')
        prepared.push(replays.prepare(exchangeId, { ...options, target: named }))
      } catch (error) {
        if (!(error instanceof HookscopeError)) throw error
        refused++
        problem = error.message
      }
    }
    const bytes = prepared.reduce((sum, { event }) => sum + (event?.body.length ?? 0), 0)
    const attempts = await core.writer.commit(() => {
      // Paused or cancelled meanwhile: that stays.
      const { state } = rows.find(batch.id.seq) ?? batch
      rows.save(batch.id.seq, { state, total: batch.total, made: batch.made + items.length, refused, problem })
      return prepared.map((each) => replays.insert({ ...each, delivery: { ...each.delivery, batchSeq: batch.id.seq } }))
    }, bytes)
    core.changes.emit(
      'exchanges',
      attempts.map((each) => each.seq),
    )
    core.changes.emit(
      'deliveries',
      prepared.map(({ delivery }) => delivery.id.seq),
    )
    worker.wake()
  }

  async function change(id: string, from: readonly BatchState[], state: BatchState, verb: string): Promise<BatchView> {
    const {
      id: { seq },
    } = row(id)
    await core.writer.commit(() => {
      const now = row(id)
      if (!from.some((each) => each === now.state))
        throw new HookscopeError('conflict', `The replay is ${now.state}, so it cannot be ${verb}.`, 'Start another one.')
      rows.save(seq, { ...now, state })
    })
    const loop = loops.get(seq)
    if (loop) loop.wake()
    else if (state === 'running') run(seq)
    return viewOf(row(id))
  }

  return {
    start: async ({ selection, ...request }) => {
      const { target } = request
      const secret = target.kind === 'url' ? target.secret : undefined
      const stored = target.kind === 'url' ? withoutSecret(target) : target
      const batch: BatchRow = {
        id: core.ids(),
        state: 'choosing',
        options: { ...request, target: stored },
        place: placeOf({ ...request, selection }),
        total: 0,
        made: 0,
        refused: 0,
        problem: null,
        createdAt: core.clock.now(),
      }
      await core.writer.commit(() => {
        rows.insert(batch)
        if (secret !== undefined) core.secrets.put(formatId('replay', batch.id), secret)
      })
      const total = await choose(batch.id.seq, { ...request, selection })
      if (total === 0) {
        await core.writer.commit(() => rows.dropUnfinished())
        throw new HookscopeError('nothing_to_do', 'No exchange matches.', 'Choose others.')
      }
      await core.writer.commit(() => rows.save(batch.id.seq, { ...batch, state: 'running', total }))
      run(batch.id.seq)
      return viewOf({ ...batch, state: 'running', total })
    },
    get: (id) => viewOf(row(id)),
    list: () => rows.list(LISTED).map(viewOf),
    pause: (id) => change(id, ['running'], 'paused', 'paused'),
    resume: (id) => change(id, ['paused'], 'running', 'resumed'),
    cancel: (id) => change(id, ['running', 'paused'], 'cancelled', 'cancelled'),
    follow: async function* (id, signal) {
      let told = ''
      while (!signal.aborted) {
        const view = viewOf(row(id))
        const text = JSON.stringify(view)
        if (text !== told) yield view
        told = text
        if ((view.state === 'done' || view.state === 'cancelled') && view.deliveries.pending === 0) return
        await new Promise<void>((resolve) => core.clock.after(FOLLOW_PAUSE_MS, resolve))
      }
    },
    resumeOpen: () => {
      core.writer
        .commit(() => rows.dropUnfinished())
        .catch((error: unknown) => core.log('warn', 'Replays whose choice was cut off could not be forgotten', error))
      for (const batch of rows.open()) run(batch.id.seq)
    },
    close: async () => {
      isClosing = true
      const running = [...loops.values()]
      for (const loop of running) loop.wake()
      await Promise.all(running.map(({ done }) => done))
    },
  }
}

function withoutSecret<T extends { readonly secret?: string }>({ secret: _secret, ...rest }: T): Omit<T, 'secret'> {
  return rest
}
