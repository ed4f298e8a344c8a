import type { ExchangeSummary } from '../../shared/domain/exchange.ts'
import { AnswerMark } from './answer-mark.tsx'
import { Badge } from './badge.tsx'
import { DirectionIcon } from './direction-icon.tsx'
import { RelativeTime } from './relative-time.tsx'
import { VerdictMark } from './verdict-mark.tsx'

/** An exchange in one line: when, what, where, how it ended. */
export function ExchangeLine({
  exchange,
}: {
  readonly exchange: Pick<
    ExchangeSummary,
    'direction' | 'type' | 'method' | 'path' | 'place' | 'at' | 'verdict' | 'state' | 'status' | 'error' | 'replayOf' | 'isImported'
  >
}) {
  const { direction, type, method, path, place, at, verdict, replayOf, isImported } = exchange
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
      {direction === 'in' && verdict !== null ? <VerdictMark verdict={verdict} /> : <AnswerMark exchange={exchange} />}
    </>
  )
}
