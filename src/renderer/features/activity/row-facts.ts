import { isUnmatched, type ExchangeSummary } from '../../../shared/domain/exchange.ts'

/** What stands where the event type does. */
export interface TypeFact {
  /** null: it has none. */
  readonly text: string | null
  readonly tone: 'plain' | 'warn'
  /** A sentence for the hover, where the word needs one. */
  readonly note: string | null
}

/** The event type, or what is wrong with a capture that says more than its type would. */
export function typeOf(exchange: ExchangeSummary): TypeFact {
  const { state, type } = exchange
  if (state === 'malformed') return warn('malformed', 'What arrived was no HTTP request.')
  if (state === 'incomplete') return warn('incomplete', 'The connection ended before the request was whole.')
  if (state === 'too_large') return warn('too large', 'The body was over the limit and not kept whole.')
  if (isUnmatched(exchange)) return warn('unmatched', 'No inbox takes this path.')
  return { text: type, tone: 'plain', note: null }
}

function warn(text: string, note: string): TypeFact {
  return { text, tone: 'warn', note }
}

/** When the next attempt leaves, for the row it is announced beside; null when none is planned there. */
export function planOf({ exchange, isLatest }: { readonly exchange: ExchangeSummary; readonly isLatest: boolean }): number | null {
  return isLatest && exchange.deliveryState === 'pending' && exchange.state !== 'running' ? exchange.nextAttemptAt : null
}
