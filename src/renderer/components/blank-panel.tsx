import type { ReactNode } from 'react'

interface BlankPanelProps {
  readonly title: string
  /** Why it is empty and what brings something here, in a sentence or two. */
  readonly children: ReactNode
  /** Buttons that do it. */
  readonly actions?: ReactNode
}

/** What stands where nothing is: says why, and offers the way on. */
export function BlankPanel({ title, children, actions }: BlankPanelProps) {
  return (
    <section className="blank" aria-label={title}>
      <h3>{title}</h3>
      <div className="blank-text">{children}</div>
      {actions && <div className="blank-actions">{actions}</div>}
    </section>
  )
}
