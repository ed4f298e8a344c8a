import type { ReactNode } from 'react'
import { counted } from '../../shared/domain/counted.ts'
import { healthTotals, type HealthWindow, type PlaceHealth } from '../../shared/domain/health.ts'
import { formatDuration, formatShare } from './format.ts'
import { isLow, LOW_INK, WINDOW_WORDS, type HealthNoun } from './health-words.ts'

interface HealthLineProps {
  readonly health: PlaceHealth
  readonly window: HealthWindow
  readonly noun: HealthNoun
  /** Without the percentiles. */
  readonly isShort?: boolean | undefined
}

/** How one place has been doing, in numbers: share, count, percentiles. */
export function HealthLine({ health, window, noun, isShort = false }: HealthLineProps) {
  const { all, share } = healthTotals(health)
  if (all === 0) return <span>{`No ${noun.one}s in ${WINDOW_WORDS[window]}`}</span>
  return (
    <span className="flex flex-wrap items-center gap-x-4 tabular-nums">
      {share !== null && (
        <span>
          <Strong ink={isLow(health) ? LOW_INK[noun.low.tone] : 'text-ink'}>{formatShare(share)}</Strong> {noun.good} in{' '}
          {WINDOW_WORDS[window]}
        </span>
      )}
      <span>{counted(all, noun.one)}</span>
      {!isShort && health.latency && (
        <>
          <span>
            p50 <Strong>{formatDuration(health.latency.p50Ms)}</Strong>
          </span>
          <span>
            p95 <Strong>{formatDuration(health.latency.p95Ms)}</Strong>
          </span>
          <span>
            p99 <Strong>{formatDuration(health.latency.p99Ms)}</Strong>
          </span>
        </>
      )}
    </span>
  )
}

function Strong({ ink = 'text-ink', children }: { readonly ink?: string; readonly children: ReactNode }) {
  return <span className={`medium ${ink}`}>{children}</span>
}
