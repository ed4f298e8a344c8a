import { X, ZoomIn, ZoomOut } from 'lucide-react'
import { useRef, useState } from 'react'
import { useStore } from 'zustand'
import { sumBars, type Bar, type Histogram } from '../../../shared/domain/histogram.ts'
import { HOUR_MS, MINUTE_MS } from '../../../shared/domain/units.ts'
import { Button } from '../../components/button.tsx'
import { formatCount } from '../../components/format.ts'
import { IconButton } from '../../components/icon-button.tsx'
import { Menu } from '../../components/menu.tsx'
import { useWidth } from '../../components/use-width.ts'
import { barsOf, rangeOf, wholeOf, type BarRange } from './brush.ts'
import type { FeedQuery, TimeRange } from './feed-query.ts'
import { HistogramBars } from './histogram-bars.tsx'
import { HistogramBrush } from './histogram-brush.tsx'
import type { LiveHistogram, Series } from './histogram-store.ts'
import { formatBarLength, formatSpan, ticksOf } from './time-words.ts'
import './histogram.css'

interface HistogramFigureProps {
  readonly live: LiveHistogram
  readonly query: FeedQuery
  /** Asks for another time; `isStep`: "back" undoes it. */
  readonly onTime: (time: Pick<FeedQuery, 'span' | 'range'>, isStep: boolean) => void
}

const SERIES: readonly { readonly name: Series; readonly shape: string }[] = [
  { name: 'ok', shape: 'is-round' },
  { name: 'failed', shape: 'is-square' },
  { name: 'invalid', shape: 'is-diamond' },
]
const LAST = [
  { label: 'Last 15 minutes', ms: 15 * MINUTE_MS },
  { label: 'Last hour', ms: HOUR_MS },
  { label: 'Last 24 hours', ms: 24 * HOUR_MS },
  { label: 'Last 7 days', ms: 7 * 24 * HOUR_MS },
] as const
const TICK_PX = 76

/** What the feed holds over time; a brush chooses of it. */
export function HistogramFigure({ live, query, onTime }: HistogramFigureProps) {
  const { histogram, hidden } = useStore(live.store)
  const figure = useRef<HTMLElement>(null)
  const width = useWidth(figure)
  const [drawing, setDrawing] = useState<BarRange | null>(null)
  const { span, range } = query
  const isOpen = span.kind !== 'between'
  const chosen = histogram && range ? barsOf(histogram, range) : null
  const brush = drawing ?? chosen
  const shownRange = histogram && drawing ? rangeOf(histogram, drawing, isOpen) : range

  const choose = (bars: BarRange | null, isStep: boolean): void => {
    setDrawing(null)
    if (histogram) onTime({ span, range: bars && rangeOf(histogram, bars, isOpen) }, isStep)
  }
  const zoomIn = (): void => {
    if (histogram && range) onTime({ span: { kind: 'between', from: range.from, to: range.to ?? histogram.to }, range: null }, true)
  }
  const zoomOut = (): void => onTime({ span: { kind: 'all' }, range: null }, true)

  return (
    <figure ref={figure} className="histogram" aria-label="Exchanges over time">
      <figcaption className="histogram-head">
        <TimeMenu histogram={histogram} query={query} shownRange={shownRange} onTime={onTime} />
        {range && <IconButton icon={ZoomIn} name="Zoom in to what is chosen" size="small" onClick={zoomIn} />}
        {range && <IconButton icon={X} name="Clear the chosen time" size="small" onClick={() => choose(null, true)} />}
        {!range && span.kind !== 'all' && <IconButton icon={ZoomOut} name="Zoom out to all" size="small" onClick={zoomOut} />}
        <Legend live={live} histogram={histogram} hidden={hidden} range={shownRange} />
      </figcaption>
      <div className="histogram-plot">
        {histogram && (
          <>
            <HistogramBars histogram={histogram} hidden={hidden} inside={brush ?? wholeOf(histogram)} />
            <HistogramBrush
              histogram={histogram}
              brush={brush}
              isOpen={isOpen}
              onDraw={setDrawing}
              onChoose={choose}
              onZoomIn={zoomIn}
              onLeave={() => (range ? choose(null, true) : span.kind === 'all' ? undefined : zoomOut())}
            />
          </>
        )}
      </div>
      <div className="histogram-axis" aria-hidden="true">
        {histogram && <Axis histogram={histogram} width={width - 24} />}
      </div>
    </figure>
  )
}

interface TimeMenuProps {
  readonly histogram: Histogram | null
  readonly query: FeedQuery
  readonly shownRange: TimeRange | null
  readonly onTime: HistogramFigureProps['onTime']
}

/** Says the time, and offers the usual ones. */
function TimeMenu({ histogram, query, shownRange, onTime }: TimeMenuProps) {
  const { span } = query
  const now = histogram?.to ?? 0
  const last = LAST.find(({ ms }) => span.kind === 'last' && ms === span.ms)?.label
  const time = shownRange ?? (span.kind === 'between' ? span : null)
  const words = time ? formatSpan(time.from, time.to, now) : (last ?? (histogram && formatSpan(histogram.from, null, now)))
  return (
    <>
      <Menu
        align="start"
        trigger={
          <Button kind="quiet" size="small" aria-label={`Time: ${words ?? 'all'}`} className="histogram-time">
            {words ?? ' '}
          </Button>
        }
        entries={[
          { label: 'All', run: () => onTime({ span: { kind: 'all' }, range: null }, true) },
          ...LAST.map(({ label, ms }) => ({ label, run: () => onTime({ span: { kind: 'last', ms } as const, range: null }, true) })),
        ]}
      />
      {histogram && <span className="text-ink-3">{formatBarLength(histogram.barMs)}</span>}
    </>
  )
}

interface LegendProps {
  readonly live: LiveHistogram
  readonly histogram: Histogram | null
  readonly hidden: ReadonlySet<Series>
  readonly range: TimeRange | null
}

/** What the colours mean and how many there are; a press hides one. */
function Legend({ live, histogram, hidden, range }: LegendProps) {
  const sum: Bar | null = histogram && sumBars(histogram, range && { from: range.from, to: range.to ?? Number.POSITIVE_INFINITY })
  return (
    <span className="histogram-legend">
      {SERIES.map(({ name, shape }) => (
        <button key={name} type="button" aria-pressed={!hidden.has(name)} onClick={() => live.toggle(name)}>
          <i className={`${shape} is-${name}`} aria-hidden="true" />
          {name} <b>{sum ? `${formatCount(sum[name])}${histogram?.isWhole === false ? '+' : ''}` : ''}</b>
        </button>
      ))}
    </span>
  )
}

function Axis({ histogram, width }: { readonly histogram: Histogram; readonly width: number }) {
  const { from, barMs, bars } = histogram
  const end = from + bars.length * barMs
  return ticksOf(from, end, Math.max(1, Math.floor(width / TICK_PX))).map(({ at, word }) => {
    const share = (at - from) / (end - from)
    // A word that would hang over the edge is left out.
    if (share * width < 24 || (1 - share) * width < 24) return null
    return (
      <span key={at} style={{ left: `${share * 100}%` }}>
        {word}
      </span>
    )
  })
}
