import type { ReactNode } from 'react'

interface SectionHeadProps {
  readonly title: string
  /** A fact beside it. */
  readonly note?: ReactNode
  /** Controls at the right. */
  readonly children?: ReactNode
}

/** The head of a part of a tab. */
export function SectionHead({ title, note, children }: SectionHeadProps) {
  return (
    <div className="mb-1 flex min-h-7 items-center gap-2">
      <h3 className="flex-none">{title}</h3>
      {note !== undefined && <span className="min-w-0 truncate type-small text-ink-3 tabular-nums">{note}</span>}
      {children !== undefined && <span className="ml-auto flex flex-none items-center gap-2">{children}</span>}
    </div>
  )
}
