import { useRef, useState, type KeyboardEvent, type PointerEvent } from 'react'
import type { PlaceHealth } from '../../../shared/domain/health.ts'
import { formatCount, formatDelay, formatDuration } from '../format.ts'
import { useWidth } from '../use-width.ts'
import { bucketText, timeTicks, type Buckets } from './buckets.ts'
import { niceCeiling, stackBars } from './stack.ts'

const LATENCY_HEIGHT = 144
const COUNT_HEIGHT = 48
const GAP = 20
const AXIS = 20
const LEFT = 52
const HEIGHT = LATENCY_HEIGHT + GAP + COUNT_HEIGHT + AXIS

interface HealthChartProps extends Buckets {
  readonly health: PlaceHealth
  /** `attempt` or `capture`. */
  readonly noun: string
  /** How all of it is called: `Last 24 h`. */
  readonly whole: string
}

/** How long things took, above how many there were and what went wrong; one time axis. The arrow keys read it bucket by bucket. */
export function HealthChart({ health, noun, whole, from, bucketMs }: HealthChartProps) {
  const frame = useRef<HTMLDivElement>(null)
  const width = Math.max(320, useWidth(frame))
  const [at, setAt] = useState<number | null>(null)
  const bars = stackBars(health, Infinity)
  const buckets = { from, bucketMs, count: bars.length }
  const step = (width - LEFT) / bars.length
  const x = (index: number): number => LEFT + index * step
  const slowest = niceCeiling(Math.max(...health.p95Ms.map((ms) => ms ?? 0)))
  const most = niceCeiling(Math.max(...bars.map(({ bad, failed, rest }) => bad + failed + rest)))
  const latencyY = (ms: number): number => LATENCY_HEIGHT - (ms / slowest) * (LATENCY_HEIGHT - 8)
  const countBase = LATENCY_HEIGHT + GAP + COUNT_HEIGHT
  const countHeight = (count: number): number => (count === 0 ? 0 : Math.max(1, (count / most) * COUNT_HEIGHT))

  function point(event: PointerEvent<HTMLDivElement>): void {
    const inside = event.clientX - event.currentTarget.getBoundingClientRect().left - LEFT
    setAt(inside < 0 ? null : Math.min(bars.length - 1, Math.floor(inside / step)))
  }
  function press(event: KeyboardEvent): void {
    const next = { ArrowLeft: (at ?? bars.length) - 1, ArrowRight: (at ?? -1) + 1, Home: 0, End: bars.length - 1 }[event.key]
    if (next === undefined) return
    event.preventDefault()
    setAt(Math.min(Math.max(next, 0), bars.length - 1))
  }
  const place = at === null ? whole : bucketText(buckets, at)
  const reading = at === null ? readingOf(sumOf(health), 0, noun) : readingOf(health, at, noun)

  return (
    <div className="flex flex-col gap-2">
      <p className="flex min-h-5 items-center gap-4 type-small text-ink-2 tabular-nums" aria-hidden="true">
        <span className="medium text-ink">{place}</span>
        {reading}
        <span className="ml-auto flex items-center gap-4 text-ink-3">
          <Key className="bg-accent">median</Key>
          <Key className="bg-accent-line">95th percentile</Key>
        </span>
      </p>
      <div
        ref={frame}
        className="chart"
        role="slider"
        tabIndex={0}
        aria-label="Latency and outcomes over time"
        aria-valuemin={0}
        aria-valuemax={bars.length - 1}
        aria-valuenow={at ?? bars.length - 1}
        aria-valuetext={`${place}: ${reading}`}
        onPointerMove={point}
        onPointerLeave={() => setAt(null)}
        onKeyDown={press}
      >
        <svg width={width} height={HEIGHT} viewBox={`0 0 ${width} ${HEIGHT}`} aria-hidden="true" className="block">
          {[0, 0.5, 1].map((share) => (
            <g key={share}>
              <path d={`M${LEFT} ${latencyY(slowest * share)}H${width}`} className="stroke-line" />
              <text x={LEFT - 8} y={latencyY(slowest * share) + 4} textAnchor="end" className="fill-ink-3 type-caption tabular-nums">
                {share === 0 ? '0' : formatDelay(slowest * share)}
              </text>
            </g>
          ))}
          <Band low={health.p50Ms} high={health.p95Ms} x={(index) => x(index) + step / 2} y={latencyY} />
          <Line values={health.p95Ms} x={(index) => x(index) + step / 2} y={latencyY} className="stroke-accent-line" />
          <Line values={health.p50Ms} x={(index) => x(index) + step / 2} y={latencyY} className="stroke-accent" />
          <path d={`M${LEFT} ${countBase}H${width}`} className="stroke-line-strong" />
          <text x={LEFT - 8} y={countBase - COUNT_HEIGHT + 4} textAnchor="end" className="fill-ink-3 type-caption tabular-nums">
            {formatCount(most)}
          </text>
          {bars.map(({ bad, failed, rest }, index) => {
            const [badHeight, failedHeight, okHeight] = [countHeight(bad), countHeight(failed), countHeight(rest)]
            const left = x(index) + 0.5
            const wide = Math.max(1, step - 1)
            return (
              // Bars have no identity but their place.
              // oxlint-disable-next-line react/no-array-index-key
              <g key={index}>
                <rect x={left} y={countBase - badHeight} width={wide} height={badHeight} className="fill-chart-bad" />
                <rect x={left} y={countBase - badHeight - failedHeight} width={wide} height={failedHeight} className="fill-chart-fail" />
                <rect
                  x={left}
                  y={countBase - badHeight - failedHeight - okHeight}
                  width={wide}
                  height={okHeight}
                  className="fill-chart-ok"
                />
              </g>
            )
          })}
          {timeTicks(buckets, width - LEFT).map(({ index, word }) => (
            <text key={index} x={x(index)} y={HEIGHT - 4} textAnchor={index === 0 ? 'start' : 'middle'} className="fill-ink-3 type-caption">
              {word}
            </text>
          ))}
          {at !== null && <path d={`M${x(at) + step / 2} 0V${countBase}`} className="stroke-ink-3" strokeDasharray="2 2" />}
        </svg>
      </div>
    </div>
  )
}

/** All buckets as one. */
function sumOf({ good, failed, bad, unjudged, latency }: PlaceHealth): Reading {
  const sum = (counts: readonly number[]): number[] => [counts.reduce((total, each) => total + each, 0)]
  return {
    good: sum(good),
    failed: sum(failed),
    bad: sum(bad),
    unjudged: sum(unjudged),
    p50Ms: [latency?.p50Ms ?? null],
    p95Ms: [latency?.p95Ms ?? null],
  }
}

type Reading = Pick<PlaceHealth, 'good' | 'failed' | 'bad' | 'unjudged' | 'p50Ms' | 'p95Ms'>

function readingOf(health: Reading, index: number, noun: string): string {
  const [good, failed, bad, unjudged] = [health.good, health.failed, health.bad, health.unjudged].map((each) => each[index] ?? 0) as [
    number,
    number,
    number,
    number,
  ]
  const all = good + failed + bad + unjudged
  if (all === 0) return `no ${noun}s`
  const [p50, p95] = [health.p50Ms[index], health.p95Ms[index]]
  const wrong = [failed > 0 && `${formatCount(failed)} failed`, bad > 0 && `${formatCount(bad)} invalid`].filter(Boolean)
  return [
    `${formatCount(all)} ${noun}${all === 1 ? '' : 's'}`,
    ...wrong,
    ...(p50 == null ? [] : [`median ${formatDuration(p50)}`]),
    ...(p95 == null ? [] : [`95th ${formatDuration(p95)}`]),
  ].join(', ')
}

interface CurveProps {
  readonly values: readonly (number | null)[]
  readonly x: (index: number) => number
  readonly y: (value: number) => number
  readonly className: string
}

/** Breaks where nothing was timed; a value alone is a dot. */
function Line({ values, x, y, className }: CurveProps) {
  return runsOf(values).map((run) =>
    run.length === 1 ? (
      <circle key={run[0]?.index} cx={x(run[0]?.index ?? 0)} cy={y(run[0]?.value ?? 0)} r={1.5} className={`${className} fill-current`} />
    ) : (
      <polyline
        key={run[0]?.index}
        points={run.map(({ index, value }) => `${x(index)},${y(value)}`).join(' ')}
        className={`fill-none ${className}`}
        strokeWidth={1.5}
        strokeLinejoin="round"
      />
    ),
  )
}

function Band({
  low,
  high,
  x,
  y,
}: Omit<CurveProps, 'values' | 'className'> & { readonly low: CurveProps['values']; readonly high: CurveProps['values'] }) {
  return runsOf(high).map((run) => (
    <polygon
      key={run[0]?.index}
      points={[
        ...run.map(({ index, value }) => `${x(index)},${y(value)}`),
        ...run.toReversed().map(({ index }) => `${x(index)},${y(low[index] ?? 0)}`),
      ].join(' ')}
      className="fill-accent-soft"
    />
  ))
}

/** The values without gaps between them, piece by piece. */
function runsOf(values: readonly (number | null)[]): { readonly index: number; readonly value: number }[][] {
  const runs: { readonly index: number; readonly value: number }[][] = []
  values.forEach((value, index) => {
    if (value === null) return
    const last = runs.at(-1)
    if (last?.at(-1)?.index === index - 1) last?.push({ index, value })
    else runs.push([{ index, value }])
  })
  return runs
}

function Key({ className, children }: { readonly className: string; readonly children: string }) {
  return (
    <span className="inline-flex items-center gap-2">
      <span className={`h-0.5 w-3 ${className}`} />
      {children}
    </span>
  )
}
