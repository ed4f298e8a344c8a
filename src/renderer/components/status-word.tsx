import { Glyph, type GlyphShape, type Tone } from './glyph.tsx'

interface StatusWordProps {
  readonly shape: GlyphShape
  readonly tone: Tone
  readonly word: string
  /** Shown on hover: the reason, or the word in full. */
  readonly title?: string | undefined
  /** The word is for screen readers only: where the shape stands beside a title that says it. */
  readonly shapeOnly?: boolean | undefined
}

/** Shape and word: how every status reads. What went well or waits is ink; only exceptions and what runs colour the word. */
export function StatusWord({ shape, tone, word, title, shapeOnly = false }: StatusWordProps) {
  const isQuiet = tone === 'ok' || tone === 'idle'
  return (
    <span className={`status tone-${tone} ${isQuiet ? 'status-quiet' : ''}`} title={title ?? (shapeOnly ? word : undefined)}>
      <Glyph shape={shape} />
      <span className={shapeOnly ? 'sr-only' : 'status-word'}>{word}</span>
    </span>
  )
}
