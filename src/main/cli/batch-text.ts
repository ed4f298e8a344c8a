import { isBatchOver, type BatchFailure, type BatchView } from '../../shared/domain/replay.ts'
import type { Paint } from './output.ts'
import { type Column, formatMoment, formatPairs, formatTable, printableLine, shortId } from './text.ts'
import { counted } from '../../shared/domain/counted.ts'

/** Replays of many as a table, newest first. */
export function formatBatches(batches: readonly BatchView[], paint: Paint): string {
  if (batches.length === 0) return 'Nothing was replayed yet that was more than one. "hookscope replay --filter QUERY --to URL" starts one.'
  const columns: readonly Column<BatchView>[] = [
    { title: 'ID', value: ({ id }) => shortId(id) },
    { title: 'STARTED', value: ({ createdAt }) => formatMoment(createdAt) },
    { title: 'STATE', value: ({ state }) => batchMark(state, paint) },
    { title: 'DELIVERED', value: (batch) => deliveredOf(batch), align: 'right' },
    { title: 'NOT', value: (batch) => undelivered(batch).toLocaleString('en'), align: 'right' },
    { title: 'MODE', value: ({ mode }) => mode },
    { title: 'TO', value: ({ place }) => printableLine(place) },
    { title: 'WHAT', value: ({ filter }) => (filter === null ? 'named one by one' : printableLine(filter) || 'everything') },
  ]
  return formatTable(batches, columns, (title) => paint('dim', title))
}

/** One of them, and the latest of what it did not deliver. */
export function formatBatch(batch: BatchView, failures: readonly BatchFailure[], paint: Paint): string {
  const pairs = formatPairs(
    [
      ['Replay', batch.id],
      ['State', `${batchMark(batch.state, paint)}${batch.problem === null ? '' : `: ${printableLine(batch.problem)}`}`],
      ['What', batch.filter === null ? 'named one by one' : printableLine(batch.filter) || 'everything'],
      ['To', `${printableLine(batch.place)}, ${batch.mode}${paceWords(batch)}`],
      ['Sent', sentOf(batch)],
      ['Started', formatMoment(batch.createdAt)],
      ...(batch.endedAt === null ? [] : [['Ended', formatMoment(batch.endedAt)] as const]),
    ],
    (name) => paint('dim', name),
  )
  const lines = failures.map(({ kind, exchangeId, type, status, problem }) =>
    [kind, exchangeId === null ? 'removed' : shortId(exchangeId), type ?? '–', status ?? '–', printableLine(problem)].join('  '),
  )
  return [pairs, ...lines].join('\n')
}

function sentOf(batch: BatchView): string {
  const { deliveries, refused } = batch
  const [failed, notSent, pending] = [deliveries.failed, refused, deliveries.pending].map((count) => count.toLocaleString('en'))
  return `${deliveredOf(batch)} delivered, ${failed} failed, ${notSent} refused, ${pending} under way`
}

/** How far one is, for those who wait. */
export function formatBatchProgress({ id, state, deliveries, total, place }: BatchView): string {
  const sent = (deliveries.success + deliveries.failed).toLocaleString('en')
  return `${shortId(id)} ${state}: ${sent} of ${total.toLocaleString('en')} sent to ${printableLine(place)}`
}

/** What became of one that is over. */
export function formatBatchOutcome({ total, refused, deliveries, problem }: BatchView): string {
  const { success, failed, cancelled } = deliveries
  const whatNot = refused === 0 ? '' : `, ${refused.toLocaleString('en')} could not be replayed (${printableLine(problem ?? '')})`
  return `${success.toLocaleString('en')} of ${total.toLocaleString('en')} delivered, ${(failed + cancelled).toLocaleString('en')} not${whatNot}`
}

/** That one stands still, and how it goes on. */
export function formatBatchPaused({ id, problem }: BatchView): string {
  const why = problem === null ? '' : ` ${printableLine(problem)}`
  return `${id} is paused.${why} "hookscope replays resume ${shortId(id)}" goes on with it.`
}

/** What happens to one that nobody waits for any more; `isOwn`: the engine that sends it ends, too. */
export function formatBatchLeft(batch: BatchView, isOwn: boolean): string {
  const { id, total, made } = batch
  if (isBatchOver(batch)) return `${id}: ${formatBatchOutcome(batch)}`
  const left = counted(total - made, 'exchange', 'exchanges')
  const cancel = `"hookscope replays cancel ${shortId(id)}" ends it`
  return isOwn ? `${id} stands still with ${left} to go: "hookscope serve" goes on with it, ${cancel}.` : `${id} goes on: ${cancel}.`
}

function batchMark(state: BatchView['state'], paint: Paint): string {
  switch (state) {
    case 'choosing':
    case 'running':
      return paint('yellow', `… ${state}`)
    case 'paused':
      return paint('yellow', '‖ paused')
    case 'done':
      return paint('green', '✓ done')
    case 'cancelled':
      return paint('dim', '– cancelled')
  }
}

function deliveredOf({ deliveries, total }: BatchView): string {
  return `${deliveries.success.toLocaleString('en')} of ${total.toLocaleString('en')}`
}

function undelivered({ deliveries, refused }: BatchView): number {
  return deliveries.failed + deliveries.cancelled + refused
}

function paceWords({ rate, speed }: BatchView): string {
  if (rate !== undefined) return `, at most ${rate} a second`
  return speed === undefined ? '' : `, in the original spacing × ${speed}`
}
