import type { ReactNode } from 'react'
import type { Tone } from './glyph.tsx'

/** A short fact beside a name: `inactive`, `failing since 09:58`. A coloured one carries a Glyph or says it in words. */
export function Badge({ tone = 'idle', children }: { readonly tone?: Tone | undefined; readonly children: ReactNode }) {
  return <span className={`badge badge-${tone}`}>{children}</span>
}
