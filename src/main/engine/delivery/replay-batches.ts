import { HookscopeError } from '../../../shared/domain/errors.ts'
import type { Filter } from '../../../shared/domain/filter/filter.ts'
import { formatId, parseId } from '../../../shared/domain/ids.ts'
import {
  isBatchOver,
  WATCHED_BATCHES,
  type BatchFailure,
  type BatchFailureKind,
  type BatchRequest,
  type BatchState,
  type BatchView,
  type ReplayPreview,
} from '../../../shared/domain/replay.ts'
import type { Core } from '../core.ts'
import { createBatches, type BatchRow } from '../store/batches.ts'
import { chooseItems, filterOf, idsInOrder, namedExchanges } from './batch-choice.ts'
import { runBatch, type BatchRun } from './batch-run.ts'
import { previewReplays } from './replay-preview.ts'
import type { Replays } from './replay.ts'
import type { Worker } from './worker.ts'

/**
 * Many exchanges sent again.
 *
 * 1. What is sent is fixed when the batch starts: what a filter finds later is not of it.
 * 2. Deliveries are committed together with how far the batch has come: a restart goes on where it stood, and makes nothing twice.
 * 3. They are made as they go, in the order of the items; while 500 of them wait, no more are made.
 * 4. Cancelling makes no more; what was made goes on. So does the deletion of its endpoint; one that is inactive pauses it.
 * 5. A batch whose items were not all written down when the engine ended is cancelled: nothing of it was sent.
 */
export interface ReplayBatches {
  /** Resolves once the selection is fixed, or after a moment while it is still being chosen. Throws `bad_input`, `not_found`, `nothing_to_do`. */
  start(request: BatchRequest): Promise<BatchView>
  /** What would go where: the first `limit` in the order of sending. */
  preview(request: BatchRequest, limit: number): Promise<ReplayPreview>
  get(id: string): BatchView
  /** Newest first. */
  list(page: { before?: string; limit: number }): { items: BatchView[]; hasMore: boolean }
  /** What was not delivered, newest first; `nextCursor` is null on the last page. */
  failures(
    id: string,
    page: { kind: BatchFailureKind; cursor?: string; limit: number },
  ): { items: BatchFailure[]; nextCursor: string | null }
  /** Throws `conflict` where there is nothing to pause, resume or cancel. */
  pause(id: string): Promise<BatchView>
  resume(id: string): Promise<BatchView>
  cancel(id: string): Promise<BatchView>
  /** As it is, then when it changed, until all was sent. */
  follow(id: string, signal: AbortSignal): AsyncGenerator<BatchView>
  /** The newest ones and all of which something is to come; then those that changed. */
  watch(signal: AbortSignal): AsyncGenerator<BatchView[]>
  /** Goes on with what an earlier run left. */
  resumeOpen(): void
  /** Makes nothing more; resolves once nothing is being written. */
  close(): Promise<void>
}

const FOLLOW_PAUSE_MS = 200
/** A choice that takes longer is waited for by those who look at the batch. */
const CHOICE_PATIENCE_MS = 300
const CUT_OFF = 'Hookscope ended before all of its exchanges were chosen; nothing was sent.'

/** What can be done with one that stands so. */
const WHAT_NOW: Readonly<Record<BatchState, string>> = {
  choosing: 'Wait until it is running, or cancel it.',
  running: 'It goes on; pause or cancel it.',
  paused: 'Resume or cancel it.',
  done: 'Start another one.',
  cancelled: 'Start another one.',
}

export function createReplayBatches(
  core: Core,
  parts: {
    readonly replays: Replays
    readonly worker: Worker
    readonly filterOf: (text: string) => Filter
    readonly placeOf: (request: BatchRequest) => string
  },
): ReplayBatches {
  const rows = createBatches(core.db)
  const runs = new Map<number, BatchRun>()
  let choosing: Promise<unknown> = Promise.resolve()
  let isClosing = false

  function viewOf({ id, options, problem, ...row }: BatchRow): BatchView {
    return {
      ...row,
      id: formatId('replay', id),
      mode: options.mode,
      ...(options.rate !== undefined && { rate: options.rate }),
      ...(options.speed !== undefined && { speed: options.speed }),
      problem: runs.get(id.seq)?.obstacle() ?? problem,
    }
  }

  function row(id: string): BatchRow {
    const parsed = parseId(id)
    const found = parsed?.prefix === 'replay' ? rows.find(parsed.seq) : null
    if (!found || found.id.tail !== parsed?.tail)
      throw new HookscopeError('not_found', `There is no replay ${id}.`, 'List them to find the one that is meant.')
    return found
  }

  function run(seq: number): void {
    if (isClosing) return
    const started = runBatch(core, { ...parts, rows }, seq)
    runs.set(seq, started)
    void started.done.finally(() => {
      runs.delete(seq)
      core.changes.emit('replays')
    })
  }

  async function change(id: string, from: readonly BatchState[], state: BatchState, verb: string): Promise<BatchView> {
    const { seq } = row(id).id
    await core.writer.commit(() => {
      const now = row(id)
      if (!from.includes(now.state))
        throw new HookscopeError('conflict', `The replay is ${now.state}, so it cannot be ${verb}.`, WHAT_NOW[now.state])
      rows.save(seq, {
        ...now,
        state,
        // What it was paused for is told no more once somebody goes on with it.
        problem: state === 'running' ? null : now.problem,
        endedAt: state === 'cancelled' ? core.clock.now() : null,
      })
    })
    const running = runs.get(seq)
    if (running) running.wake()
    else if (state === 'running') run(seq)
    core.changes.emit('replays')
    return viewOf(row(id))
  }

  /** Writes down what is to be sent, then sends it; how many there are, null when it was cancelled meanwhile. */
  async function choose(seq: number, selection: Parameters<typeof chooseItems>[3]): Promise<number | null> {
    try {
      const total = await chooseItems(core, rows, seq, selection)
      if (total === null) return null
      await core.writer.commit(() => {
        const batch = rows.find(seq)
        if (batch?.state !== 'choosing') return
        rows.save(seq, { ...batch, state: total === 0 ? 'done' : 'running', endedAt: total === 0 ? core.clock.now() : null })
      })
      if (rows.find(seq)?.state === 'running') run(seq)
      return total
    } catch (error) {
      const problem = error instanceof HookscopeError ? error.message : 'Its exchanges could not be chosen; the log says why.'
      if (!isClosing) await core.writer.commit(() => cancelChoice(seq, problem))
      throw error
    } finally {
      core.changes.emit('replays')
    }
  }

  function cancelChoice(seq: number, problem: string): void {
    const batch = rows.find(seq)
    if (batch?.state === 'choosing') rows.save(seq, { ...batch, state: 'cancelled', problem, endedAt: core.clock.now() })
  }

  async function start({ selection, ...request }: BatchRequest): Promise<BatchView> {
    const { target } = request
    const chosen =
      'ids' in selection ? { seqs: namedExchanges(idsInOrder(selection.ids, request.speed)) } : { filter: parts.filterOf(selection.filter) }
    const secret = target.kind === 'url' ? target.secret : undefined
    const id = core.ids()
    const batch: Omit<BatchRow, 'deliveries'> = {
      id,
      state: 'choosing',
      options: { ...request, target: target.kind === 'url' ? withoutSecret(target) : target },
      place: parts.placeOf({ ...request, selection }),
      filter: filterOf(selection),
      total: 0,
      made: 0,
      refused: 0,
      problem: null,
      createdAt: core.clock.now(),
      endedAt: null,
    }
    await core.writer.commit(() => {
      rows.insert(batch)
      if (secret !== undefined) core.secrets.put(formatId('replay', id), secret)
    })
    const choice = choose(id.seq, chosen)
    choosing = Promise.allSettled([choosing, choice])
    choice.catch((error: unknown) => core.log('warn', 'The exchanges of a replay could not be chosen', error))
    const total = await Promise.race([choice, patience()])
    if (total === 0) throw new HookscopeError('nothing_to_do', 'No exchange matches.', 'Choose others.')
    return viewOf(rows.find(id.seq) ?? { ...batch, deliveries: { pending: 0, success: 0, failed: 0, cancelled: 0 } })
  }

  function patience(): Promise<null> {
    return new Promise((resolve) => core.clock.after(CHOICE_PATIENCE_MS, () => resolve(null)))
  }

  /** Until `replays` is told, or `ms` have passed. */
  function changed(ms: number, signal: AbortSignal): Promise<void> {
    return new Promise((resolve) => {
      const end = (): void => {
        cancel()
        core.changes.off('replays', end)
        signal.removeEventListener('abort', end)
        resolve()
      }
      const cancel = Number.isFinite(ms) ? core.clock.after(ms, end) : () => {}
      core.changes.on('replays', end)
      signal.addEventListener('abort', end)
    })
  }

  return {
    start,
    preview: (request, limit) => previewReplays(core, parts, request, limit),
    get: (id) => viewOf(row(id)),
    list: ({ before, limit }) => {
      const below = before === undefined ? Number.MAX_SAFE_INTEGER : row(before).id.seq
      const found = rows.list(below, limit + 1)
      return { items: found.slice(0, limit).map(viewOf), hasMore: found.length > limit }
    },
    failures: (id, { kind, cursor, limit }) => {
      const { seq } = row(id).id
      const below = cursor === undefined ? Number.MAX_SAFE_INTEGER : Number(cursor)
      const found = rows[kind](seq, below, limit + 1)
      const items = found.slice(0, limit)
      return {
        items: items.map(({ place: _, ...failure }) => failure),
        nextCursor: found.length > limit ? String(items.at(-1)?.place) : null,
      }
    },
    pause: (id) => change(id, ['running'], 'paused', 'paused'),
    resume: (id) => change(id, ['paused'], 'running', 'resumed'),
    cancel: (id) => change(id, ['choosing', 'running', 'paused'], 'cancelled', 'cancelled'),
    follow: async function* (id, signal) {
      let told = ''
      while (!signal.aborted) {
        const view = viewOf(row(id))
        const text = JSON.stringify(view)
        if (text !== told) yield view
        told = text
        if (isBatchOver(view)) return
        await changed(FOLLOW_PAUSE_MS, signal)
      }
    },
    watch: async function* (signal) {
      const told = new Map<string, string>()
      let isFirst = true
      while (!signal.aborted) {
        const open = rows.open()
        // What has just ended is not open any more, and is told once more.
        const latest = rows.list(Number.MAX_SAFE_INTEGER, WATCHED_BATCHES)
        const views = [...new Map([...latest, ...open].map((each) => [each.id.seq, each])).values()].map(viewOf)
        const news = views.filter((view) => told.get(view.id) !== JSON.stringify(view))
        for (const view of news) told.set(view.id, JSON.stringify(view))
        if (isFirst || news.length > 0) yield news
        isFirst = false
        await changed(open.length > 0 ? FOLLOW_PAUSE_MS : Infinity, signal)
      }
    },
    resumeOpen: () => {
      const open = rows.open()
      core.writer
        .commit(() => {
          for (const { id, state } of open) if (state === 'choosing') cancelChoice(id.seq, CUT_OFF)
        })
        .catch((error: unknown) => core.log('warn', 'Replays whose choice was cut off could not be ended', error))
      for (const { id, state } of open) if (state === 'running') run(id.seq)
    },
    close: async () => {
      isClosing = true
      for (const running of runs.values()) running.stop()
      await Promise.all([...[...runs.values()].map(({ done }) => done), choosing])
    },
  }
}

function withoutSecret<T extends { readonly secret?: string }>({ secret: _secret, ...rest }: T): Omit<T, 'secret'> {
  return rest
}
