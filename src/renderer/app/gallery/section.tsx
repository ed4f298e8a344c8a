import type { ReactNode } from 'react'

/** A headed part of the gallery. */
export function Section({ title, children }: { readonly title: string; readonly children: ReactNode }) {
  return (
    <section className="flex min-w-0 flex-col gap-3" aria-label={title}>
      <h2>{title}</h2>
      {children}
    </section>
  )
}
