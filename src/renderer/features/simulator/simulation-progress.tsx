import type { ReactNode } from 'react'

interface ProgressProps {
  readonly label: string
  readonly of: number
  readonly parts: readonly { readonly count: number; readonly isFailed?: boolean }[]
  readonly children: ReactNode
}

/** How far something is, as a bar and in words. */
export function Progress({ label, of, parts, children }: ProgressProps) {
  const done = parts.reduce((sum, { count }) => sum + count, 0)
  return (
    <div className="flex flex-col gap-1">
      <div
        className="progress"
        role="progressbar"
        aria-label={label}
        aria-valuemin={0}
        aria-valuemax={Math.max(of, 1)}
        aria-valuenow={done}
      >
        {parts.map(({ count, isFailed }) => (
          <i
            key={String(isFailed ?? false)}
            className={isFailed ? 'is-failed' : ''}
            style={{ width: `${of === 0 ? 0 : (100 * count) / of}%` }}
          />
        ))}
      </div>
      <p className="type-small text-ink-2 tabular-nums">{children}</p>
    </div>
  )
}
