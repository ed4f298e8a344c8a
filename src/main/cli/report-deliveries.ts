import type { Client } from '../../shared/contract/client.ts'
import type { DeliveryView } from '../../shared/domain/exchange.ts'
import { formatAttempt, formatDeliveryHead } from './delivery-text.ts'
import { followDeliveries, type Until } from './follow.ts'
import type { Context } from './host.ts'
import { deliveryMark } from './marks.ts'
import { formatMoment, printableLine } from './text.ts'
import { counted } from '../../shared/domain/counted.ts'

/** Up to so many deliveries are told one by one; of more, people get the sum and the first that failed. */
const TOLD_ONE_BY_ONE = 20

/**
 * Waits for deliveries and tells of them: in json mode an `{"event":"attempt"}` line for each attempt as it settles, then
 * an `{"event":"delivery"}` line for each delivery. Returns the exit code: 0 when all were delivered.
 */
export async function reportDeliveries(context: Context, client: Client, ids: readonly string[], until: Until): Promise<number> {
  const { output, signal } = context
  const isFew = ids.length <= TOLD_ONE_BY_ONE
  let done = 0
  const deliveries = await followDeliveries(client, ids, {
    until,
    signal,
    onAttempt: async (delivery, attempt) => {
      if (output.mode === 'json') output.one({ event: 'attempt', deliveryId: delivery.id, ...attempt }, { text: () => '' })
      else if (isFew) output.hint(`${formatAttempt(attempt, delivery.maxAttempts, output.paint)}  ${printableLine(delivery.place)}`)
      await output.ready()
    },
    onDone: () => {
      done++
      if (!isFew) output.progress(`${done.toLocaleString('en')} of ${counted(ids.length, 'delivery', 'deliveries')}`)
    },
  })
  output.progress('')
  context.stopIfAsked()
  output.many(
    deliveries.map((delivery) => ({ event: 'delivery', ...delivery })),
    { text: () => (isFew ? tellEach(deliveries, context) : tellSum(deliveries, context)), quiet: ({ id }) => id },
  )
  return deliveries.length === ids.length && deliveries.every(({ state }) => state === 'success') ? 0 : 1
}

function tellEach(deliveries: readonly DeliveryView[], { output }: Context): string {
  return deliveries
    .map((delivery) => `${deliveryMark(delivery.state, output.paint)}  ${formatDeliveryHead(delivery, output.paint)}${next(delivery)}`)
    .join('\n')
}

function tellSum(deliveries: readonly DeliveryView[], context: Context): string {
  const failed = deliveries.filter(({ state }) => state !== 'success')
  const sum = `${counted(deliveries.length - failed.length, 'delivery', 'deliveries')} succeeded, ${failed.length.toLocaleString('en')} did not.`
  return failed.length === 0 ? sum : `${sum}\n${tellEach(failed.slice(0, TOLD_ONE_BY_ONE), context)}`
}

/** What went wrong, and what the engine does about it. */
function next(delivery: DeliveryView): string {
  const wrong = delivery.error === null ? '' : `\n  ${printableLine(delivery.error)}`
  if (delivery.state !== 'pending' || delivery.nextAttemptAt === null) return wrong
  return `${wrong}\n  Next attempt ${formatMoment(delivery.nextAttemptAt)}; see "hookscope explain ${delivery.id.slice(-8)}".`
}
