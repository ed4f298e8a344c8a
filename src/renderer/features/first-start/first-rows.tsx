import type { ReactNode } from 'react'
import type { Endpoint } from '../../../shared/domain/endpoint.ts'
import type { Direction } from '../../../shared/domain/exchange.ts'
import { BUILT_IN_INBOX_PATH, type Inbox } from '../../../shared/domain/inbox.ts'
import { formatRoute, route } from '../../app/route.ts'
import { Button } from '../../components/button.tsx'
import { Dash } from '../../components/dash.tsx'
import { DirectionIcon } from '../../components/direction-icon.tsx'
import { formatDuration } from '../../components/format.ts'
import { StatusMark } from '../../components/status-mark.tsx'
import { VerdictMark } from '../../components/verdict-mark.tsx'
import type { FirstEvent } from './first-start-store.ts'

const COLUMNS = '20px minmax(112px, 152px) minmax(0, 1fr) 96px 84px 72px'

interface FirstRowsProps {
  readonly event: FirstEvent
  readonly type: string
  /** null until read. */
  readonly inbox: Inbox | null
  readonly endpoint: Endpoint | null
  readonly onContinue: () => void
}

/** The two rows that one event makes: first as they will be, then as they are, in the same place. */
export function FirstRows({ event, type, inbox, endpoint, onContinue }: FirstRowsProps) {
  const path = inbox?.path ?? BUILT_IN_INBOX_PATH
  const place = endpoint?.name ?? 'Local loop'
  return (
    <div className="border-t border-line bg-sunken px-6 pt-2 pb-3" style={{ '--cols': COLUMNS }}>
      <div className="flex h-8 items-center gap-2">
        <Heading event={event} />
        {event.kind === 'done' && (
          <Button size="small" className="ml-auto" onClick={onContinue}>
            Open in Activity
          </Button>
        )}
      </div>
      {event.kind === 'done' ? (
        <>
          <Row
            direction="out"
            id={event.delivery.history.at(-1)?.id}
            type={event.delivery.type ?? type}
            place={event.delivery.place}
            verdict={<span className="text-ink-3">signed</span>}
            status={
              <StatusMark status={event.delivery.history.at(-1)?.status ?? null} error={event.delivery.history.at(-1)?.error ?? null} />
            }
            took={duration(event.delivery.history.at(-1)?.tookMs)}
          />
          {event.capture ? (
            <Row
              direction="in"
              id={event.capture.id}
              type={event.capture.type ?? type}
              place={<span className="wire-small">{event.capture.place ?? event.capture.path}</span>}
              verdict={event.capture.verdict && <VerdictMark verdict={event.capture.verdict} />}
              status={<StatusMark status={event.capture.status} />}
              took={duration(event.capture.tookMs)}
            />
          ) : (
            <p className="row text-ink-2">{event.delivery.error ?? 'Nothing came in.'}</p>
          )}
        </>
      ) : (
        <>
          <Row
            direction="out"
            type={type}
            place={place}
            verdict={<span className="text-ink-3">signed</span>}
            status={<StatusMark status={200} />}
            took="a few ms"
            isGhost
          />
          <Row
            direction="in"
            type={type}
            place={<span className="wire-small">{path}</span>}
            verdict={<VerdictMark verdict="valid" />}
            status={<StatusMark status={200} />}
            took="a few ms"
            isGhost
          />
        </>
      )}
    </div>
  )
}

function Heading({ event }: { readonly event: FirstEvent }) {
  if (event.kind === 'failed') {
    return (
      <p role="alert" className="type-small">
        <span className="text-fail">{event.problem.message}</span> <span className="text-ink-2">{event.problem.remedy}</span>
      </p>
    )
  }
  const words = { waiting: 'You will see two rows', sending: 'On the wire', done: 'Both sides of one delivery' }
  return (
    <p className="type-caption text-ink-2" role="status">
      {words[event.kind]}
    </p>
  )
}

interface RowProps {
  readonly direction: Direction
  /** Of the exchange; absent while there is none. */
  readonly id?: string | undefined
  readonly type: string
  readonly place: ReactNode
  readonly verdict: ReactNode
  readonly status: ReactNode
  readonly took: string
  /** Only what it will look like. */
  readonly isGhost?: boolean
}

function Row({ direction, id, type, place, verdict, status, took, isGhost = false }: RowProps) {
  return (
    <div className={`row px-0 ${isGhost ? '' : 'row-data is-new'}`}>
      <DirectionIcon direction={direction} />
      <span className="medium">{id === undefined ? type : <a href={formatRoute(route('activity', id))}>{type}</a>}</span>
      <span>{place}</span>
      <span>{verdict ?? <Dash />}</span>
      <span>{status}</span>
      <span className="cell-number text-ink-3">{took}</span>
    </div>
  )
}

function duration(ms: number | null | undefined): string {
  return ms == null ? '' : formatDuration(ms)
}
