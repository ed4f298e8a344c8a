import { useNow } from '../../components/clock.ts'
import { formatCountdown } from '../../components/format.ts'

/** Time left until a moment, stepping once a second. */
export function Countdown({ at }: { readonly at: number }) {
  return <span className="text-accent">{formatCountdown(at - useNow())}</span>
}
