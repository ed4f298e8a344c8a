import { memo } from 'react'
import type { Bar, Histogram } from '../../../shared/domain/histogram.ts'
import type { BarRange } from './brush.ts'
import type { Series } from './histogram-store.ts'

/** px */
const HEIGHT = 56
/** Of a bar's width, what is drawn; the rest is the gap. */
const FILLED = 0.75
/** What went wrong is seen, however little it is beside the rest; px. */
const LEAST = 2

/** From the base line up: the exceptions stand on it, so that they are compared from a common zero. */
const STACK: readonly Series[] = ['invalid', 'failed', 'ok']

interface HistogramBarsProps {
  readonly histogram: Histogram
  readonly hidden: ReadonlySet<Series>
  /** What stands outside is drawn faintly. */
  readonly inside: BarRange
}

/** The bars as six shapes, whatever their number. */
export const HistogramBars = memo(function HistogramBars({ histogram, hidden, inside }: HistogramBarsProps) {
  const { bars } = histogram
  const shown = STACK.filter((series) => !hidden.has(series))
  const most = Math.max(1, ...bars.map((bar) => shown.reduce((sum, series) => sum + bar[series], 0)))
  return (
    <svg viewBox={`0 0 ${bars.length} ${HEIGHT}`} preserveAspectRatio="none" aria-hidden="true">
      <path className="histogram-line" d={`M0 .5H${bars.length}M0 28.5H${bars.length}`} />
      {shown.map((series) => (
        <g key={series} fill={`var(--chart-${{ ok: 'ok', failed: 'fail', invalid: 'bad' }[series]})`}>
          <path d={pathOf(bars, shown, series, most, (index) => index >= inside.first && index <= inside.last)} />
          <path
            className="histogram-outside"
            d={pathOf(bars, shown, series, most, (index) => index < inside.first || index > inside.last)}
          />
        </g>
      ))}
    </svg>
  )
})

function pathOf(
  bars: readonly Bar[],
  stack: readonly Series[],
  series: Series,
  most: number,
  isWanted: (index: number) => boolean,
): string {
  let path = ''
  bars.forEach((bar, index) => {
    if (bar[series] === 0 || !isWanted(index)) return
    let bottom = HEIGHT
    for (const below of stack) {
      const height = bar[below] === 0 ? 0 : Math.max(LEAST, (bar[below] / most) * (HEIGHT - LEAST * 2))
      if (below === series) {
        path += `M${index + (1 - FILLED) / 2} ${(bottom - height).toFixed(1)}h${FILLED}V${bottom.toFixed(1)}h-${FILLED}Z`
        return
      }
      bottom -= height
    }
  })
  return path
}
