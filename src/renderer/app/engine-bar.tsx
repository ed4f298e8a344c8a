import type { EngineStatus } from '../../shared/domain/status.ts'
import { useNow } from '../components/clock.ts'
import { formatBytes, formatCount, formatCountdown, formatPlural } from '../components/format.ts'
import { Glyph } from '../components/glyph.tsx'

/** Left of the status bar: what passes now and what is to come. */
export function EngineActivity({ status }: { readonly status: EngineStatus }) {
  const { capturesPerSecond, attemptsPerSecond, pendingDeliveries, nextAttemptAt } = status
  const isIdle = capturesPerSecond === 0 && attemptsPerSecond === 0
  return (
    <>
      <span className="inline-flex items-center gap-2">
        <Glyph shape="dot" tone="ok" />
        {isIdle ? 'Ready' : `${formatRate(capturesPerSecond)} in · ${formatRate(attemptsPerSecond)} out`}
      </span>
      <span>
        {pendingDeliveries === 0 ? 'Nothing pending' : formatPlural(pendingDeliveries, 'delivery pending', 'deliveries pending')}
        {pendingDeliveries > 0 && nextAttemptAt !== null && <NextIn at={nextAttemptAt} />}
      </span>
    </>
  )
}

/** Right of the status bar: what is kept, and by which version. */
export function EngineHoldings({ status }: { readonly status: EngineStatus }) {
  const { exchanges, exchangesExact, databaseBytes, version } = status
  return (
    <>
      <span>
        {formatCount(exchanges)}
        {exchangesExact ? '' : '+'} {exchanges === 1 ? 'exchange' : 'exchanges'} · {formatBytes(databaseBytes)}
      </span>
      <span>v{version}</span>
    </>
  )
}

function NextIn({ at }: { readonly at: number }) {
  const left = at - useNow()
  return <> · next {left <= 0 ? 'now' : `in ${formatCountdown(left)}`}</>
}

/** `38/s`; one decimal under 10, so that a trickle shows. */
function formatRate(perSecond: number): string {
  return `${perSecond >= 10 ? formatCount(perSecond) : Number(perSecond.toFixed(1))}/s`
}
