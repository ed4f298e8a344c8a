import { ChevronsUpDown } from 'lucide-react'
import type { ExchangeDetail, ExchangeSummary } from '../../../shared/domain/exchange.ts'
import { AnswerMark } from '../../components/answer-mark.tsx'
import { Badge } from '../../components/badge.tsx'
import { CopyButton } from '../../components/copy-button.tsx'
import { DirectionIcon } from '../../components/direction-icon.tsx'
import { Button } from '../../components/button.tsx'
import { cutId } from '../../components/format.ts'
import { Glyph } from '../../components/glyph.tsx'
import { IconButton } from '../../components/icon-button.tsx'
import { RelativeTime } from '../../components/relative-time.tsx'
import { VerdictMark } from '../../components/verdict-mark.tsx'
import type { Problem } from '../../api/problem.ts'
import type { Side, SideName } from './compare-store.ts'
import './compare.css'
import { ExchangePicker } from './exchange-picker.tsx'

interface SideHeadProps {
  readonly name: SideName
  readonly side: Side
  readonly otherId: string | null
  /** Address of an exchange in Activity. */
  readonly href: (id: string) => string
  readonly offers: readonly ExchangeSummary[] | null
  readonly lookProblem: Problem | null
  readonly onLook: (part: string) => void
  readonly onChoose: (id: string) => void
  readonly onRetry: () => void
}

/** Which exchange stands on this side, and the way to another one. */
export function SideHead({ name, side, otherId, href, offers, lookProblem, onLook, onChoose, onRetry }: SideHeadProps) {
  const letter = name.toUpperCase()
  const other = name === 'a' ? 'B' : 'A'
  const { detail, problem } = side
  return (
    <section aria-label={`Exchange ${letter}`} className="flex min-h-[60px] min-w-0 items-center gap-3 px-3 py-2">
      <span className="flex size-6 flex-none items-center justify-center rounded-md bg-sunken type-small text-ink-2" aria-hidden="true">
        {letter}
      </span>
      <div className="min-w-0 flex-1">
        {detail ? (
          <Facts detail={detail} source={detail.replayOf !== null && detail.replayOf === otherId ? other : null} href={href} />
        ) : problem ? (
          <Refusal problem={problem} onRetry={onRetry} />
        ) : (
          <p className="type-small text-ink-2">
            {side.id === null ? (otherId === null ? 'Choose an exchange.' : 'Choose an exchange to compare with.') : 'Reading'}
          </p>
        )}
      </div>
      <ExchangePicker
        name={`Choose exchange ${letter}`}
        trigger={<IconButton icon={ChevronsUpDown} name={`Choose exchange ${letter}`} kind="plain" />}
        offers={offers}
        problem={lookProblem}
        onLook={onLook}
        onChoose={onChoose}
      />
    </section>
  )
}

/** As high as the facts of an exchange: the other side stays where it is. */
function Refusal({ problem, onRetry }: { readonly problem: Problem; readonly onRetry: () => void }) {
  const isGone = problem.code === 'not_found'
  return (
    <div role="alert" className="flex items-center gap-3">
      <div className="min-w-0 grow">
        <p className="flex items-center gap-2">
          <Glyph shape="cross" tone="fail" />
          <span className="truncate medium" title={problem.message}>
            {problem.message}
          </span>
        </p>
        <p className="truncate type-small text-ink-2">{problem.remedy}</p>
      </div>
      {!isGone && (
        <Button size="small" onClick={onRetry}>
          Try again
        </Button>
      )}
    </div>
  )
}

interface FactsProps {
  readonly detail: ExchangeDetail
  /** The other side's letter, when this is a replay of it. */
  readonly source: string | null
  readonly href: (id: string) => string
}

function Facts({ detail, source, href }: FactsProps) {
  const { id, direction, type, method, path, place, at, verdict, isImported } = detail
  return (
    <>
      <div className="flex items-center gap-2">
        <a href={href(id)} className="min-w-0 truncate title-link" title={type ?? `${method} ${path}`}>
          {type ?? `${method} ${path}`}
        </a>
        {direction === 'in' && verdict !== null ? <VerdictMark verdict={verdict} /> : <AnswerMark exchange={detail} />}
        {isImported && <Badge>imported</Badge>}
      </div>
      <div className="flex min-w-0 items-center gap-1.5 type-small whitespace-nowrap text-ink-2">
        <DirectionIcon direction={direction} />
        <span className="flex-none">{verbOf(detail, source)}</span>
        <span className={`min-w-0 truncate ${direction === 'in' ? 'wire-small text-ink' : 'medium text-ink'}`} title={place ?? path}>
          {place ?? path}
        </span>
        <RelativeTime at={at} className="flex-none" />
        <span className="ml-auto flex flex-none items-center wire-small text-ink-3" title={id}>
          {cutId(id)}
          <CopyButton name="Copy the id" text={id} />
        </span>
      </div>
    </>
  )
}

/** What happened at the place named next. Two attempts of one delivery differ in their number above all. */
function verbOf({ direction, place, replayOf, attempt }: ExchangeDetail, source: string | null): string {
  if (direction === 'in') return place === null ? 'captured at' : 'captured by'
  if (source !== null) return `replay of ${source}, to`
  if (attempt !== null && attempt.of > 1) return `attempt ${attempt.number} of ${attempt.of} to`
  return replayOf === null ? 'sent to' : 'replayed to'
}
