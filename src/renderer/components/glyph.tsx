import type { ReactNode } from 'react'

/** What a status means for its reader; the colour follows it. Shapes differ too: a screen read in grey says the same. */
export type Tone = 'ok' | 'fail' | 'warn' | 'bad' | 'idle' | 'accent'

const KNOCK = 'var(--knock, var(--surface))'

/** The 16-unit shapes of verdicts and deliveries. Filled ones knock their sign out in the colour of the ground. */
const SHAPES = {
  check: (
    <>
      <circle cx="8" cy="8" r="6.25" />
      <path d="m5.4 8.2 1.8 1.8 3.4-3.8" />
    </>
  ),
  unequal: (
    <>
      <path
        d="M8 .9a1.4 1.4 0 0 1 1 .4l5.7 5.7a1.4 1.4 0 0 1 0 2L9 14.7a1.4 1.4 0 0 1-2 0L1.3 9a1.4 1.4 0 0 1 0-2L7 1.3a1.4 1.4 0 0 1 1-.4z"
        fill="currentColor"
        stroke="none"
      />
      <path d="M5.4 6.7h5.2M5.4 9.3h5.2M9.4 4.9 6.6 11.1" stroke={KNOCK} strokeWidth="1.3" />
    </>
  ),
  clock: (
    <>
      <circle cx="8" cy="8" r="6.25" />
      <path d="M8 4.6V8l2.3 1.5" />
    </>
  ),
  dashed: <circle cx="8" cy="8" r="6.25" strokeDasharray="2.6 2.3" />,
  bar: (
    <>
      <circle cx="8" cy="8" r="6.25" />
      <path d="M5.4 8h5.2" />
    </>
  ),
  question: (
    <>
      <circle cx="8" cy="8" r="6.25" />
      <path d="M6.3 6.4a1.75 1.75 0 1 1 2.5 1.6c-.5.25-.8.6-.8 1.1M8 11.3v.1" />
    </>
  ),
  cross: (
    <>
      <rect x="1.5" y="1.5" width="13" height="13" rx="3" fill="currentColor" stroke="none" />
      <path d="m5.6 5.6 4.8 4.8m0-4.8-4.8 4.8" stroke={KNOCK} strokeWidth="1.7" />
    </>
  ),
  pending: (
    <>
      <circle cx="8" cy="8" r="6.25" strokeOpacity=".32" />
      <path d="M8 1.75A6.25 6.25 0 0 1 13.4 11.1" strokeWidth="2" />
    </>
  ),
  struck: (
    <>
      <circle cx="8" cy="8" r="6.25" />
      <path d="m3.8 12.2 8.4-8.4" />
    </>
  ),
  triangle: (
    <>
      <path d="M8 1.6a1.3 1.3 0 0 1 1.1.7l5.3 9.9a1.3 1.3 0 0 1-1.1 1.9H2.7a1.3 1.3 0 0 1-1.1-1.9l5.3-9.9A1.3 1.3 0 0 1 8 1.6z" />
      <path d="M8 6v3.2M8 11.6v.1" />
    </>
  ),
} as const satisfies Record<string, ReactNode>

/** The 8-unit shapes of HTTP statuses. */
const DOTS = {
  dot: <circle cx="4" cy="4" r="3.2" fill="currentColor" stroke="none" />,
  ring: <circle cx="4" cy="4" r="2.6" />,
  wedge: <path d="M4 .6 7.8 7.4H.2z" fill="currentColor" stroke="none" />,
  square: <rect x=".8" y=".8" width="6.4" height="6.4" rx="1" fill="currentColor" stroke="none" />,
  times: <path d="m1.2 1.2 5.6 5.6m0-5.6L1.2 6.8" strokeWidth="1.8" />,
  dots: (
    <>
      <circle cx="1.2" cy="4" r=".9" fill="currentColor" stroke="none" />
      <circle cx="4" cy="4" r=".9" fill="currentColor" stroke="none" />
      <circle cx="6.8" cy="4" r=".9" fill="currentColor" stroke="none" />
    </>
  ),
} as const satisfies Record<string, ReactNode>

export type GlyphShape = keyof typeof SHAPES | keyof typeof DOTS

interface GlyphProps {
  readonly shape: GlyphShape
  readonly tone?: Tone | undefined
  readonly large?: boolean | undefined
}

/** A status shape, silent for screen readers: its word stands beside it. */
export function Glyph({ shape, tone, large }: GlyphProps) {
  const isDot = shape in DOTS
  const className = ['glyph', isDot && 'glyph-dot', large && 'glyph-large', tone && `tone-${tone}`].filter(Boolean).join(' ')
  return (
    <svg className={className} viewBox={isDot ? '0 0 8 8' : '0 0 16 16'} aria-hidden="true">
      {isDot ? DOTS[shape as keyof typeof DOTS] : SHAPES[shape as keyof typeof SHAPES]}
    </svg>
  )
}
