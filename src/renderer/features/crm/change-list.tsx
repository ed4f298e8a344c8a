import { ArrowRight, Undo2 } from 'lucide-react'
import { useEffect, useState } from 'react'
import { useStore } from 'zustand'
import { counted } from '../../../shared/domain/counted.ts'
import type { Changes } from '../../../shared/domain/crm/changes.ts'
import type { Entity, RaisedView } from '../../../shared/domain/crm/entity.ts'
import type { DeliveryView } from '../../../shared/domain/exchange.ts'
import { formatRoute, route } from '../../app/route.ts'
import { Button } from '../../components/button.tsx'
import { useNow } from '../../components/clock.ts'
import { DeliveryMark } from '../../components/delivery-mark.tsx'
import { cutId, formatClock, formatCountdown, formatDuration } from '../../components/format.ts'
import { RelativeTime } from '../../components/relative-time.tsx'
import { StatusMark } from '../../components/status-mark.tsx'
import type { Crm } from './crm-store.ts'
import { shown } from './kind-view.ts'
import { groupChanges, summaryOf } from './raised-changes.ts'

interface ChangeListProps {
  readonly crm: Crm
  readonly id: string
  /** null when it is gone: then nothing can be changed back. */
  readonly entity: Entity | null
  /** Newest first. */
  readonly raised: readonly RaisedView[]
}

/** The latest change with its events and where they went; earlier ones below, to be chosen. */
export function ChangeList({ crm, id, entity, raised }: ChangeListProps) {
  const [chosen, setChosen] = useState<number | null>(null)
  const changes = groupChanges(raised)
  const change = changes.find((each) => each.change === chosen) ?? changes[0]
  const deliveryIds = change?.events.flatMap((event) => event.deliveryIds).join(' ') ?? ''
  useEffect(() => crm.follow(deliveryIds === '' ? [] : deliveryIds.split(' ')), [crm, deliveryIds])
  if (!change) return <p className="type-small text-ink-2">No event was sent about it.</p>
  return (
    <>
      <section aria-label="Change" className="flex flex-col gap-2">
        <div className="flex items-baseline gap-2">
          <h3 className="grow type-title">
            {change.changes ? 'Changed' : summaryOf(change)} <RelativeTime at={change.at} form="day" />
          </h3>
          <a className="type-small" href={formatRoute(route('activity', null, { filter: `id:${id}` }))}>
            Show in Activity
          </a>
        </div>
        {change.changes && <Differences changes={change.changes} />}
        {change.changes && entity !== null && change === changes[0] && (
          <Button
            size="small"
            icon={Undo2}
            className="self-start"
            title="A change of its own, which sends its events"
            onClick={() => change.changes && void crm.changeBack(entity, change.changes)}
          >
            Change back
          </Button>
        )}
      </section>
      <section aria-label="Events raised">
        <h3 className="mb-2 type-title">{counted(change.events.length, 'event')} raised</h3>
        <ol className="flex flex-col gap-3">
          {change.events.map((event, index) => (
            <RaisedEvent key={event.id} crm={crm} event={event} number={index + 1} />
          ))}
        </ol>
      </section>
      {changes.length > 1 && (
        <section aria-label="All changes">
          <h3 className="mb-1 type-title">All changes</h3>
          <ul className="-mx-2">
            {changes.map((each) => (
              <li key={each.change}>
                <button
                  type="button"
                  aria-pressed={each === change}
                  className="grid w-full grid-cols-[60px_minmax(0,1fr)_auto] gap-3 rounded-m px-2 py-1 text-left type-small hover:bg-hover aria-pressed:bg-selected"
                  onClick={() => setChosen(each.change)}
                >
                  <span className="text-ink-2 tabular-nums">{formatClock(each.at, 'seconds')}</span>
                  <span className="truncate">{summaryOf(each)}</span>
                  <span className="text-ink-3 tabular-nums">{counted(each.events.length, 'event')}</span>
                </button>
              </li>
            ))}
          </ul>
        </section>
      )}
    </>
  )
}

function Differences({ changes }: { readonly changes: Changes }) {
  return (
    <dl className="facts">
      {Object.entries(changes).map(([field, { from, to }]) => (
        <div key={field} className="contents">
          <dt className="wire-small">{field}</dt>
          <dd className="flex flex-wrap items-center gap-x-2">
            <del className="text-ink-3">{shown(from) || 'none'}</del>
            <ArrowRight size={12} strokeWidth={1.75} role="img" aria-label="to" className="text-ink-3" />
            <ins className="medium no-underline">{shown(to) || 'none'}</ins>
          </dd>
        </div>
      ))}
    </dl>
  )
}

function RaisedEvent({ crm, event, number }: { readonly crm: Crm; readonly event: RaisedView; readonly number: number }) {
  const deliveries = useStore(crm.store, (state) => state.deliveries)
  return (
    <li className="grid grid-cols-[20px_minmax(0,1fr)] gap-x-2">
      <span className="grid size-5 place-items-center rounded-full bg-track type-caption text-ink-2 tabular-nums">{number}</span>
      <div className="min-w-0">
        <div className="flex items-baseline gap-2">
          <span className="grow truncate medium">{event.type}</span>
          <span className="wire-small text-ink-3" title={event.id}>
            {cutId(event.id)}
          </span>
        </div>
        {event.deliveryIds.length === 0 ? (
          <p className="type-small text-ink-3">No active endpoint takes it.</p>
        ) : (
          <ul>
            {event.deliveryIds.map((id) => (
              <DeliveryLine key={id} delivery={deliveries[id]} />
            ))}
          </ul>
        )}
      </div>
    </li>
  )
}

function DeliveryLine({ delivery }: { readonly delivery: DeliveryView | undefined }) {
  const now = useNow()
  if (!delivery) return <li className="h-6" />
  const { place, state, history, nextAttemptAt } = delivery
  const last = history.at(-1)
  return (
    <li className="grid h-6 grid-cols-[minmax(0,1fr)_88px_auto] items-center gap-2 type-small">
      {last ? (
        <a className="truncate" href={formatRoute(route('activity', last.id))} title={`Show the attempt to ${place}`}>
          {place}
        </a>
      ) : (
        <span className="truncate">{place}</span>
      )}
      <span>{last && <StatusMark status={last.status} error={last.error} />}</span>
      <span className="min-w-22 text-right whitespace-nowrap text-ink-2 tabular-nums">
        {state === 'pending' && nextAttemptAt !== null && nextAttemptAt > now ? (
          `again in ${formatCountdown(nextAttemptAt - now)}`
        ) : state === 'success' && last?.tookMs != null ? (
          formatDuration(last.tookMs)
        ) : (
          <DeliveryMark state={state} />
        )}
      </span>
    </li>
  )
}
