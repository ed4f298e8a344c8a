import { useState } from 'react'
import type { AttemptView, DeliveryView } from '../../../shared/domain/exchange.ts'
import { useNow } from '../../components/clock.ts'
import { AttemptMark, DeliveryMark } from '../../components/delivery-mark.tsx'
import { formatClock, formatCountdown, formatDelay, formatDuration, formatPlural, formatShare } from '../../components/format.ts'
import { StatusMark } from '../../components/status-mark.tsx'
import type { HrefTo } from './href-to.ts'
import { PHASES, attemptLength, axisStep, foldAttempts, phaseSpans } from './lane-times.ts'
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
            {formatPlural(hidden, 'more attempt')}
          </button>
        )}
        {tail.map(draw)}
        {isWaiting && !isPlannedListed && delivery.nextAttemptAt !== null && (
          <PlannedLane number={(history.at(-1)?.number ?? 0) + 1} at={delivery.nextAttemptAt} now={now} />
        )}
      </div>
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
  const { number, state, status, error, at, manual } = attempt
  const lengthMs = attemptLength(attempt, now)
  if (state === 'planned') return <PlannedLane number={number} at={null} now={now} />
  return (
    <a className="lane" href={href} aria-current={isCurrent ? 'true' : undefined} title={manual ? 'Asked for by hand' : undefined}>
      <span className="flex items-center gap-2">
        <b className="w-3 strong">{number}</b>
        {state === 'interrupted' || state === 'cancelled' ? <AttemptMark state={state} /> : <StatusMark status={status} error={error} />}
        <span className="ml-auto text-ink-3">{formatClock(at, 'seconds')}</span>
      </span>
      <Track attempt={attempt} lengthMs={lengthMs ?? 0} spanMs={spanMs} />
      <span className={`text-right ${(lengthMs ?? 0) < 1000 ? 'text-ink-2' : ''}`}>
        {lengthMs === null ? '' : formatDuration(lengthMs)}
      </span>
    </a>
  )
}

function Track({ attempt, lengthMs, spanMs }: { readonly attempt: AttemptView; readonly lengthMs: number; readonly spanMs: number }) {
  const spans = attempt.timings ? phaseSpans(attempt.timings) : []
  const reachedMs = spans.at(-1)?.toMs ?? 0
  const percent = (ms: number): string => `${(ms / spanMs) * 100}%`
  return (
    <span className="track">
      {spans.map(({ phase, fromMs, toMs }) => (
        <i
          key={phase}
          className={`track-phase phase-${phase}`}
          title={`${phase} ${formatDuration(toMs - fromMs)}, ${formatShare((toMs - fromMs) / Math.max(lengthMs, toMs))} of the attempt`}
          style={{ left: percent(fromMs), width: percent(toMs - fromMs) }}
        />
      ))}
      {attempt.state === 'running' && (
        <i className="track-phase phase-wait" style={{ left: percent(reachedMs), width: percent(lengthMs - reachedMs) }} />
      )}
      {attempt.error !== null && lengthMs > reachedMs && (
        <i
          className="track-phase is-failed"
          title="nothing came of it"
          style={{ left: percent(reachedMs), width: percent(lengthMs - reachedMs) }}
        />
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
      <span className="text-right text-ink-2">{at === null ? '' : at <= now ? 'now' : `in ${formatCountdown(at - now)}`}</span>
    </div>
  )
}
