import { useState } from 'react'
import { counted } from '../../../shared/domain/counted.ts'
import type { AttemptView, DeliveryView } from '../../../shared/domain/exchange.ts'
import { useNow } from '../../components/clock.ts'
import { AnswerMark } from '../../components/answer-mark.tsx'
import { AttemptMark, DeliveryMark } from '../../components/delivery-mark.tsx'
import { formatClock, formatCountdown, formatDelay, formatDuration, formatShare } from '../../components/format.ts'
import { Tooltip } from '../../components/tooltip.tsx'
import { formatRoute, route } from '../../app/route.ts'
import type { HrefTo } from './href-to.ts'
import { PHASES, attemptLength, axisStep, foldAttempts, phaseShares, phaseSpans } from './lane-times.ts'
import { SectionHead } from './section-head.tsx'

interface AttemptLanesProps {
  readonly delivery: DeliveryView
  /** The attempt that is open. */
  readonly currentId: string
  readonly hrefTo: HrefTo
}

/** Each attempt as a lane on one axis of milliseconds; the planned one last. */
export function AttemptLanes({ delivery, currentId, hrefTo }: AttemptLanesProps) {
  const now = useNow()
  const [isUnfolded, setUnfolded] = useState(false)
  const { history } = delivery
  const longest = Math.max(1, ...history.map((each) => attemptLength(each, now) ?? 0))
  const stepMs = axisStep(longest)
  const { head, hidden, tail } = isUnfolded ? { head: history, hidden: 0, tail: [] } : foldAttempts(history)
  const draw = (attempt: AttemptView) => (
    <Lane key={attempt.id} attempt={attempt} spanMs={stepMs * 3} now={now} isCurrent={attempt.id === currentId} href={hrefTo(attempt.id)} />
  )
  const isWaiting = delivery.state === 'pending' && delivery.nextAttemptAt !== null
  const isPlannedListed = history.some(({ state }) => state === 'planned' || state === 'running')
  return (
    <section aria-label="Attempts">
      <SectionHead title="Attempts">
        <PhaseKey />
      </SectionHead>
      <div className="lanes">
        <Axis stepMs={stepMs} />
        {head.map(draw)}
        {hidden > 0 && (
          <button type="button" className="lane lane-fold" onClick={() => setUnfolded(true)}>
            {counted(hidden, 'more attempt')}
          </button>
        )}
        {tail.map(draw)}
        {isWaiting && !isPlannedListed && delivery.nextAttemptAt !== null && (
          <PlannedLane number={(history.at(-1)?.number ?? 0) + 1} at={delivery.nextAttemptAt} now={now} />
        )}
      </div>
      <CompareLink history={history} currentId={currentId} />
    </section>
  )
}

/** What the colours of the phases mean. */
export function PhaseKey() {
  return (
    <ul className="flex gap-3 type-caption text-ink-2" aria-label="Phases">
      {PHASES.map((phase) => (
        <li key={phase} className="inline-flex items-center gap-1.5">
          <i className={`block size-2.5 rounded-[2px] phase-${phase}`} />
          {phase}
        </li>
      ))}
    </ul>
  )
}

/** The axis above the lanes: three steps. */
export function Axis({ stepMs }: { readonly stepMs: number }) {
  return (
    <div className="lane lane-axis" aria-hidden="true">
      <span />
      <span className="track">
        {[0, 1, 2, 3].map((step) => (
          <span key={step} style={{ left: `${(step * 100) / 3}%` }}>
            {step === 0 ? '0' : formatDelay(step * stepMs)}
          </span>
        ))}
      </span>
      <span />
    </div>
  )
}

interface LaneProps {
  readonly attempt: AttemptView
  /** What the track is wide, ms. */
  readonly spanMs: number
  readonly now: number
  readonly isCurrent: boolean
  readonly href: string
}

function Lane({ attempt, spanMs, now, isCurrent, href }: LaneProps) {
  const { number, state, at } = attempt
  const lengthMs = attemptLength(attempt, now)
  if (state === 'planned') return <PlannedLane number={number} at={null} now={now} />
  return (
    <Tooltip side="top" text={<LaneDetail attempt={attempt} lengthMs={lengthMs ?? 0} />}>
      <a className="lane" href={href} aria-current={isCurrent ? 'true' : undefined}>
        <span className="flex items-center gap-2">
          <b className="w-3 strong">{number}</b>
          <AnswerMark exchange={attempt} />
          <span className="ml-auto text-ink-3">{formatClock(at, 'seconds')}</span>
        </span>
        <Track attempt={attempt} lengthMs={lengthMs ?? 0} spanMs={spanMs} />
        <span className={`text-right ${(lengthMs ?? 0) < 1000 ? 'text-ink-2' : ''}`}>
          {lengthMs === null ? '' : formatDuration(lengthMs)}
        </span>
      </a>
    </Tooltip>
  )
}

/** Where the time of an attempt went, for hover and focus. */
function LaneDetail({ attempt, lengthMs }: { readonly attempt: AttemptView; readonly lengthMs: number }) {
  const { manual, timings, error } = attempt
  const shares = timings ? phaseShares(timings, lengthMs) : []
  const spentMs = shares.reduce((sum, { ms }) => sum + ms, 0)
  return (
    <span className="flex flex-col gap-1">
      {manual && <span>Asked for by hand</span>}
      {shares.map(({ phase, ms, share }) => (
        <span key={phase} className="grid grid-cols-[10px_56px_64px_auto] items-center gap-2 tabular-nums">
          <i className={`block size-2.5 rounded-[2px] phase-${phase}`} />
          <span className="strong">{phase}</span>
          <span className="text-right">{formatDuration(ms)}</span>
          <span className="text-ink-3">{formatShare(share)} of the attempt</span>
        </span>
      ))}
      {error !== null && <span>{formatDuration(Math.max(0, lengthMs - spentMs))} without an answer</span>}
      {shares.length === 0 && error === null && <span>No phase is over yet</span>}
    </span>
  )
}

/** To the difference between the attempt that is open and the one before it, or after it. */
function CompareLink({ history, currentId }: { readonly history: readonly AttemptView[]; readonly currentId: string }) {
  const made = history.filter(({ state }) => state === 'settled' || state === 'interrupted')
  const at = made.findIndex(({ id }) => id === currentId)
  const [a, b] = at > 0 ? [made[at - 1], made[at]] : [made[0], made[1]]
  if (at < 0 || !a || !b) return null
  return (
    <p className="mt-2 type-small">
      <a href={formatRoute(route('compare', null, { a: a.id, b: b.id, part: 'response' }))}>
        Compare the answers of attempts {a.number} and {b.number}
      </a>
    </p>
  )
}

function Track({ attempt, lengthMs, spanMs }: { readonly attempt: AttemptView; readonly lengthMs: number; readonly spanMs: number }) {
  const spans = attempt.timings ? phaseSpans(attempt.timings) : []
  const reachedMs = spans.at(-1)?.toMs ?? 0
  const percent = (ms: number): string => `${(ms / spanMs) * 100}%`
  return (
    <span className="track">
      {spans.map(({ phase, fromMs, toMs }) => (
        <i key={phase} className={`track-phase phase-${phase}`} style={{ left: percent(fromMs), width: percent(toMs - fromMs) }} />
      ))}
      {attempt.state === 'running' && (
        <i className="track-phase phase-wait" style={{ left: percent(reachedMs), width: percent(lengthMs - reachedMs) }} />
      )}
      {attempt.error !== null && lengthMs > reachedMs && (
        <i className="track-phase is-failed" style={{ left: percent(reachedMs), width: percent(lengthMs - reachedMs) }} />
      )}
      {attempt.error === null && attempt.state !== 'running' && spans.length === 0 && (
        <i className="track-phase phase-wait" style={{ left: 0, width: percent(lengthMs) }} />
      )}
    </span>
  )
}

function PlannedLane({ number, at, now }: { readonly number: number; readonly at: number | null; readonly now: number }) {
  return (
    <div className="lane">
      <span className="flex items-center gap-2">
        <b className="w-3 strong text-ink-2">{number}</b>
        {at === null ? <DeliveryMark state="pending" /> : <AttemptMark state="planned" />}
        {at !== null && <span className="ml-auto text-ink-3">{formatClock(at, 'seconds')}</span>}
      </span>
      <span className="track">
        <i className="track-plan" />
      </span>
      <span className="lane-end text-ink-2">{at === null ? '' : at <= now ? 'now' : `in ${formatCountdown(at - now)}`}</span>
    </div>
  )
}
