import type { ExchangeSummary } from '../../shared/domain/exchange.ts'
import { Badge } from './badge.tsx'
import { DirectionIcon } from './direction-icon.tsx'
import { RelativeTime } from './relative-time.tsx'
import { StatusMark } from './status-mark.tsx'
import { VerdictMark } from './verdict-mark.tsx'

/** An exchange in one line: when, what, where, how it ended. */
export function ExchangeLine({
  exchange: { direction, type, method, path, place, at, verdict, status, error, replayOf, isImported },
}: {
  readonly exchange: Pick<
    ExchangeSummary,
    'direction' | 'type' | 'method' | 'path' | 'place' | 'at' | 'verdict' | 'status' | 'error' | 'replayOf' | 'isImported'
  >
}) {
  return (
    <>
      <DirectionIcon direction={direction} />
      <span className="flex-none tabular-nums text-ink-2">
        <RelativeTime at={at} form="clock" />
      </span>
      <span className="min-w-0 flex-1 truncate">
        {type ?? `${method} ${path}`} <span className="text-ink-3">{place}</span>
      </span>
      {replayOf !== null && <Badge>replay</Badge>}
      {isImported && <Badge>imported</Badge>}
      {direction === 'in' && verdict !== null ? <VerdictMark verdict={verdict} /> : <StatusMark status={status} error={error} />}
    </>
  )
}
