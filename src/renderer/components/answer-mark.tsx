import type { ExchangeSummary } from '../../shared/domain/exchange.ts'
import { Dash } from './dash.tsx'
import { AttemptMark } from './delivery-mark.tsx'
import { StatusMark } from './status-mark.tsx'

/** How an exchange was answered, that its answer is awaited, or why none will come. */
export function AnswerMark({
  exchange: { state, status, error },
}: {
  readonly exchange: Pick<ExchangeSummary, 'state' | 'status' | 'error'>
}) {
  if (status === null && error === null) {
    if (state === 'planned' || state === 'interrupted' || state === 'cancelled') return <AttemptMark state={state} />
    if (state !== 'running' && state !== 'receiving') return <Dash word="not answered" />
  }
  return <StatusMark status={status} error={error} />
}
