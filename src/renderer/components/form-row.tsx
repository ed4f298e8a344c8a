import type { ReactNode } from 'react'

interface FormRowProps {
  /** Heading at the left; the controls have labels of their own. */
  readonly title: string
  /** A fact under it: `3 attempts`. */
  readonly note?: ReactNode
  readonly children: ReactNode
}

/** Several controls under one heading, in the columns of fields with `layout="beside"`. */
export function FormRow({ title, note, children }: FormRowProps) {
  return (
    <section aria-label={title} className="grid grid-cols-[96px_minmax(0,1fr)] items-start gap-x-4">
      <div>
        <h3 className="flex h-8 items-center type-small medium text-ink-2">{title}</h3>
        {note !== undefined && <p className="-mt-1.5 type-small text-ink-3">{note}</p>}
      </div>
      <div className="flex min-w-0 flex-col gap-2">{children}</div>
    </section>
  )
}
