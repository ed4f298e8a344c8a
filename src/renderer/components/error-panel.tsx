import type { ReactNode } from 'react'
import { Button } from './button.tsx'
import { Glyph } from './glyph.tsx'

interface ErrorPanelProps {
  /** What happened, one sentence. */
  readonly title: string
  /** What to do about it. */
  readonly children: ReactNode
  readonly onRetry?: (() => void) | undefined
  /** Further buttons, before "Try again". */
  readonly actions?: ReactNode
}

/** What stands where something could not be shown: cause and remedy. */
export function ErrorPanel({ title, children, onRetry, actions }: ErrorPanelProps) {
  return (
    <section className="blank" role="alert">
      <Glyph shape="cross" tone="fail" large />
      <h3>{title}</h3>
      <div className="blank-text">{children}</div>
      {(actions || onRetry) && (
        <div className="blank-actions">
          {actions}
          {onRetry && (
            <Button kind={actions ? 'quiet' : 'plain'} onClick={onRetry}>
              Try again
            </Button>
          )}
        </div>
      )}
    </section>
  )
}
