import type { SignedContent } from '../../../shared/domain/exchange.ts'
import { fromBase64 } from '../../api/base64.ts'
import { readText } from '../../components/body-text.ts'
import type { WireMark } from '../../components/wire-lines.ts'

/** Signed content for the screen. */
export interface SignedText {
  /** null when it is no text. What is not the body is marked. */
  readonly text: string | null
  readonly marks: readonly WireMark[]
  /** What is shown of it. */
  readonly bytes: Uint8Array
  /** Of all of it, the secret aside. */
  readonly totalBytes: number
  /** `ts . body`; where only the body is signed, `body`. */
  readonly recipe: string
  readonly signsSecret: boolean
}

const SECRET = '‹secret›'

/** Lays the parts out one after the other, as they are hashed. */
export function signedText({ parts }: SignedContent): SignedText {
  let text: string | null = ''
  const marks: WireMark[] = []
  const pieces: Uint8Array[] = []
  for (const { name, bytes: encoded, totalBytes } of parts) {
    const bytes = fromBase64(encoded)
    pieces.push(bytes)
    const reading = readText(bytes, bytes.length < totalBytes)
    const words: string | null = name === 'secret' ? SECRET : reading.kind === 'text' ? reading.text : null
    if (text === null || words === null) {
      text = null
      continue
    }
    if (name !== 'body' && name !== 'text' && words !== '')
      marks.push({ start: text.length, end: text.length + words.length, tone: 'value' })
    text += words
  }
  const bytes = new Uint8Array(pieces.reduce((sum, piece) => sum + piece.length, 0))
  let offset = 0
  for (const piece of pieces) {
    bytes.set(piece, offset)
    offset += piece.length
  }
  return {
    text,
    marks: text === null ? [] : marks,
    bytes,
    totalBytes: parts.reduce((sum, part) => sum + part.totalBytes, 0),
    recipe: parts.map(({ name, bytes: encoded }) => (name === 'text' ? new TextDecoder().decode(fromBase64(encoded)) : name)).join(' '),
    signsSecret: parts.some(({ name }) => name === 'secret'),
  }
}
