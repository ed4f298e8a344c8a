import { Ellipsis, GitCompare, Pencil, Pin, Repeat2, SquareTerminal, Trash2, X } from 'lucide-react'
import type { ReactNode } from 'react'
import { isUnmatched, type DeliveryView, type ExchangeDetail } from '../../../shared/domain/exchange.ts'
import { Badge } from '../../components/badge.tsx'
import { Button } from '../../components/button.tsx'
import { CopyButton } from '../../components/copy-button.tsx'
import { DELIVERY_LOOKS } from '../../components/delivery-mark.tsx'
import { DirectionIcon } from '../../components/direction-icon.tsx'
import { cutId } from '../../components/format.ts'
import { Glyph, type GlyphShape, type Tone } from '../../components/glyph.tsx'
import { IconButton } from '../../components/icon-button.tsx'
import { Menu } from '../../components/menu.tsx'
import { RelativeTime } from '../../components/relative-time.tsx'
import type { HrefTo } from './href-to.ts'
import { VERDICT_LOOKS } from '../../components/verdict-mark.tsx'

interface InspectorHeadProps {
  readonly detail: ExchangeDetail
  readonly delivery: DeliveryView | null
  readonly onPin: () => void
  readonly onReplay: () => void
  readonly onEdit: () => void
  readonly onCurl: () => void
  /** With what it replays, else with an exchange to be chosen. */
  readonly onCompare: () => void
  readonly onDelete: () => void
  readonly onClose: () => void
  readonly hrefTo: HrefTo
}

/** What is open, in two lines, and what can be done with it. */
export function InspectorHead({
  detail,
  delivery,
  onPin,
  onReplay,
  onEdit,
  onCurl,
  onCompare,
  onDelete,
  onClose,
  hrefTo,
}: InspectorHeadProps) {
  const { id, direction, at, place, url } = detail
  const title = titleOf(detail)
  const isMalformed = detail.state === 'malformed'
  const isBroken = isMalformed || detail.state === 'incomplete' || detail.state === 'too_large'
  return (
    <header className="pane-head">
      <div className="flex items-center gap-2">
        <Glyph {...lookOf(detail, delivery)} large />
        <h2 className="min-w-0 truncate" title={title}>
          {title}
        </h2>
        {detail.isImported && <Badge>imported</Badge>}
        {delivery?.state === 'pending' && (
          <Badge tone="accent">
            pending · {Math.min(delivery.attempts, delivery.maxAttempts)} of {delivery.maxAttempts}
          </Badge>
        )}
        <span className="ml-auto flex flex-none items-center gap-2">
          <Button icon={Repeat2} keys="r" disabled={isMalformed} onClick={onReplay}>
            Replay
          </Button>
          <IconButton
            icon={Pin}
            name={detail.note?.pinned ? 'Pinned: kept by retention' : 'Pin'}
            keys="p"
            kind="plain"
            pressed={detail.note?.pinned ?? false}
            onClick={onPin}
          />
          <Menu
            trigger={<IconButton icon={Ellipsis} name="More actions" kind="plain" />}
            entries={[
              { label: 'Edit and replay', icon: Pencil, keys: 'e', run: onEdit, disabled: isMalformed },
              { label: 'Copy as cURL', icon: SquareTerminal, keys: 'y', run: onCurl, disabled: isMalformed },
              { label: 'Compare', icon: GitCompare, keys: 'd', run: onCompare },
              { kind: 'rule' },
              { label: 'Delete', icon: Trash2, run: onDelete, danger: true },
            ]}
          />
          <IconButton icon={X} name="Close" keys="Escape" onClick={onClose} />
        </span>
      </div>
      <div className="flex min-w-0 items-center gap-1.5 type-small whitespace-nowrap text-ink-2">
        <DirectionIcon direction={direction} />
        <span className="flex-none">
          {direction === 'out' ? 'to' : isMalformed ? 'arrived' : place === null ? 'captured at' : 'captured by'}
        </span>
        {!isMalformed && (
          <span className={`min-w-0 truncate ${direction === 'in' ? 'wire-small text-ink' : 'medium text-ink'}`} title={url}>
            {place ?? detail.path}
          </span>
        )}
        <RelativeTime at={at} className="flex-none" />
        <span className="ml-auto flex flex-none items-center wire-small text-ink-3" title={id}>
          {cutId(id)}
          <CopyButton name="Copy the id" text={id} />
        </span>
      </div>
      {isBroken && detail.notes.length > 0 && <p className="type-small text-warn">{detail.notes.join(' ')}</p>}
      <Links detail={detail} hrefTo={hrefTo} />
      {detail.note !== null && detail.note.tags.length > 0 && (
        <ul className="flex flex-wrap gap-1" aria-label="Tags">
          {detail.note.tags.map((tag) => (
            <li key={tag}>
              <Badge>{tag}</Badge>
            </li>
          ))}
        </ul>
      )}
    </header>
  )
}

/** To what it belongs with: the other side of it, and what it replays. */
function Links({ detail, hrefTo }: { readonly detail: ExchangeDetail; readonly hrefTo: HrefTo }) {
  const { counterpartId, direction, replayOf, deliveryId } = detail
  const links: ReactNode[] = []
  if (counterpartId !== null)
    links.push(
      <a key="counterpart" href={hrefTo(counterpartId)}>
        {direction === 'in' ? 'The attempt that sent it' : 'The capture it made'}
      </a>,
    )
  if (replayOf !== null)
    links.push(
      <a key="source" href={hrefTo(replayOf)}>
        What it replays
      </a>,
    )
  if (direction === 'in' && deliveryId !== null)
    links.push(
      <a key="forwarded" href={hrefTo(deliveryId)}>
        Where it was forwarded
      </a>,
    )
  if (links.length === 0) return null
  return <div className="flex flex-wrap gap-x-4 type-small">{links}</div>
}

function titleOf(detail: ExchangeDetail): string {
  const { type, state, method, path } = detail
  if (type !== null) return type
  if (state === 'malformed') return 'Malformed request'
  if (isUnmatched(detail)) return `Unmatched: ${method} ${path}`
  return `${method} ${path}`
}

function lookOf(detail: ExchangeDetail, delivery: DeliveryView | null): { readonly shape: GlyphShape; readonly tone: Tone } {
  const { verdict, state, isImported } = detail
  if (delivery) return DELIVERY_LOOKS[delivery.state]
  if (state === 'malformed' || state === 'incomplete' || state === 'too_large') return { shape: 'triangle', tone: 'warn' }
  if (isUnmatched(detail)) return { shape: 'question', tone: 'warn' }
  if (verdict !== null) return VERDICT_LOOKS[verdict]
  return isImported ? VERDICT_LOOKS.unchecked : { shape: 'pending', tone: 'accent' }
}
