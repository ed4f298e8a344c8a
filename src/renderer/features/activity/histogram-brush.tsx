import { useRef, useState, type KeyboardEvent, type PointerEvent } from 'react'
import type { Histogram } from '../../../shared/domain/histogram.ts'
import { formatCount, formatExact } from '../../components/format.ts'
import { barsBetween, moved, shifted, wholeOf, type BarRange } from './brush.ts'
import { formatSpan } from './time-words.ts'

interface HistogramBrushProps {
  readonly histogram: Histogram
  /** null: nothing is chosen. */
  readonly brush: BarRange | null
  /** The histogram ends now. */
  readonly isOpen: boolean
  /** While it is drawn. */
  readonly onDraw: (bars: BarRange | null) => void
  /** `isStep`: "back" undoes it. */
  readonly onChoose: (bars: BarRange | null, isStep: boolean) => void
  readonly onZoomIn: () => void
  /** Escape, when nothing is being drawn. */
  readonly onLeave: () => void
}

/** What the pointer does: `from` is the share of the width where it began. */
type Gesture =
  | { readonly kind: 'draw'; readonly from: number }
  | { readonly kind: 'shift'; readonly from: number; readonly start: BarRange }
  | { readonly kind: 'end'; readonly end: 'first' | 'last'; readonly start: BarRange }

const PAGE_BARS = 10
/** A press that moves less is a click, px. */
const CLICK_PX = 3

/**
 * Chooses bars: drag over them, drag what is chosen or one of its handles, or press a bar. The handles are sliders:
 * arrows, Page Up and Page Down move one, Home and End bring it to the edge, Enter zooms in, Escape lets go.
 */
export function HistogramBrush({ histogram, brush, isOpen, onDraw, onChoose, onZoomIn, onLeave }: HistogramBrushProps) {
  const plot = useRef<HTMLDivElement>(null)
  const gesture = useRef<Gesture | null>(null)
  const pressedAt = useRef(0)
  const [hovered, setHovered] = useState<number | null>(null)
  const { bars } = histogram
  const shown = brush ?? wholeOf(histogram)

  function shareAt(clientX: number): number {
    const box = plot.current?.getBoundingClientRect()
    return box && box.width > 0 ? Math.max(0, Math.min(0.999_999, (clientX - box.left) / box.width)) : 0
  }
  function press(event: PointerEvent, started: Gesture): void {
    if (event.button !== 0) return
    event.stopPropagation()
    plot.current?.setPointerCapture(event.pointerId)
    gesture.current = started
    pressedAt.current = event.clientX
  }
  function drawnBy(started: Gesture, clientX: number): BarRange {
    const share = shareAt(clientX)
    if (started.kind === 'draw') return barsBetween(histogram, started.from, share)
    if (started.kind === 'shift') return shifted(histogram, started.start, Math.round((share - started.from) * bars.length))
    const { first, last } = started.start
    // A handle that is dragged over the other one turns the brush round.
    const fixed = (started.end === 'first' ? last + 0.5 : first + 0.5) / bars.length
    return barsBetween(histogram, fixed, share)
  }
  function move(event: PointerEvent): void {
    setHovered(Math.floor(shareAt(event.clientX) * bars.length))
    const started = gesture.current
    if (started && Math.abs(event.clientX - pressedAt.current) >= CLICK_PX) onDraw(drawnBy(started, event.clientX))
  }
  function release(event: PointerEvent): void {
    const started = gesture.current
    gesture.current = null
    if (!started) return
    const isClick = Math.abs(event.clientX - pressedAt.current) < CLICK_PX
    if (!isClick) onChoose(drawnBy(started, event.clientX), true)
    else if (started.kind === 'draw') onChoose(brush ? null : drawnBy(started, event.clientX), true)
  }
  function cancel(): void {
    gesture.current = null
    onDraw(null)
  }
  const key =
    (end: 'first' | 'last') =>
    (event: KeyboardEvent): void => {
      const all = wholeOf(histogram)
      const next: Partial<Record<string, () => void>> = {
        ArrowLeft: () => onChoose(moved(histogram, shown, end, -1), false),
        ArrowDown: () => onChoose(moved(histogram, shown, end, -1), false),
        ArrowRight: () => onChoose(moved(histogram, shown, end, 1), false),
        ArrowUp: () => onChoose(moved(histogram, shown, end, 1), false),
        PageDown: () => onChoose(moved(histogram, shown, end, -PAGE_BARS), false),
        PageUp: () => onChoose(moved(histogram, shown, end, PAGE_BARS), false),
        Home: () => onChoose(moved(histogram, shown, end, -all.last), false),
        End: () => onChoose(moved(histogram, shown, end, all.last), false),
        Enter: onZoomIn,
        Escape: gesture.current ? cancel : onLeave,
      }
      const act = event.ctrlKey || event.metaKey || event.altKey ? undefined : next[event.key]
      if (!act) return
      event.preventDefault()
      event.stopPropagation()
      act()
    }

  const handle = (end: 'first' | 'last') => {
    const edge = end === 'first' ? shown.first : shown.last + 1
    const at = histogram.from + edge * histogram.barMs
    return (
      <div
        className={`histogram-handle is-${end}`}
        role="slider"
        tabIndex={0}
        aria-label={end === 'first' ? 'Beginning of the chosen time' : 'End of the chosen time'}
        aria-orientation="horizontal"
        aria-valuemin={0}
        aria-valuemax={bars.length}
        aria-valuenow={edge}
        aria-valuetext={isOpen && end === 'last' && shown.last === bars.length - 1 ? 'now' : formatExact(at)}
        onPointerDown={(event) => press(event, { kind: 'end', end, start: shown })}
        onKeyDown={key(end)}
      />
    )
  }

  return (
    <div
      ref={plot}
      className="histogram-surface"
      title={hovered === null ? undefined : barWords(histogram, hovered)}
      onPointerDown={(event) => press(event, { kind: 'draw', from: shareAt(event.clientX) })}
      onPointerMove={move}
      onPointerUp={release}
      onPointerCancel={cancel}
      onPointerLeave={() => setHovered(null)}
    >
      <div
        className={brush ? 'histogram-brush is-there' : 'histogram-brush'}
        style={{ left: `${(shown.first / bars.length) * 100}%`, right: `${(1 - (shown.last + 1) / bars.length) * 100}%` }}
        onPointerDown={(event) => brush && press(event, { kind: 'shift', from: shareAt(event.clientX), start: brush })}
        onDoubleClick={onZoomIn}
      >
        {handle('first')}
        {handle('last')}
      </div>
    </div>
  )
}

/** `10:40:06 to 10:40:12: 31 ok, 2 failed` */
function barWords({ from, barMs, bars, to }: Histogram, index: number): string {
  const bar = bars[index]
  if (!bar) return ''
  const start = from + index * barMs
  const counts = (['ok', 'failed', 'invalid'] as const)
    .filter((series) => bar[series] > 0)
    .map((series) => `${formatCount(bar[series])} ${series}`)
  return `${formatSpan(start, start + barMs, to)}: ${counts.length === 0 ? 'nothing' : counts.join(', ')}`
}
