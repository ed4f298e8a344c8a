import type { ExchangeSummary } from '../../../src/shared/domain/exchange.ts'
import { formatId } from '../../../src/shared/domain/ids.ts'

/** A capture as the feed shows it, or what `parts` make of it; its id follows from `seq`. */
export function anExchange({ seq, ...parts }: Partial<ExchangeSummary> & { readonly seq: number }): ExchangeSummary {
  const direction = parts.direction ?? 'in'
  return {
    id: formatId(direction === 'in' ? 'capture' : 'attempt', { seq, tail: '0'.repeat(13) }),
    direction,
    state: direction === 'in' ? 'complete' : 'settled',
    at: seq,
    method: 'POST',
    path: '/webhooks/crm',
    type: 'lead.created',
    eventId: null,
    inboxId: direction === 'in' ? 'inbox_1' : null,
    endpointId: null,
    place: '/webhooks/crm',
    verdict: direction === 'in' ? 'valid' : null,
    status: 200,
    error: null,
    tookMs: 1,
    requestBytes: 100,
    responseBytes: 17,
    deliveryId: null,
    deliveryState: null,
    attempt: null,
    nextAttemptAt: null,
    counterpartId: null,
    replayOf: null,
    isImported: false,
    note: null,
    ...parts,
  }
}

/** So many captures, newest first. */
export function rowsDown(count: number): ExchangeSummary[] {
  return Array.from({ length: count }, (_, index) => anExchange({ seq: 1_000_000 - index }))
}
