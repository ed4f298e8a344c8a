/** Wire text cut into lines of coloured pieces: what Well draws. */

export type MarkTone = 'value' | 'unsigned' | 'differs' | 'add' | 'del'

/** A stretch of the text, in UTF-16 units from its start; stretches do not overlap. */
export interface WireMark {
  readonly start: number
  readonly end: number
  readonly tone: MarkTone
}

export interface WirePiece {
  /** UTF-16 offset of its first character. */
  readonly start: number
  readonly text: string
  /** CSS classes of syntax and mark; empty for plain ink. */
  readonly className: string
}

export interface WireLine {
  readonly pieces: readonly WirePiece[]
  /** UTF-16 offset of its first character. */
  readonly start: number
}

export type WireLanguage = 'json' | 'text'

interface Span {
  readonly start: number
  readonly end: number
  readonly className: string
}

const JSON_TOKEN = /("(?:[^"\\\n]|\\.)*")(\s*:)?|(-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?)|\b(true|false|null)\b|[{}[\],:]/g

/** The text as lines (without their line ends), each in pieces of one look. */
export function splitWire(text: string, language: WireLanguage, marks: readonly WireMark[] = []): WireLine[] {
  const syntax = language === 'json' ? jsonSpans(text) : []
  const marked = marks.map(({ start, end, tone }) => ({ start, end, className: `mark-${tone}` })).toSorted((a, b) => a.start - b.start)
  const lines: WireLine[] = []
  let syntaxAt = 0
  let markAt = 0
  let start = 0
  for (const line of text.split('\n')) {
    const end = start + line.length
    // A mark on the line end itself belongs to this line.
    while ((syntax[syntaxAt]?.end ?? Infinity) <= start) syntaxAt++
    while ((marked[markAt]?.end ?? Infinity) <= start) markAt++
    lines.push({ start, pieces: cutLine(text, start, end, syntax, syntaxAt, marked, markAt) })
    start = end + 1
  }
  return lines
}

function cutLine(
  text: string,
  start: number,
  end: number,
  syntax: readonly Span[],
  syntaxAt: number,
  marked: readonly Span[],
  markAt: number,
): WirePiece[] {
  const pieces: WirePiece[] = []
  let position = start
  let s = syntaxAt
  let m = markAt
  while (position < end) {
    while ((syntax[s]?.end ?? Infinity) <= position) s++
    while ((marked[m]?.end ?? Infinity) <= position) m++
    const [inSyntax, syntaxEdge] = spanAt(syntax[s], position)
    const [inMark, markEdge] = spanAt(marked[m], position)
    const next = Math.min(end, syntaxEdge, markEdge)
    pieces.push({ start: position, text: text.slice(position, next), className: [inSyntax, inMark].filter(Boolean).join(' ') })
    position = next
  }
  return pieces
}

/** The span's class at a position (empty before it), and where that changes. */
function spanAt(span: Span | undefined, position: number): [className: string, edge: number] {
  if (!span) return ['', Infinity]
  return span.start <= position ? [span.className, span.end] : ['', span.start]
}

function jsonSpans(text: string): Span[] {
  const spans: Span[] = []
  for (const match of text.matchAll(JSON_TOKEN)) {
    const [whole, quoted, colon, number, atom] = match
    const start = match.index
    if (quoted !== undefined) {
      const end = start + quoted.length
      spans.push({ start, end, className: colon === undefined ? 'syn-string' : 'syn-key' })
      if (colon !== undefined) spans.push({ start: end, end: start + whole.length, className: 'syn-punct' })
      continue
    }
    const className = number !== undefined ? 'syn-number' : atom !== undefined ? 'syn-atom' : 'syn-punct'
    spans.push({ start, end: start + whole.length, className })
  }
  return spans
}

const ENCODER = new TextEncoder()

/** The offset in UTF-8 bytes of each line's first character. */
export function byteOffsets(text: string): number[] {
  let offset = 0
  return text.split('\n').map((line) => {
    const start = offset
    offset += ENCODER.encode(line).length + 1
    return start
  })
}
