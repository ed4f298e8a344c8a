import type { DeliveryView } from '../../../shared/domain/exchange.ts'
import { useState } from 'react'
import { SegmentedControl } from '../../components/segmented-control.tsx'
import { useNow } from '../../components/clock.ts'
import { formatClock, formatDelay } from '../../components/format.ts'
import { layoutLadder, type LadderScale } from './ladder-layout.ts'
import { SectionHead } from './section-head.tsx'

const WIDTH = 480
const HEIGHT = 96
const TOP = 20
const BASE = 50
const BOTTOM = 80
const END = 16
/** What one character of a label takes, with room at its ends. */
const CHARACTER_PX = 6

/** The attempts of a delivery on the clock: waits with the policy's delay above and the actual one below. */
export function LadderAxis({ delivery }: { readonly delivery: DeliveryView }) {
  const now = useNow()
  const [scale, setScale] = useState<LadderScale>('actual')
  const layout = layoutLadder(delivery, scale)
  if (!layout) return null
  const { from, to, attempts, planned, waits } = layout
  const x = (at: number): number => ((at - from) / Math.max(to - from, 1)) * (WIDTH - END)
  const isUnderWay = scale === 'actual' && planned !== null && now > from && now < to
  const nowX = x(now)
  const { speed } = delivery
  return (
    <section aria-label="Ladder">
      <SectionHead title="Ladder" note="Delays begin as attempts end">
        {speed !== 1 && (
          <SegmentedControl
            name="Scale of the ladder"
            options={[
              { value: 'nominal', label: 'Nominal' },
              { value: 'actual', label: speed === 'max' ? 'Actual, no waits' : `Actual, × ${speed}` },
            ]}
            value={scale}
            onChange={setScale}
          />
        )}
      </SectionHead>
      <svg className="ladder h-auto w-full" viewBox={`0 0 ${WIDTH} ${HEIGHT}`} role="img" aria-label={spoken(waits)}>
        {isUnderWay && <rect className="past" x={0} y={TOP} width={nowX} height={BOTTOM - TOP} />}
        <path className={planned ? 'base base-planned' : 'base'} d={`M0 ${BASE}H${WIDTH - END}`} />
        <path className="base" d={`M0 ${BASE}H${x(attempts.at(-1)?.endsAt ?? to)}`} />
        <text x={0} y={12}>
          {formatClock(from, 'seconds')}
        </text>
        <text x={WIDTH} y={12} textAnchor="end">
          {scale === 'actual' ? formatClock(to, 'seconds') : `after ${formatDelay(to - from)}`}
        </text>
        {waits.map(({ from: start, to: end, nominalMs }) => {
          const middle = (x(start) + x(end)) / 2
          const room = (x(end) - x(start) - 8) / CHARACTER_PX
          const actualMs = end - start
          const nominal = nominalMs === null ? 'by hand' : formatDelay(nominalMs)
          const isScaled = nominalMs !== null && Math.abs(actualMs - nominalMs) > Math.max(1000, nominalMs * 0.1)
          const actual = isScaled ? formatDelay(actualMs) : ''
          const actualInFull = speed === 1 || !isScaled ? actual : `${actual} at speed ${speed}`
          return (
            <g key={start}>
              <text className="is-strong" x={middle} y={BASE - 8} textAnchor="middle">
                {nominal.length < room ? nominal : ''}
              </text>
              <text x={middle} y={BASE + 16} textAnchor="middle">
                {[actualInFull, actual].find((words) => words.length < room) ?? ''}
              </text>
            </g>
          )
        })}
        {attempts.map(({ number, at, endsAt, isOk }) => (
          <g key={at}>
            <rect
              className={isOk ? 'made-ok' : 'made-failed'}
              x={x(at)}
              y={BASE - 12}
              width={Math.max(6, x(endsAt) - x(at))}
              height={24}
              rx={2}
            />
            <text className="is-strong" x={x(at)} y={BOTTOM + 12}>
              {number}
            </text>
          </g>
        ))}
        {planned && (
          <>
            <circle className="planned" cx={x(planned.at)} cy={BASE} r={10} />
            <text className="is-now" x={x(planned.at)} y={BASE + 4} textAnchor="middle">
              {planned.number}
            </text>
          </>
        )}
        {isUnderWay && (
          <>
            <path className="now" d={`M${nowX} ${TOP - 2}V${BOTTOM}`} />
            <text className="is-now" x={nowX} y={12} textAnchor={nowX < 120 ? 'start' : nowX > WIDTH - 120 ? 'end' : 'middle'}>
              {nowX < 60 || nowX > WIDTH - 60 ? '' : 'now'}
            </text>
          </>
        )}
      </svg>
    </section>
  )
}

function spoken(waits: readonly { readonly from: number; readonly to: number; readonly nominalMs: number | null }[]): string {
  return waits
    .map(({ from, to, nominalMs }, index) =>
      nominalMs === null
        ? `attempt ${index + 2} by hand`
        : `attempt ${index + 2} after ${formatDelay(nominalMs)}, really ${formatDelay(to - from)}`,
    )
    .join('; ')
}
