import { formatAgo, formatClock, formatDayClock, formatExact } from './format.ts'
import { useNow } from './clock.ts'
import { useTimeZone } from './time-zone.ts'

interface RelativeTimeProps {
  /** ms since 1970 */
  readonly at: number
  /** `clock` 10:42:07.118 · `day` today 10:42:07 · `ago` 9 min */
  readonly form?: 'clock' | 'day' | 'ago' | undefined
  readonly className?: string | undefined
}

/** A moment in the chosen time zone; the exact one, with its offset from UTC, shows on hover. */
export function RelativeTime({ at, form = 'day', className }: RelativeTimeProps) {
  useTimeZone()
  return (
    <time dateTime={new Date(at).toISOString()} title={formatExact(at)} className={`tabular-nums ${className ?? ''}`}>
      {form === 'clock' ? formatClock(at) : <Ticking at={at} form={form} />}
    </time>
  )
}

/** Apart from `clock`, which never changes: a thousand rows need no thousand subscriptions. */
function Ticking({ at, form }: { readonly at: number; readonly form: 'day' | 'ago' }) {
  const now = useNow()
  return form === 'ago' ? formatAgo(at, now) : formatDayClock(at, now)
}
