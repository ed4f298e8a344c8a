import { healthTotals, type HealthWindow, type PlaceHealth } from '../../shared/domain/health.ts'
import { Sparkline } from './charts/sparkline.tsx'
import { Dash } from './dash.tsx'
import { formatDuration, formatShare } from './format.ts'
import { Glyph } from './glyph.tsx'
import { isLow, LOW_INK, spokenHealth, type HealthNoun } from './health-words.ts'
import { RelativeTime } from './relative-time.tsx'

/** Cells of a list that tell how a place has been doing; empty until the engine has said so. */

interface HealthCellProps {
  readonly health: PlaceHealth | undefined
}

/** How much came when. */
export function BarsCell({ health, window, noun }: HealthCellProps & { readonly window: HealthWindow; readonly noun: HealthNoun }) {
  return health ? <Sparkline counts={health} name={spokenHealth(health, window, noun)} /> : null
}

/** Share of the good ones. */
export function ShareCell({ health, noun: { low } }: HealthCellProps & { readonly noun: HealthNoun }) {
  if (!health) return null
  const { share } = healthTotals(health)
  if (share === null) return <Dash />
  return (
    <span className={`inline-flex items-center gap-2 ${isLow(health) ? LOW_INK[low.tone] : ''}`}>
      {isLow(health) ? <Glyph shape={low.shape} tone={low.tone} /> : <Glyph shape="dot" tone="ok" />}
      {formatShare(share)}
    </span>
  )
}

/** What all but one in twenty stayed below. */
export function SlowCell({ health }: HealthCellProps) {
  if (!health) return null
  return health.latency ? (
    <span className={health.latency.p95Ms >= 1000 ? '' : 'text-ink-2'}>{formatDuration(health.latency.p95Ms)}</span>
  ) : (
    <Dash />
  )
}

/** When the newest one began. */
export function LastCell({ health, never }: HealthCellProps & { readonly never: string }) {
  if (!health) return null
  return health.lastAt === null ? (
    <span className="text-ink-3">{never}</span>
  ) : (
    <RelativeTime at={health.lastAt} form="ago" className="text-ink-2" />
  )
}
