import { columnOrderingFeature, columnVisibilityFeature, createColumnHelper, tableFeatures } from '@tanstack/react-table'
import { Check, ChevronRight, FileInput, Pin, Repeat2, type LucideIcon } from 'lucide-react'
import type { ExchangeSummary } from '../../../shared/domain/exchange.ts'
import { AnswerMark } from '../../components/answer-mark.tsx'
import { Dash } from '../../components/dash.tsx'
import { AttemptCount } from '../../components/delivery-mark.tsx'
import { DirectionIcon } from '../../components/direction-icon.tsx'
import { formatBytes, formatDayShort, formatDuration, formatExact, isToday } from '../../components/format.ts'
import { RelativeTime } from '../../components/relative-time.tsx'
import { VerdictMark } from '../../components/verdict-mark.tsx'
import { Countdown } from './countdown.tsx'
import { planOf, typeOf } from './row-facts.ts'
import type { ColumnName } from './visible-columns.ts'

/** A row with what the rows round it say about it. */
export interface FeedRow {
  readonly exchange: ExchangeSummary
  /** It is its delivery's newest attempt, the one beside which the next is announced. */
  readonly isLatest: boolean
  /** It is chosen, to be acted on with others. */
  readonly isChosen: boolean
  /** It stands under the newest attempt of its delivery. */
  readonly isChild: boolean
  /** Rows are grouped, so the types stand behind the arrows that open deliveries. */
  readonly isIndented: boolean
  /** Whether what its delivery holds besides is shown; null where nothing can be. */
  readonly isOpen: boolean | null
}

/** Order, filter and paging are the engine's: the table only knows columns. */
export const features = tableFeatures({ columnOrderingFeature, columnVisibilityFeature })
const column = createColumnHelper<typeof features, FeedRow>()

/** What stands over each column. */
export const COLUMN_WORDS: Readonly<Record<ColumnName, string>> = {
  direction: 'Direction',
  time: 'Time',
  type: 'Event type',
  place: 'Endpoint or inbox',
  request: 'Request',
  verdict: 'Verdict',
  status: 'Status',
  attempt: 'Attempt',
  took: 'Took',
  size: 'Size',
}

/** What a press on a row means where it is not to open it: an attribute, so that a thousand rows need no thousand listeners. */
export const ACT = 'data-act'

/** Columns of the feed; `visible-columns` has their widths. */
export const columns = column.columns([
  column.display({
    id: 'direction',
    cell: ({ row }) => <PickCell row={row.original} />,
  }),
  column.display({
    id: 'time',
    cell: ({ row }) => <TimeCell at={row.original.exchange.at} />,
  }),
  column.display({ id: 'type', cell: ({ row }) => <TypeCell row={row.original} /> }),
  column.display({ id: 'place', cell: ({ row }) => <PlaceCell exchange={row.original.exchange} /> }),
  column.display({
    id: 'request',
    cell: ({ row: { original } }) => (
      <span className="wire-small text-ink-2" title={`${original.exchange.method} ${original.exchange.path}`}>
        {original.exchange.method} {original.exchange.path}
      </span>
    ),
  }),
  column.display({
    id: 'verdict',
    cell: ({ row: { original } }) =>
      original.exchange.verdict === null ? <Dash word="not verified" /> : <VerdictMark verdict={original.exchange.verdict} />,
  }),
  column.display({ id: 'status', cell: ({ row }) => <AnswerMark exchange={row.original.exchange} /> }),
  column.display({
    id: 'attempt',
    cell: ({ row: { original } }) =>
      original.exchange.attempt === null ? (
        <Dash word="not a delivery" />
      ) : (
        <AttemptCount {...original.exchange.attempt} isPending={planOf(original) !== null} />
      ),
  }),
  column.display({ id: 'took', cell: ({ row }) => <TookCell row={row.original} /> }),
  column.display({
    id: 'size',
    cell: ({ row }) => <span className="text-ink-2">{formatBytes(row.original.exchange.requestBytes)}</span>,
  }),
])

/** Columns of numbers stand at the right. */
export const NUMBER_COLUMNS: ReadonlySet<string> = new Set(['attempt', 'took', 'size'])

/** The direction, in whose place a checkbox shows. It is drawn: the row itself says whether it is chosen, and `x` is its key. */
function PickCell({ row: { exchange, isChosen } }: { readonly row: FeedRow }) {
  return (
    <span className="row-pick">
      <DirectionIcon direction={exchange.direction} />
      <span aria-hidden="true" title="Choose" className="check" {...(isChosen && { 'data-checked': '' })} {...{ [ACT]: 'choose' }}>
        {isChosen && <Check size={12} strokeWidth={3} />}
      </span>
    </span>
  )
}

/** The clock; of another day that day and no seconds. */
function TimeCell({ at }: { readonly at: number }) {
  if (isToday(at)) return <RelativeTime at={at} form="clock" className="text-ink-2" />
  return (
    <time dateTime={new Date(at).toISOString()} title={formatExact(at)} className="tabular-nums text-ink-2">
      {formatDayShort(at)}
    </time>
  )
}

function TypeCell({ row: { exchange, isOpen, isIndented } }: { readonly row: FeedRow }) {
  const { text, tone, note } = typeOf(exchange)
  const open = isIndented && (
    <span className="feed-open">
      {isOpen !== null && (
        <button type="button" tabIndex={-1} aria-expanded={isOpen} aria-label="Attempts of this delivery" {...{ [ACT]: 'open' }}>
          <ChevronRight size={14} strokeWidth={1.75} aria-hidden />
        </button>
      )}
    </span>
  )
  const marks = (
    <>
      {exchange.note?.pinned && <RowMark icon={Pin} word="pinned" />}
      {exchange.replayOf !== null && <RowMark icon={Repeat2} word="a replay" />}
      {exchange.isImported && <RowMark icon={FileInput} word="imported" />}
    </>
  )
  if (text === null)
    return (
      <>
        {open}
        <Dash word="unknown type" />
        {marks}
      </>
    )
  return (
    <span className={tone === 'warn' ? 'text-warn' : 'medium'} title={note ?? text}>
      {open}
      {text}
      {marks}
    </span>
  )
}

/** What is so of a row besides its type. */
function RowMark({ icon: Icon, word }: { readonly icon: LucideIcon; readonly word: string }) {
  return (
    <span title={word}>
      <Icon size={14} strokeWidth={1.75} className="ml-1.5 inline align-text-bottom text-ink-3" aria-hidden />
      <span className="sr-only">, {word}</span>
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

function TookCell({ row }: { readonly row: FeedRow }) {
  const { state, tookMs } = row.exchange
  const plan = planOf(row)
  if (state === 'planned' && plan !== null) return <Countdown at={plan} />
  if (tookMs === null) return <Dash word="not known yet" />
  return <span className={tookMs < 1000 ? 'text-ink-2' : ''}>{formatDuration(tookMs)}</span>
}
