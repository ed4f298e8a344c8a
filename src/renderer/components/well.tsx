import { ChevronDown } from 'lucide-react'
import { Fragment, useMemo, useState, type ReactNode } from 'react'
import { counted } from '../../shared/domain/counted.ts'
import { CopyButton } from './copy-button.tsx'
import { byteOffsets, splitWire, type WireLanguage, type WireLine, type WireMark, type WirePiece } from './wire-lines.ts'

/** Lines drawn at a time beyond the first ones: more at once would make the page stutter. */
const MORE_LINES = 2_000

interface WellProps {
  /** What the text is: `Body`, `Answer of attempt 2`. */
  readonly name: string
  readonly text: string
  readonly language?: WireLanguage | undefined
  readonly marks?: readonly WireMark[] | undefined
  /** Numbers at the left: lines from 1, or the byte offset of each line. */
  readonly gutter?: 'lines' | 'bytes' | 'none' | undefined
  /** Ground of single lines, by index from 0. */
  readonly lineGrounds?: Readonly<Record<number, 'add' | 'del' | 'hot'>> | undefined
  /** Draws spaces and line ends as signs; unsigned ones are always drawn. */
  readonly showSpace?: boolean | undefined
  readonly wrap?: boolean | undefined
  /** Lines shown before "n more lines". */
  readonly limit?: number | undefined
  /** A bar above the text: a fact at the left, and the copy button. Without it there is no copy button. */
  readonly bar?: ReactNode
  /** What is copied when it is not the text shown. */
  readonly copyText?: string | (() => string | Promise<string>) | undefined
  /** CSS height limit, beyond which the well scrolls. */
  readonly maxHeight?: number | string | undefined
}

/** Wire text, as it was: monospace, selectable, copied whole. */
export function Well(props: WellProps) {
  const { name, text, language = 'text', marks, gutter = 'none', lineGrounds, showSpace = false, wrap = false, limit = 200, bar } = props
  const lines = useMemo(() => splitWire(text, language, marks), [text, language, marks])
  const offsets = useMemo(() => (gutter === 'bytes' ? byteOffsets(text) : []), [gutter, text])
  const [extra, setExtra] = useState(0)
  const shown = lines.slice(0, limit + extra)
  const hidden = lines.length - shown.length
  const className = ['code', wrap && 'is-wrapped', gutter === 'none' && 'no-gutter'].filter(Boolean).join(' ')
  return (
    <section className="well" aria-label={name}>
      {bar !== undefined && (
        <div className="well-bar">
          <div className="grow">{bar}</div>
          <CopyButton name={`Copy ${name.toLowerCase()}`} text={props.copyText ?? text} />
        </div>
      )}
      {/* Focusable, so that it can be scrolled by keyboard. */}
      <div className="well-scroll" tabIndex={0} role="group" aria-label={name} style={{ maxHeight: props.maxHeight }}>
        <div className={className}>
          {shown.map((line, index) => {
            const ground = lineGrounds?.[index] ? `is-${lineGrounds[index]}` : ''
            return (
              <Fragment key={line.start}>
                <span className={`code-number ${ground}`} aria-hidden="true" hidden={gutter === 'none'}>
                  {gutter === 'bytes' ? offsets[index] : index + 1}
                </span>
                <span className={`code-line ${ground}`}>
                  <Line line={line} showSpace={showSpace} lineEnd={lineEndMark(marks, line, index < lines.length - 1, showSpace)} />
                </span>
              </Fragment>
            )
          })}
        </div>
      </div>
      {hidden > 0 && (
        <button type="button" className="well-more" onClick={() => setExtra(extra + MORE_LINES)}>
          <ChevronDown size={14} strokeWidth={1.75} aria-hidden />
          {counted(hidden, 'more line')}
        </button>
      )}
    </section>
  )
}

function Line({ line, showSpace, lineEnd }: { readonly line: WireLine; readonly showSpace: boolean; readonly lineEnd: string | null }) {
  return (
    <>
      {line.pieces.map((piece) => (
        <span key={piece.start} className={piece.className}>
          {showSpace || piece.className.includes('mark-unsigned') ? signSpaces(piece) : piece.text}
        </span>
      ))}
      {lineEnd !== null && (
        <span className={lineEnd} aria-hidden="true">
          <span className="wire-space">↵</span>
        </span>
      )}
    </>
  )
}

/** Class of a line end that is drawn; null when it is not. */
function lineEndMark(marks: readonly WireMark[] | undefined, line: WireLine, hasEnd: boolean, showSpace: boolean): string | null {
  if (!hasEnd) return null
  const at = line.start + line.pieces.reduce((length, piece) => length + piece.text.length, 0)
  const isUnsigned = marks?.some((mark) => mark.tone === 'unsigned' && mark.start <= at && at < mark.end) ?? false
  return isUnsigned ? 'mark-unsigned' : showSpace ? '' : null
}

const SPACE_SIGNS: Readonly<Record<string, string>> = { ' ': '·', '\t': '→\t', '\r': '␍' }

/** Spaces as signs. A selection copies the signs; the copy button copies the bytes. */
function signSpaces({ text, start }: WirePiece): ReactNode[] {
  let position = start
  return text.split(/([ \t\r])/).map((part) => {
    const sign = SPACE_SIGNS[part]
    const key = position
    position += part.length
    return sign === undefined ? (
      part
    ) : (
      <span key={key} className="wire-space">
        {sign}
      </span>
    )
  })
}
