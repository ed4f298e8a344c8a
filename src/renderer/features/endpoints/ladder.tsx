import { formatDelay } from '../../components/format.ts'
import { startTimes } from './ladder-times.ts'

const WIDTH = 632
const HEIGHT = 132
const LEFT = 12
const RIGHT = 64
const BASE = 104
const TOP = 28
const RUNG = 10
/** A rung this close to the one before gets no label of its own. */
const MIN_LABEL_GAP = 56

interface LadderProps {
  /** Delay before each attempt in ms. */
  readonly delaysMs: readonly number[]
}

/** When each attempt comes, to scale, if each one before fails at once. */
export function Ladder({ delaysMs }: LadderProps) {
  const times = startTimes(delaysMs)
  const end = Math.max(times.at(-1) ?? 0, 1)
  const x = (ms: number): number => LEFT + (ms / end) * (WIDTH - LEFT - RIGHT)
  const y = (index: number): number => BASE - 20 - (delaysMs.length === 1 ? 0 : (index / (delaysMs.length - 1)) * (BASE - 20 - TOP))
  const steps = times.map((ms, index) => (index === 0 ? `M${x(ms)} ${y(index)}` : `H${x(ms)}V${y(index)}`)).join('')
  const last = y(times.length - 1)
  const out = Math.min(x(times.at(-1) ?? 0) + 48, WIDTH)
  return (
    <svg
      viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
      className="h-auto w-full max-w-[632px] overflow-visible"
      role="img"
      aria-label={spokenLadder(times)}
    >
      <path d={`${steps}H${out}V${BASE}H${LEFT}Z`} className="fill-accent-soft opacity-60" />
      <path d={`M0 ${BASE}H${WIDTH}`} className="stroke-line-strong" />
      <path d={`${steps}H${out}`} className="fill-none stroke-accent stroke-2" strokeLinejoin="round" />
      {times.map((ms, index) => {
        const gap = index === 0 ? Infinity : x(ms) - x(times[index - 1] ?? 0)
        return (
          // Rungs have no identity but their place.
          // oxlint-disable-next-line react/no-array-index-key
          <g key={index}>
            {gap >= RUNG * 2 - 4 && (
              <>
                <circle cx={x(ms)} cy={y(index)} r={RUNG} className="fill-surface stroke-accent stroke-2" />
                <text x={x(ms)} y={y(index) + 4} textAnchor="middle" className="fill-accent type-caption tabular-nums">
                  {index + 1}
                </text>
              </>
            )}
            {gap >= MIN_LABEL_GAP && (
              <>
                <path d={`M${x(ms)} ${BASE}v6`} className="stroke-line-strong" />
                <text
                  x={x(ms)}
                  y={BASE + 22}
                  textAnchor={index === 0 ? 'start' : 'middle'}
                  className="fill-ink-3 type-caption tabular-nums"
                >
                  {formatDelay(ms)}
                </text>
              </>
            )}
          </g>
        )
      })}
      <circle cx={out} cy={last} r={2} className="fill-accent" />
    </svg>
  )
}

function spokenLadder(times: readonly number[]): string {
  return times.map((ms, index) => `attempt ${index + 1} ${index === 0 ? 'first' : `after ${formatDelay(ms)}`}`).join(', ')
}
