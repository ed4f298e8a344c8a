import { counted } from '../../shared/domain/counted.ts'
import type { EngineStatus } from '../../shared/domain/status.ts'
import { SECOND_MS } from '../../shared/domain/units.ts'
import { useNow } from '../components/clock.ts'
import { formatBytes, formatCount, formatCountdown, formatDelay } from '../components/format.ts'
import { Glyph } from '../components/glyph.tsx'

/** Left of the status bar: what passes now and what is to come. */
export function EngineActivity({ status }: { readonly status: EngineStatus }) {
  const { capturesPerSecond, attemptsPerSecond, pendingDeliveries, nextAttemptAt, trouble } = status
  const isIdle = capturesPerSecond === 0 && attemptsPerSecond === 0
  return (
    <>
      <span className="inline-flex items-center gap-2">
        {trouble === null ? <Glyph shape="dot" tone="ok" /> : <Glyph shape="cross" tone="fail" />}
        {trouble !== null
          ? 'Keeps nothing'
          : isIdle
            ? 'Ready'
            : `${formatRate(capturesPerSecond)} in · ${formatRate(attemptsPerSecond)} out`}
      </span>
      <span>
        {pendingDeliveries === 0 ? 'Nothing pending' : counted(pendingDeliveries, 'delivery pending', 'deliveries pending')}
        {pendingDeliveries > 0 && nextAttemptAt !== null && <NextIn at={nextAttemptAt} />}
      </span>
    </>
  )
}

/** Right of the status bar: what is kept, and by which version. */
export function EngineHoldings({ status }: { readonly status: EngineStatus }) {
  const { exchanges, exchangesExact, databaseBytes, search, version } = status
  return (
    <>
      <span>
        {formatCount(exchanges)}
        {exchangesExact ? '' : '+'} {exchanges === 1 ? 'exchange' : 'exchanges'} · {formatBytes(databaseBytes)}
      </span>
      {search !== null && <span title={SEARCH_TITLE}>{searchWord(search)}</span>}
      <span>v{version}</span>
    </>
  )
}

const SEARCH_TITLE = 'Words are looked up in an index that trails what is captured; other filters see everything at once.'

/** How far the index of words trails. */
export function searchWord({ behind, behindMs }: NonNullable<EngineStatus['search']>): string {
  // A row that has just come is behind for a moment: that is no news.
  if (behind === 0 || behindMs < SECOND_MS) return 'Search index up to date'
  return `Search index ${formatCount(behind)}${behind >= MAX_BEHIND ? '+' : ''} behind, ${formatDelay(behindMs)}`
}

/** The engine counts no further. */
const MAX_BEHIND = 100_000

function NextIn({ at }: { readonly at: number }) {
  const left = at - useNow()
  return <> · next {left <= 0 ? 'now' : `in ${formatCountdown(left)}`}</>
}

/** `38/s`; one decimal under 10, so that a trickle shows. */
function formatRate(perSecond: number): string {
  return `${perSecond >= 10 ? formatCount(perSecond) : Number(perSecond.toFixed(1))}/s`
}
