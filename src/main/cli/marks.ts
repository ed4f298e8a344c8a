import type { DeliveryState, ExchangeSummary } from '../../shared/domain/exchange.ts'
import type { Verdict } from '../../shared/domain/verdict.ts'
import type { Paint } from './output.ts'

/** Status by colour and by shape, so that neither is needed alone. */

/** `✓ valid`, `✗ invalid`, `· unsigned` */
export function verdictMark(verdict: Verdict, paint: Paint): string {
  switch (verdict) {
    case 'valid':
      return paint('green', '✓ valid')
    case 'invalid':
    case 'missing':
      return paint('red', `✗ ${verdict}`)
    case 'stale':
    case 'unchecked':
      return paint('yellow', `! ${verdict}`)
    case 'unsigned':
      return paint('dim', '· unsigned')
  }
}

/** `✓ success`, `✗ failed`, `… pending` */
export function deliveryMark(state: DeliveryState, paint: Paint): string {
  switch (state) {
    case 'success':
      return paint('green', '✓ success')
    case 'failed':
      return paint('red', '✗ failed')
    case 'cancelled':
      return paint('dim', '– cancelled')
    case 'pending':
      return paint('yellow', '… pending')
  }
}

/** A status code, or why there is none. */
export function answerMark(answer: Pick<ExchangeSummary, 'status' | 'error' | 'state'>, paint: Paint): string {
  if (answer.status !== null) return paint(answer.status < 300 ? 'green' : answer.status < 400 ? 'yellow' : 'red', String(answer.status))
  if (answer.error !== null) return paint('red', answer.error)
  return paint('dim', answer.state === 'settled' || answer.state === 'complete' ? '–' : answer.state)
}

/** What is most worth knowing of an exchange: the verdict of a capture, how the delivery of an attempt stands. */
export function exchangeMark(exchange: ExchangeSummary, paint: Paint): string {
  if (exchange.direction === 'out') return attemptMark(exchange, paint)
  if (exchange.state !== 'complete') return paint('red', `✗ ${exchange.state.replace('_', ' ')}`)
  return exchange.verdict === null ? '' : verdictMark(exchange.verdict, paint)
}

/** Beside a 500, the success that a later attempt brought would read as its own. */
function attemptMark({ deliveryState, attempt, status, state }: ExchangeSummary, paint: Paint): string {
  if (deliveryState === null) return ''
  // The last one has brought the success, also where a refusal is what was asked for.
  const mayBeRetried = state === 'interrupted' || (attempt !== null && attempt.number < attempt.of)
  if (deliveryState === 'success' && mayBeRetried && (status === null || status >= 300)) return paint('yellow', '↻ retried')
  return deliveryMark(deliveryState, paint)
}
