import { Ban, Zap } from 'lucide-react'
import type { DeliveryView } from '../../../shared/domain/exchange.ts'
import { Button } from '../../components/button.tsx'
import { useNow } from '../../components/clock.ts'
import { DELIVERY_LOOKS } from '../../components/delivery-mark.tsx'
import { formatClock, formatCountdown } from '../../components/format.ts'
import { Glyph } from '../../components/glyph.tsx'
import type { Inspector, InspectorState } from './inspector-store.ts'

interface NextAttemptProps {
  readonly delivery: DeliveryView
  readonly inspector: Inspector
  readonly busy: InspectorState['busy']
  readonly refusal: InspectorState['refusal']
}

/** What comes next, why, and what one can do about it. */
export function NextAttempt({ delivery, inspector, busy, refusal }: NextAttemptProps) {
  const now = useNow()
  const { state, history, nextAttemptAt, lastAttemptAt, createdAt } = delivery
  const isRunning = history.some((each) => each.state === 'running')
  const isWaiting = state === 'pending' && nextAttemptAt !== null && !isRunning
  return (
    <section aria-label="What comes next" className="flex flex-col gap-3">
      <div className="flex items-start gap-4">
        {isWaiting ? (
          <Ring leftMs={nextAttemptAt - now} ofMs={nextAttemptAt - (lastAttemptAt ?? createdAt)} />
        ) : (
          <Glyph {...DELIVERY_LOOKS[state]} large />
        )}
        <div className="flex min-w-0 flex-col gap-1">
          <h3>{headline(delivery, now)}</h3>
          <div className="type-small text-pretty text-ink-2">{sentences(delivery).join(' ')}</div>
        </div>
      </div>
      {state !== 'success' && (
        <div className="flex justify-end gap-2">
          {state === 'pending' && (
            <Button size="large" icon={Ban} busy={busy === 'cancel'} onClick={() => void inspector.cancel()}>
              {busy === 'cancel' ? 'Cancelling' : 'Cancel'}
            </Button>
          )}
          <Button
            kind="primary"
            size="large"
            icon={Zap}
            busy={busy === 'attempt'}
            disabled={isRunning}
            title={isRunning ? 'Waits until the attempt on the wire has ended' : undefined}
            keys="a"
            onClick={() => void inspector.attemptNow()}
          >
            {busy === 'attempt' ? 'Attempting' : 'Attempt now'}
          </Button>
        </div>
      )}
      {refusal && (
        <p role="alert" className="type-small">
          <span className="text-fail">{refusal.message}</span> {refusal.remedy}
        </p>
      )}
    </section>
  )
}

function headline({ state, history, nextAttemptAt, maxAttempts }: DeliveryView, now: number): string {
  const running = history.find((each) => each.state === 'running')
  if (running) return `Attempt ${running.number} is on the wire`
  if (state === 'success') return 'Delivered'
  if (state === 'failed') return 'Failed'
  if (state === 'cancelled') return 'Cancelled'
  const number = history.filter((each) => each.state === 'settled' && !each.manual).length + 1
  if (nextAttemptAt === null) return `Attempt ${number} of ${maxAttempts} waits`
  if (nextAttemptAt <= now) return `Attempt ${number} of ${maxAttempts} is due`
  return `Attempt ${number} leaves at ${formatClock(nextAttemptAt, 'seconds')}, in ${formatCountdown(nextAttemptAt - now)}`
}

/** The headline counts down by itself; the engine's sentence says what was left when it was asked. */
function sentences({ explanation }: DeliveryView): string[] {
  return explanation.filter((sentence) => !sentence.startsWith('The next attempt is in '))
}

const RADIUS = 25

/** How much of the wait is left. */
function Ring({ leftMs, ofMs }: { readonly leftMs: number; readonly ofMs: number }) {
  const left = Math.min(Math.max(leftMs / Math.max(ofMs, 1), 0.001), 0.999)
  const angle = left * 2 * Math.PI
  const [x, y] = [28 - RADIUS * Math.sin(-angle), 28 - RADIUS * Math.cos(angle)]
  const words = formatCountdown(leftMs).split(' ')[0] ?? ''
  return (
    <svg className="countdown-ring" viewBox="0 0 56 56" aria-hidden="true">
      <circle cx="28" cy="28" r={RADIUS} />
      <path d={`M28 3A${RADIUS} ${RADIUS} 0 ${left > 0.5 ? 1 : 0} 1 ${x} ${y}`} />
      <text x="28" y="32" textAnchor="middle">
        {words}
      </text>
    </svg>
  )
}
