import type { DeliveryView } from '../../../shared/domain/exchange.ts'
import { formatRoute, route } from '../../app/route.ts'
import { DeliveryMark } from '../../components/delivery-mark.tsx'
import { formatClock, formatCountdown, formatDuration } from '../../components/format.ts'
import { useNow } from '../../components/clock.ts'
import { StatusMark } from '../../components/status-mark.tsx'

const COLUMNS = '60px minmax(0, 2fr) minmax(0, 3fr) 68px minmax(84px, 2fr) 52px'

/** What was sent from here, each as it is now. */
export function SendsList({ deliveries }: { readonly deliveries: readonly DeliveryView[] }) {
  return (
    <section aria-label="Last sends" className="flex-none bg-sunken py-2 shadow-[inset_0_1px_var(--line)]">
      <div className="flex h-6 items-center px-4">
        <h3 className="type-label">Last sends</h3>
        <a className="ml-auto type-small" href={formatRoute(route('activity'))}>
          Open Activity
        </a>
      </div>
      <ul className="max-h-[140px] overflow-y-auto" aria-live="polite" style={{ '--cols': COLUMNS }}>
        {deliveries.map((delivery) => (
          <Sent key={delivery.id} delivery={delivery} />
        ))}
      </ul>
    </section>
  )
}

function Sent({ delivery }: { readonly delivery: DeliveryView }) {
  const { createdAt, type, place, state, history, error } = delivery
  const last = history.at(-1)
  const name = type ?? 'bytes'
  return (
    <li className="row px-4">
      <span className="text-ink-2 tabular-nums">{formatClock(createdAt, 'seconds')}</span>
      <span className="medium">
        {last ? (
          <a href={formatRoute(route('activity', last.id))} title={`Show ${name} to ${place} in Activity`}>
            {name}
          </a>
        ) : (
          name
        )}
      </span>
      <span title={place}>{place}</span>
      <span>{last && <StatusMark status={last.status} error={last.error} />}</span>
      <span title={error ?? undefined}>{state === 'pending' ? <Next at={delivery.nextAttemptAt} /> : <DeliveryMark state={state} />}</span>
      <span className="text-right text-ink-2 tabular-nums">{last?.tookMs != null && formatDuration(last.tookMs)}</span>
    </li>
  )
}

function Next({ at }: { readonly at: number | null }) {
  const now = useNow()
  if (at === null || at <= now) return <DeliveryMark state="pending" />
  return (
    <span className="flex items-center gap-1.5">
      <DeliveryMark state="pending" shapeOnly />
      <span className="truncate text-accent tabular-nums">in {formatCountdown(at - now)}</span>
    </span>
  )
}
