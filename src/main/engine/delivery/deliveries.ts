import { advance } from '../../../shared/domain/delivery.ts'
import { HookscopeError } from '../../../shared/domain/errors.ts'
import type { AttemptView, DeliveryView } from '../../../shared/domain/exchange.ts'
import { formatId, parseId } from '../../../shared/domain/ids.ts'
import type { Core } from '../core.ts'
import type { Deliveries } from '../services.ts'
import type { StoredAttempt } from '../store/attempts.ts'
import type { StoredDelivery } from '../store/delivery-row.ts'
import { targetOf } from './claiming.ts'
import { explainDelivery } from './explain.ts'
import { addressOf } from './request.ts'
import type { Worker } from './worker.ts'

/** Looking at deliveries, and what a person may do with one. */
export function createDeliveries(core: Core, { worker }: { readonly worker: Worker }): Deliveries {
  const { deliveries, attempts } = worker.store

  function find(id: string): StoredDelivery {
    const parsed = parseId(id)
    const delivery = parsed?.prefix === 'delivery' ? deliveries.find(parsed.seq) : null
    if (!delivery || delivery.id.tail !== parsed?.tail) {
      throw new HookscopeError('not_found', `There is no delivery ${id}.`, 'List the exchanges to find one.')
    }
    return delivery
  }

  function view(delivery: StoredDelivery): DeliveryView {
    const { progress, ladder } = delivery
    const endpoint = delivery.endpointSeq === null ? null : deliveries.endpoint(delivery.endpointSeq)
    const url = targetOf(delivery, worker.targets).url ?? endpoint?.url ?? ''
    const plain = {
      id: formatId('delivery', delivery.id),
      eventId: delivery.eventId,
      type: delivery.type,
      endpointId: endpoint && formatId('webhook', endpoint.id),
      place: endpoint?.name ?? addressOf(url)?.authority ?? url,
      url,
      state: progress.state,
      attempts: progress.attempts,
      maxAttempts: ladder.policy.delaysMs.length,
      ladderMs: ladder.policy.delaysMs,
      speed: ladder.speed,
      createdAt: delivery.createdAt,
      lastAttemptAt: progress.lastAttemptAt,
      nextAttemptAt: progress.dueAt,
      status: progress.status,
      error: progress.error,
      replayOf: delivery.sourceSeq === null ? null : deliveries.source(delivery.sourceSeq),
      history: attempts.history(delivery.id.seq).map(attemptView),
    }
    const isImported = deliveries.isImported(delivery.id.seq)
    const around = { now: core.clock.now(), endpoint, isCancelAsked: progress.cancelAsked, isImported }
    return { ...plain, explanation: explainDelivery(plain, around) }
  }

  /** The first `limit` of these, seen. */
  function page(seqs: readonly number[], limit: number): { items: DeliveryView[]; hasMore: boolean } {
    const items = seqs.slice(0, limit).flatMap((seq) => {
      const delivery = deliveries.find(seq)
      return delivery ? [view(delivery)] : []
    })
    return { items, hasMore: seqs.length > limit }
  }

  async function* follow(ids: readonly string[], signal: AbortSignal): AsyncGenerator<DeliveryView> {
    const open = new Map(ids.map((id) => [find(id).id.seq, id]))
    const changed = new Set(open.keys())
    let wake = (): void => {}
    const note = (seqs: readonly number[]): void => {
      for (const seq of seqs) if (open.has(seq)) changed.add(seq)
      if (changed.size > 0) wake()
    }
    const stop = (): void => wake()
    core.changes.on('deliveries', note)
    signal.addEventListener('abort', stop)
    try {
      while (open.size > 0 && !signal.aborted) {
        const [seq] = changed
        if (seq === undefined) {
          await new Promise<void>((resolve) => {
            wake = resolve
          })
          continue
        }
        changed.delete(seq)
        const delivery = deliveries.find(seq)
        if (!delivery || (delivery.progress.state !== 'pending' && delivery.progress.onWire === null)) open.delete(seq)
        if (delivery) yield view(delivery)
      }
    } finally {
      core.changes.off('deliveries', note)
      signal.removeEventListener('abort', stop)
    }
  }

  return {
    get: async (id) => view(find(id)),
    list: async ({ before, limit }) => page(deliveries.list(below(before), limit + 1), limit),
    listOf: async (endpointId, { before, limit }) => {
      const named = parseId(endpointId)
      const endpoint = named?.prefix === 'webhook' ? deliveries.endpoint(named.seq) : null
      if (endpoint === null || endpoint.id.tail !== named?.tail) {
        throw new HookscopeError('not_found', `There is no webhook ${endpointId}.`, 'List the endpoints.')
      }
      return page(deliveries.listOf(endpoint.id.seq, below(before), limit + 1), limit)
    },
    attempt: async (id) => {
      const { seq } = find(id).id
      await worker.attemptNow(seq)
      return view(find(id))
    },
    cancel: async (id) => {
      const { seq } = find(id).id
      await core.writer.commit(() => {
        const delivery = find(id)
        const advanced = advance(delivery.progress, { kind: 'cancel asked' }, delivery.ladder)
        if (advanced.kind === 'refused') throw new HookscopeError('conflict', advanced.why, 'Only pending deliveries can be cancelled.')
        if (advanced.progress.onWire !== null) return deliveries.askCancel(seq)
        deliveries.save(seq, advanced.progress)
        attempts.cancelPlanned(seq)
      })
      core.changes.emit('deliveries', [seq])
      return view(find(id))
    },
    follow,
  }
}

/** The sequence a page ends below. */
function below(id: string | undefined): number {
  const seq = id === undefined ? Number.MAX_SAFE_INTEGER : parseId(id)?.seq
  if (seq !== undefined) return seq
  throw new HookscopeError('not_found', `There is no ${id}.`, 'Give an id that a page before has named.')
}

function attemptView(attempt: StoredAttempt): AttemptView {
  return { ...attempt, id: formatId('attempt', attempt.id) }
}
