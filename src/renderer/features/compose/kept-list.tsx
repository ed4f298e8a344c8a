import { Bookmark, Pencil, X } from 'lucide-react'
import type { CompositionHead } from '../../../shared/domain/composition.ts'
import { IconButton } from '../../components/icon-button.tsx'
import { RelativeTime } from '../../components/relative-time.tsx'

interface KeptListProps {
  readonly title: string
  readonly heads: readonly CompositionHead[]
  /** The one that is open. */
  readonly openId: string | null
  /** Of all rows beside it, the one that Tab stops at. */
  readonly tabStop: string | undefined
  readonly onOpen: (id: string) => void
  readonly onRemove: (head: CompositionHead) => void
}

/** Drafts or templates of the workspace; Delete removes the one with the focus. */
export function KeptList({ title, heads, openId, tabStop, onOpen, onRemove }: KeptListProps) {
  if (heads.length === 0) return null
  return (
    <div role="group" aria-label={title} className="mb-2">
      <h3 className="flex h-7 items-center px-2 type-small [font-weight:400] text-ink-3">{title}</h3>
      {heads.map((head) => (
        <KeptRow
          key={head.id}
          head={head}
          isOpen={head.id === openId}
          isTabStop={head.id === tabStop}
          onOpen={() => onOpen(head.id)}
          onRemove={() => onRemove(head)}
        />
      ))}
    </div>
  )
}

interface KeptRowProps {
  readonly head: CompositionHead
  readonly isOpen: boolean
  readonly isTabStop: boolean
  readonly onOpen: () => void
  readonly onRemove: () => void
}

function KeptRow({ head: { name, type, variant, updatedAt }, isOpen, isTabStop, onOpen, onRemove }: KeptRowProps) {
  const Icon = name === null ? Pencil : Bookmark
  const word = name ?? (variant === null ? type : `${type}, ${variant}`)
  return (
    <div className="group flex h-7 items-center rounded-m pr-1 hover:bg-hover">
      <button
        type="button"
        aria-current={isOpen || undefined}
        tabIndex={isTabStop ? 0 : -1}
        onClick={onOpen}
        onKeyDown={(event) => {
          if (event.key !== 'Delete') return
          event.preventDefault()
          onRemove()
        }}
        title={name === null ? undefined : type}
        className="flex h-7 min-w-0 grow items-center gap-2 rounded-m pl-2 text-left type-small"
      >
        <Icon size={14} strokeWidth={1.75} aria-hidden className="flex-none text-ink-3" />
        <span className={`min-w-0 grow truncate medium ${isOpen ? 'text-accent' : ''}`}>{word}</span>
        <RelativeTime at={updatedAt} form="ago" className="flex-none text-ink-3 group-focus-within:hidden group-hover:hidden" />
      </button>
      <span className="hidden flex-none group-focus-within:block group-hover:block">
        <IconButton
          icon={X}
          size="small"
          name={`Remove ${name === null ? 'draft' : 'template'} ${word}`}
          tabIndex={-1}
          onClick={onRemove}
        />
      </span>
    </div>
  )
}
