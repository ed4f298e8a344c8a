import type { ReactNode } from 'react'
import { Glyph, type GlyphShape, type Tone } from './glyph.tsx'

const LOOKS = {
  warn: { shape: 'triangle', tone: 'warn' },
  fail: { shape: 'cross', tone: 'fail' },
  info: { shape: 'pending', tone: 'accent' },
} as const satisfies Record<string, { shape: GlyphShape; tone: Tone }>

interface BannerProps {
  readonly kind?: keyof typeof LOOKS | undefined
  /** What is the matter and what it means, in sentences. */
  readonly children: ReactNode
  /** A fact at the right: `again in 3 s`. */
  readonly tail?: ReactNode
  readonly action?: ReactNode
}

/** A state of the whole pane or page, for as long as it lasts. */
export function Banner({ kind = 'warn', children, tail, action }: BannerProps) {
  return (
    <div className={`banner banner-${kind}`} role={kind === 'fail' ? 'alert' : 'status'}>
      <Glyph {...LOOKS[kind]} />
      <span className="banner-text">{children}</span>
      {tail !== undefined && <span className="banner-tail">{tail}</span>}
      {action}
    </div>
  )
}
