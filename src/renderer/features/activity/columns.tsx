import { columnVisibilityFeature, createColumnHelper, tableFeatures } from '@tanstack/react-table'
import { ArrowDown, Repeat2 } from 'lucide-react'
import type { ExchangeSummary } from '../../../shared/domain/exchange.ts'
import { Dash } from '../../components/dash.tsx'
import { AttemptCount, AttemptMark } from '../../components/delivery-mark.tsx'
import { DirectionIcon } from '../../components/direction-icon.tsx'
import { formatBytes, formatDuration } from '../../components/format.ts'
import { RelativeTime } from '../../components/relative-time.tsx'
import { StatusMark } from '../../components/status-mark.tsx'
import { VerdictMark } from '../../components/verdict-mark.tsx'
import { Countdown } from './countdown.tsx'
import { planOf, typeOf } from './row-facts.ts'

/** A row with what the rows round it say about it. */
export interface FeedRow {
  readonly exchange: ExchangeSummary
  /** It is its delivery's newest attempt, the one beside which the next is announced. */
  readonly isLatest: boolean
}

/** Order, filter and paging are the engine's: the table only knows columns. */
export const features = tableFeatures({ columnVisibilityFeature })
const column = createColumnHelper<typeof features, FeedRow>()

/** Columns of the feed; `visible-columns` has their widths. */
export const columns = column.columns([
  column.display({
    id: 'direction',
    header: () => <span className="sr-only">Direction</span>,
    cell: ({ row }) => <DirectionIcon direction={row.original.exchange.direction} />,
  }),
  column.display({
    id: 'time',
    header: () => (
      <>
        Time
        <ArrowDown size={12} strokeWidth={1.75} aria-hidden />
      </>
    ),
    cell: ({ row }) => <RelativeTime at={row.original.exchange.at} form="clock" className="text-ink-2" />,
  }),
  column.display({ id: 'type', header: 'Event type', cell: ({ row }) => <TypeCell exchange={row.original.exchange} /> }),
  column.display({ id: 'place', header: 'Endpoint or inbox', cell: ({ row }) => <PlaceCell exchange={row.original.exchange} /> }),
  column.display({
    id: 'request',
    header: 'Request',
    cell: ({ row: { original } }) => (
      <span className="wire-small text-ink-2" title={`${original.exchange.method} ${original.exchange.path}`}>
        {original.exchange.method} {original.exchange.path}
      </span>
    ),
  }),
  column.display({
    id: 'verdict',
    header: 'Verdict',
    cell: ({ row: { original } }) =>
      original.exchange.verdict === null ? <Dash word="not verified" /> : <VerdictMark verdict={original.exchange.verdict} />,
  }),
  column.display({ id: 'status', header: 'Status', cell: ({ row }) => <StatusCell exchange={row.original.exchange} /> }),
  column.display({
    id: 'attempt',
    header: 'Attempt',
    cell: ({ row: { original } }) =>
      original.exchange.attempt === null ? (
        <Dash word="not a delivery" />
      ) : (
        <AttemptCount {...original.exchange.attempt} isPending={planOf(original) !== null} />
      ),
  }),
  column.display({ id: 'took', header: 'Took', cell: ({ row }) => <TookCell row={row.original} /> }),
  column.display({
    id: 'size',
    header: 'Size',
    cell: ({ row }) => <span className="text-ink-2">{formatBytes(row.original.exchange.requestBytes)}</span>,
  }),
])

/** Columns of numbers stand at the right. */
export const NUMBER_COLUMNS: ReadonlySet<string> = new Set(['attempt', 'took', 'size'])

function TypeCell({ exchange }: { readonly exchange: ExchangeSummary }) {
  const { text, tone, note } = typeOf(exchange)
  if (text === null) return <Dash word="unknown type" />
  return (
    <span className={tone === 'warn' ? 'text-warn' : 'medium'} title={note ?? text}>
      {text}
      {exchange.replayOf !== null && (
        <>
          <Repeat2 size={14} strokeWidth={1.75} className="ml-1.5 inline align-text-bottom text-ink-3" aria-hidden />
          <span className="sr-only">, a replay</span>
        </>
      )}
    </span>
  )
}

function PlaceCell({ exchange }: { readonly exchange: ExchangeSummary }) {
  const { place, direction, path, state } = exchange
  if (state === 'malformed') return <Dash word="no inbox" />
  const text = place ?? path
  return (
    <span className={direction === 'in' ? 'wire-small' : ''} title={text}>
      {text}
    </span>
  )
}

function StatusCell({ exchange }: { readonly exchange: ExchangeSummary }) {
  const { state, status, error } = exchange
  if (status === null && error === null && (state === 'planned' || state === 'interrupted' || state === 'cancelled'))
    return <AttemptMark state={state} />
  if (status === null && error === null && state !== 'running' && state !== 'receiving') return <Dash word="not answered" />
  return <StatusMark status={status} error={error} />
}

function TookCell({ row }: { readonly row: FeedRow }) {
  const { state, tookMs } = row.exchange
  const plan = planOf(row)
  if (state === 'planned' && plan !== null) return <Countdown at={plan} />
  if (tookMs === null) return <Dash word="not known yet" />
  return <span className={tookMs < 1000 ? 'text-ink-2' : ''}>{formatDuration(tookMs)}</span>
}
