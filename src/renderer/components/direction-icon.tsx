import { ArrowDownLeft, ArrowUpRight } from 'lucide-react'
import type { Direction } from '../../shared/domain/exchange.ts'

/** Came in, or went out. */
export function DirectionIcon({ direction }: { readonly direction: Direction }) {
  const Icon = direction === 'in' ? ArrowDownLeft : ArrowUpRight
  return (
    <span className="inline-flex text-ink-2" title={direction}>
      <Icon size={14} strokeWidth={1.75} aria-hidden />
      <span className="sr-only">{direction}</span>
    </span>
  )
}
