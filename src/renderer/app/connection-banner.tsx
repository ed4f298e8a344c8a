import { Banner } from '../components/banner.tsx'
import { Button } from '../components/button.tsx'
import { formatCountdown } from '../components/format.ts'
import { useNow } from '../components/clock.ts'

/** The page's link to the engine. Sentences say what it means for the reader and what to do. */
export type Connection =
  | { readonly kind: 'connected' }
  | { readonly kind: 'reconnecting'; readonly sentence: string; readonly retryAt: number | null }
  | { readonly kind: 'refused'; readonly sentence: string }

interface ConnectionBannerProps {
  readonly connection: Connection
  /** Tries again at once. */
  readonly onRetry?: (() => void) | undefined
}

/** Stands while the engine cannot be reached; the screens below stay readable. */
export function ConnectionBanner({ connection, onRetry }: ConnectionBannerProps) {
  if (connection.kind === 'connected') return null
  return (
    <Banner
      kind={connection.kind === 'refused' ? 'fail' : 'warn'}
      tail={connection.kind === 'reconnecting' && connection.retryAt !== null ? <Countdown at={connection.retryAt} /> : undefined}
      action={
        onRetry && (
          <Button size="small" onClick={onRetry}>
            {connection.kind === 'refused' ? 'Try again' : 'Now'}
          </Button>
        )
      }
    >
      {connection.sentence}
    </Banner>
  )
}

/** Silent for screen readers: a banner that is read out once a second is of no use. */
function Countdown({ at }: { readonly at: number }) {
  const left = at - useNow()
  return <span aria-hidden="true">again {left <= 0 ? 'now' : `in ${formatCountdown(left)}`}</span>
}
