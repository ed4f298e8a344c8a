import type { Verdict } from '../../shared/domain/verdict.ts'
import type { GlyphShape, Tone } from './glyph.tsx'
import { StatusWord } from './status-word.tsx'

/** Shape and tone of each verdict; plum belongs to `invalid` alone. */
export const VERDICT_LOOKS: Readonly<Record<Verdict, { readonly shape: GlyphShape; readonly tone: Tone }>> = {
  valid: { shape: 'check', tone: 'ok' },
  invalid: { shape: 'unequal', tone: 'bad' },
  stale: { shape: 'clock', tone: 'warn' },
  missing: { shape: 'dashed', tone: 'warn' },
  unsigned: { shape: 'bar', tone: 'idle' },
  unchecked: { shape: 'question', tone: 'idle' },
}

interface VerdictMarkProps {
  readonly verdict: Verdict
  /** Why, shown on hover. */
  readonly reason?: string | undefined
  readonly shapeOnly?: boolean | undefined
}

/** What the receiver thought of a signature. */
export function VerdictMark({ verdict, reason, shapeOnly }: VerdictMarkProps) {
  return <StatusWord {...VERDICT_LOOKS[verdict]} word={verdict} title={reason} shapeOnly={shapeOnly} />
}
