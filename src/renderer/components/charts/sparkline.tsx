import type { PlaceHealth } from '../../../shared/domain/health.ts'
import { stackBars } from './stack.ts'

const WIDTH = 96
const HEIGHT = 24
const BARS = 24
const GAP = 1
/** One of a thousand must still be seen. */
const MIN_EXCEPTION = 2

interface SparklineProps {
  readonly counts: Pick<PlaceHealth, 'good' | 'failed' | 'bad' | 'unjudged'>
  /** What it shows, in words: `412 attempts, 161 failed`. */
  readonly name: string
}

/** How much came when, and how much of it went wrong; without axes, for a cell of a list. */
export function Sparkline({ counts, name }: SparklineProps) {
  const bars = stackBars(counts, BARS)
  const most = Math.max(1, ...bars.map(({ bad, failed, rest }) => bad + failed + rest))
  const step = WIDTH / bars.length
  return (
    <svg width={WIDTH} height={HEIGHT} viewBox={`0 0 ${WIDTH} ${HEIGHT}`} role="img" aria-label={name} className="block">
      {bars.map(({ bad, failed, rest }, index) => {
        const height = (count: number): number => (count === 0 ? 0 : Math.max(MIN_EXCEPTION, (count / most) * HEIGHT))
        const [badHeight, failedHeight] = [height(bad), height(failed)]
        const okHeight = Math.min(HEIGHT - badHeight - failedHeight, rest === 0 ? 0 : Math.max(1, (rest / most) * HEIGHT))
        const x = index * step
        const base = HEIGHT - badHeight - failedHeight
        return (
          // Bars have no identity but their place.
          // oxlint-disable-next-line react/no-array-index-key
          <g key={index}>
            {bad + failed + rest === 0 && <rect x={x} y={HEIGHT - 1} width={step - GAP} height={1} className="fill-mark" />}
            {bad > 0 && <rect x={x} y={HEIGHT - badHeight} width={step - GAP} height={badHeight} className="fill-chart-bad" />}
            {failed > 0 && <rect x={x} y={base} width={step - GAP} height={failedHeight} className="fill-chart-fail" />}
            {okHeight > 0 && <rect x={x} y={base - okHeight} width={step - GAP} height={okHeight} className="fill-chart-ok" />}
          </g>
        )
      })}
    </svg>
  )
}
