import type { ReactNode } from 'react'
import { counted } from '../../../shared/domain/counted.ts'
import { isBatchOver, type BatchState, type BatchView } from '../../../shared/domain/replay.ts'
import { formatCount } from '../../components/format.ts'
import { Glyph, type GlyphShape, type Tone } from '../../components/glyph.tsx'

export const BATCH_LOOKS: Readonly<
  Record<BatchState | 'finishing', { readonly shape: GlyphShape; readonly tone: Tone; readonly word: string }>
> = {
  choosing: { shape: 'pending', tone: 'accent', word: 'choosing' },
  running: { shape: 'pending', tone: 'accent', word: 'running' },
  paused: { shape: 'bar', tone: 'idle', word: 'paused' },
  finishing: { shape: 'pending', tone: 'accent', word: 'finishing' },
  done: { shape: 'check', tone: 'ok', word: 'done' },
  cancelled: { shape: 'struck', tone: 'idle', word: 'cancelled' },
}

/** Its state as a person sees it: what was made may still be under way. */
export function batchLook(batch: BatchView): (typeof BATCH_LOOKS)['done'] {
  if (batch.state === 'done' && !isBatchOver(batch)) return BATCH_LOOKS.finishing
  if (batch.state === 'done' && undelivered(batch) > 0) return { ...BATCH_LOOKS.done, shape: 'triangle', tone: 'warn' }
  return BATCH_LOOKS[batch.state]
}

/** How many of a batch were not and will not be delivered, of those whose turn has come. */
export function undelivered({ refused, deliveries: { failed, cancelled } }: BatchView): number {
  return refused + failed + cancelled
}

/** How far a batch has come: delivered and not delivered on one line, then in words. */
export function BatchProgress({ batch }: { readonly batch: BatchView }) {
  const { total, refused, deliveries } = batch
  const { success, failed, cancelled, pending } = deliveries
  const parts: ReactNode[] = [
    <span key="ok">{formatCount(success)} delivered</span>,
    failed > 0 && (
      <span key="failed" className="inline-flex items-center gap-1.5 text-fail">
        <Glyph shape="square" tone="fail" />
        {formatCount(failed)} failed
      </span>
    ),
    refused > 0 && (
      <span key="refused" className="inline-flex items-center gap-1.5 text-warn">
        <Glyph shape="wedge" tone="warn" />
        {formatCount(refused)} could not be replayed
      </span>
    ),
    cancelled > 0 && <span key="cancelled">{formatCount(cancelled)} cancelled</span>,
    pending > 0 && <span key="pending">{counted(pending, 'delivery', 'deliveries')} under way</span>,
  ]
  return (
    <div className="flex flex-col gap-2">
      <div
        className="progress"
        role="progressbar"
        aria-label="Replayed"
        aria-valuemin={0}
        aria-valuemax={Math.max(total, 1)}
        aria-valuenow={success + undelivered(batch)}
      >
        <i style={{ width: share(success, total) }} />
        <i className="is-failed" style={{ width: share(undelivered(batch), total) }} />
      </div>
      <p className="flex min-h-4 flex-wrap gap-x-3 type-small text-ink-2 tabular-nums">{parts}</p>
    </div>
  )
}

/** What it does now, one sentence without its numbers under way. */
export function batchTitle(batch: BatchView): string {
  const { state, total, made } = batch
  switch (state) {
    case 'choosing':
      return `Choosing, ${formatCount(total)} so far`
    case 'running':
      return `Replaying ${formatCount(made)} of ${formatCount(total)}`
    case 'paused':
      return `Paused after ${formatCount(made)} of ${formatCount(total)}`
    case 'cancelled':
      return `Cancelled after ${formatCount(made)} of ${formatCount(total)}`
    case 'done':
      return isBatchOver(batch) ? `${counted(total, 'exchange')} replayed` : `All ${formatCount(total)} sent, some not answered yet`
  }
}

function share(count: number, total: number): string {
  return `${total === 0 ? 0 : (100 * count) / total}%`
}
