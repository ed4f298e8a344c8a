import type { AttemptView, DeliveryView } from '../../shared/domain/exchange.ts'
import { answerMark, deliveryMark } from './marks.ts'
import type { Paint } from './output.ts'
import { formatDuration, formatMoment, formatTime, pad, printableLine } from './text.ts'

/** `lead.created → http://127.0.0.1:3000/hooks  delivery_…` */
export function formatDeliveryHead(delivery: DeliveryView, paint: Paint): string {
  return `${paint('bold', printableLine(delivery.type ?? 'bytes'))} → ${printableLine(delivery.url)}  ${paint('dim', delivery.id)}`
}

/** `10:30:00.123  attempt 1 of 3  500      12 ms` */
export function formatAttempt(attempt: AttemptView, maxAttempts: number, paint: Paint): string {
  const which = attempt.manual ? `attempt ${attempt.number}, by hand` : `attempt ${attempt.number} of ${maxAttempts}`
  const took = pad(formatDuration(attempt.tookMs), 8, 'right')
  return `${paint('dim', formatTime(attempt.at))}  ${which}  ${pad(answerMark(attempt, paint), 8)}  ${took}`
}

/** The whole story of a delivery. */
export function formatDelivery(delivery: DeliveryView, paint: Paint): string {
  // An attempt that was planned and taken back never was; the explanation says so.
  const attempts = delivery.history.filter(({ state }) => state !== 'cancelled')
  return [
    formatDeliveryHead(delivery, paint),
    `${deliveryMark(delivery.state, paint)}  ${paint('dim', `made ${formatMoment(delivery.createdAt)}`)}`,
    '',
    ...attempts.map((attempt) => `  ${formatAttempt(attempt, delivery.maxAttempts, paint)}`),
    ...(attempts.length > 0 ? [''] : []),
    ...delivery.explanation.map(printableLine),
  ].join('\n')
}
