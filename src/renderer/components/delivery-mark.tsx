import type { AttemptState, DeliveryState } from '../../shared/domain/exchange.ts'
import type { GlyphShape, Tone } from './glyph.tsx'
import { StatusWord } from './status-word.tsx'

/** Shape and tone of each delivery state. */
export const DELIVERY_LOOKS: Readonly<Record<DeliveryState, { readonly shape: GlyphShape; readonly tone: Tone }>> = {
  pending: { shape: 'pending', tone: 'accent' },
  success: { shape: 'check', tone: 'ok' },
  failed: { shape: 'cross', tone: 'fail' },
  cancelled: { shape: 'struck', tone: 'idle' },
}

/** How far a delivery has come. */
export function DeliveryMark({ state, shapeOnly }: { readonly state: DeliveryState; readonly shapeOnly?: boolean | undefined }) {
  return <StatusWord {...DELIVERY_LOOKS[state]} word={state} shapeOnly={shapeOnly} />
}

const ATTEMPT_LOOKS: Readonly<Record<AttemptState, { readonly shape: GlyphShape; readonly tone: Tone }>> = {
  planned: { shape: 'pending', tone: 'accent' },
  running: { shape: 'pending', tone: 'accent' },
  settled: { shape: 'check', tone: 'idle' },
  interrupted: { shape: 'triangle', tone: 'warn' },
  cancelled: { shape: 'struck', tone: 'idle' },
}

/** What became of an attempt, where it has no status to show. */
export function AttemptMark({ state }: { readonly state: AttemptState }) {
  return <StatusWord {...ATTEMPT_LOOKS[state]} word={state} />
}

interface AttemptCountProps {
  readonly number: number
  readonly of: number
  /** A further attempt is planned. */
  readonly isPending?: boolean | undefined
}

/** `2/3`, with the pending shape while a further attempt is planned. */
export function AttemptCount({ number, of, isPending = false }: AttemptCountProps) {
  const word = `${number}/${of}`
  const title = `attempt ${number} of ${of}${isPending ? ', the next one is planned' : ''}`
  if (!isPending)
    return (
      <span title={title} className="text-ink-2 tabular-nums">
        {word}
      </span>
    )
  return (
    <span className="attempt-count">
      <StatusWord shape="pending" tone="accent" word={word} title={title} />
    </span>
  )
}
