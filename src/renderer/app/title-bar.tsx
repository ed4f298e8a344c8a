import { ArrowLeft, ArrowRight, Search } from 'lucide-react'
import { useStore } from 'zustand'
import { CopyButton } from '../components/copy-button.tsx'
import { Glyph } from '../components/glyph.tsx'
import { Kbd } from '../components/kbd.tsx'
import { IconButton } from '../components/icon-button.tsx'
import { PALETTE_KEYS } from './command-palette.tsx'
import { Logo } from './logo.tsx'
import type { Navigation } from './navigation.ts'

/** Whether senders can reach us. `unknown` until the engine has said so. */
export type Receiver =
  | { readonly kind: 'unknown' }
  | { readonly kind: 'receiving'; readonly url: string }
  | { readonly kind: 'off'; readonly reason: string }

interface TitleBarProps {
  readonly workspace: string
  readonly receiver: Receiver
  readonly navigation: Navigation
  readonly onSearch: () => void
}

/** The window's head: where we are, and where to send to. */
export function TitleBar({ workspace, receiver, navigation, onSearch }: TitleBarProps) {
  const { canGoBack, canGoForward } = useStore(navigation.store)
  return (
    <header className="titlebar">
      <div className="brand">
        <Logo />
      </div>
      <span className="truncate px-2.5 type-small medium">{workspace}</span>
      <span className="divider" />
      <IconButton icon={ArrowLeft} name="Back" keys="Alt+ArrowLeft" disabled={!canGoBack} onClick={navigation.back} />
      <IconButton icon={ArrowRight} name="Forward" keys="Alt+ArrowRight" disabled={!canGoForward} onClick={navigation.forward} />
      <button type="button" className="search" aria-keyshortcuts="Control+K Meta+K" onClick={onSearch}>
        <Search size={14} strokeWidth={1.75} aria-hidden />
        <span className="grow truncate">Search or run a command</span>
        <Kbd keys={PALETTE_KEYS} />
      </button>
      <ReceiverStatus receiver={receiver} />
    </header>
  )
}

function ReceiverStatus({ receiver }: { readonly receiver: Receiver }) {
  if (receiver.kind === 'unknown') return null
  if (receiver.kind === 'off') {
    return (
      <div className="receiver text-fail" role="status">
        <Glyph shape="square" tone="fail" />
        <span>{receiver.reason}</span>
      </div>
    )
  }
  return (
    <div className="receiver" role="status">
      <Glyph shape="dot" tone="ok" />
      <span>Receiving</span>
      <span className="wire-small text-ink">{receiver.url.replace(/^https?:\/\//, '')}</span>
      <CopyButton name="Copy receiver URL" text={receiver.url} />
    </div>
  )
}
