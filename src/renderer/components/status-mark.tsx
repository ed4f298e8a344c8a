import type { NetworkError } from '../../shared/domain/exchange.ts'
import type { GlyphShape, Tone } from './glyph.tsx'
import { StatusWord } from './status-word.tsx'

const ERROR_WORDS: Readonly<Record<NetworkError, string>> = {
  timeout: 'time-out',
  refused: 'refused',
  reset: 'reset',
  dns: 'no host',
  tls: 'TLS',
  unreachable: 'no route',
  unreadable: 'unreadable',
  unsendable: 'unsendable',
  network: 'network',
}

interface StatusMarkProps {
  /** Status of the answer; null without one. */
  readonly status: number | null
  /** Why there was no answer; null when there was, or when it is still awaited. */
  readonly error?: NetworkError | null | undefined
}

/** The answer in one word: its status, why it failed to come, or that it is awaited. */
export function StatusMark({ status, error = null }: StatusMarkProps) {
  if (status !== null) return <StatusWord {...statusLook(status)} word={String(status)} />
  if (error !== null) return <StatusWord shape="times" tone="fail" word={ERROR_WORDS[error]} />
  return <StatusWord shape="dots" tone="idle" word="waiting" />
}

/** Shape and tone of an HTTP status: 2xx dot, 3xx ring, 4xx wedge, 5xx square. */
export function statusLook(status: number): { readonly shape: GlyphShape; readonly tone: Tone } {
  if (status >= 500) return { shape: 'square', tone: 'fail' }
  if (status >= 400) return { shape: 'wedge', tone: 'warn' }
  if (status >= 300) return { shape: 'ring', tone: 'warn' }
  return { shape: 'dot', tone: 'ok' }
}
