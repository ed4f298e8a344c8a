import type { ExchangeDetail } from '../../../shared/domain/exchange.ts'
import { formatClock, formatDuration } from '../../components/format.ts'
import { StatusMark } from '../../components/status-mark.tsx'
import { AttemptLanes, Axis } from './attempt-lanes.tsx'
import type { HrefTo } from './href-to.ts'
import type { Inspector, InspectorState } from './inspector-store.ts'
import { LadderAxis } from './ladder-axis.tsx'
import { axisStep } from './lane-times.ts'
import { NextAttempt } from './next-attempt.tsx'
import { SectionHead } from './section-head.tsx'
import './timeline.css'

interface TimelineTabProps {
  readonly detail: ExchangeDetail
  readonly state: InspectorState
  readonly inspector: Inspector
  readonly hrefTo: HrefTo
}

/** A delivery's history and future, or how long a capture took. */
export function TimelineTab({ detail, state, inspector, hrefTo }: TimelineTabProps) {
  const { delivery, busy, refusal } = state
  if (detail.direction === 'in') return <CaptureLane detail={detail} />
  if (!delivery) return null
  return (
    <div className="flex flex-col gap-6 p-4">
      <NextAttempt delivery={delivery} inspector={inspector} busy={busy} refusal={refusal} />
      <LadderAxis delivery={delivery} />
      <AttemptLanes delivery={delivery} currentId={detail.id} hrefTo={hrefTo} />
    </div>
  )
}

function CaptureLane({ detail }: { readonly detail: ExchangeDetail }) {
  const { at, tookMs, status, answer, state } = detail
  const stepMs = axisStep(tookMs ?? 1)
  return (
    <div className="flex flex-col gap-4 p-4">
      <section aria-label="Receiving">
        <SectionHead title="Received and answered" note="from the first byte to the answer" />
        <div className="lanes">
          <Axis stepMs={stepMs} />
          <div className="lane">
            <span className="flex items-center gap-2">
              {status === null ? (
                <span className="text-ink-2">{state === 'receiving' ? 'receiving' : 'no answer'}</span>
              ) : (
                <StatusMark status={status} />
              )}
              <span className="ml-auto text-ink-3">{formatClock(at, 'seconds')}</span>
            </span>
            <span className="track">
              {tookMs !== null && (
                <i className="track-phase phase-receive" style={{ left: 0, width: `${(tookMs / (stepMs * 3)) * 100}%` }} />
              )}
            </span>
            <span className="text-right text-ink-2">{tookMs === null ? '' : formatDuration(tookMs)}</span>
          </div>
        </div>
      </section>
      {answer === 'aborted' && <p className="type-small text-warn">The sender was gone before the answer could leave.</p>}
    </div>
  )
}
