/** How XML, or HTML, is masked. */
export interface XmlMask {
  /** `label`: what the `name` or `key` beside it says that the value is; null when none does. */
  value(name: string, value: string, label: string | null): string
  tag(tag: string): string
}

/**
 * XML, or HTML, with its values replaced: the texts and CDATA right behind a start tag under its name, other texts
 * without one. Tags and comments go through `tag`. One pass, whatever is left open: what is no XML gets an end all the same.
 */
export function maskXml(text: string, mask: XmlMask): string {
  const out: string[] = []
  const labels = createLabels()
  let name = ''
  let at = 0
  while (at < text.length) {
    const end = endOfPiece(text, at)
    const piece = text.slice(at, end)
    at = end
    if (piece.startsWith(CDATA)) {
      const value = piece.slice(CDATA.length)
      out.push(CDATA, mask.value(name, value, labels.label()))
      labels.text(value)
    } else if (piece.startsWith('<')) {
      name = START_TAG.exec(piece)?.[1] ?? ''
      labels.tag(piece, name)
      out.push(mask.tag(piece))
    } else {
      const isValue = piece.trim() !== '' && !piece.startsWith(CDATA_END)
      out.push(isValue ? mask.value(name, piece, labels.label()) : piece)
      if (isValue) labels.text(piece)
    }
  }
  return out.join('')
}

interface Labels {
  tag(tag: string, name: string): void
  text(text: string): void
  label(): string | null
}

/**
 * Values that are named beside them: `<name>password</name><value>…</value>` as XML-RPC has it, whatever stands in the
 * value, and `<key>password</key><string>…</string>` of property lists.
 */
function createLabels(): Labels {
  const open: string[] = []
  /** What was said at a depth, and what the element behind it must be; null: any. */
  let said: { readonly text: string; readonly depth: number; readonly isKey: boolean } | null = null

  return {
    tag: (tag, name) => {
      if (tag.startsWith('</')) {
        const closed = (END_TAG.exec(tag)?.[1] ?? '').toLowerCase()
        const index = open.lastIndexOf(closed)
        if (open.length - index > LOOKED_BACK || index < 0) return
        open.length = index
        // The parent has ended, or the one element that a key is for.
        if (said && (index < said.depth || (said.isKey && index === said.depth && !LABELS.test(closed)))) said = null
      } else if (name !== '' && !tag.endsWith('/>')) {
        open.push(name.toLowerCase())
        if (open.length > MAX_OPEN) open.splice(0, MAX_OPEN / 2)
      }
    },
    text: (text) => {
      const innermost = open.at(-1) ?? ''
      if (LABELS.test(innermost)) said = { text: text.trim(), depth: open.length - 1, isKey: innermost === 'key' }
    },
    label: () => {
      if (said === null || LABELS.test(open.at(-1) ?? '')) return null
      const beside = open[said.depth]
      return beside === 'value' || (said.isKey && beside !== undefined) ? said.text : null
    },
  }
}

const LABELS = /^(?:name|key)$/
/** What is left open that far out is closed by no end tag. */
const LOOKED_BACK = 64
const MAX_OPEN = 256

const CDATA = '<![CDATA['
const CDATA_END = ']]>'
/** Without its prefix. */
const START_TAG = /^<(?:[\w.-]+:)?([\w.-]+)/
const END_TAG = /^<\/(?:[\w.-]+:)?([\w.-]+)/

/** Of the CDATA without its end, the end of a CDATA, the tag or the text that begins there. */
function endOfPiece(text: string, at: number): number {
  if (text.startsWith(CDATA, at)) return indexOrEnd(text, CDATA_END, at)
  if (text.startsWith(CDATA_END, at)) return at + CDATA_END.length
  return text.startsWith('<', at) ? indexOrEnd(text, '>', at) + 1 : indexOrEnd(text, '<', at)
}

function indexOrEnd(text: string, sought: string, at: number): number {
  const index = text.indexOf(sought, at)
  return index < 0 ? text.length : index
}

/** What a text of XML means; null where nothing in it is markup that was escaped. */
export function unescapedMarkup(text: string): string | null {
  if (!ESCAPED_MARKUP.test(text)) return null
  return text.replaceAll(REFERENCE, (_, named?: string, hex?: string, decimal?: string) => {
    if (named !== undefined) return MEANT[named] ?? ''
    return hex === undefined
      ? (MEANT[String(Number(decimal))] ?? `&#${decimal};`)
      : (MEANT[String(Number.parseInt(hex, 16))] ?? `&#x${hex};`)
  })
}

/** A text as it stands in XML. */
export function escapedMarkup(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')
}

const ESCAPED_MARKUP = /&(?:lt|#0{0,9}60|#x0{0,9}3c);\s{0,9}[\w/?!]/i
const REFERENCE = /&(?:(lt|gt|quot|apos|amp)|#x([0-9a-f]{1,9})|#(\d{1,9}));/gi
const MEANT: Readonly<Record<string, string>> = {
  lt: '<',
  gt: '>',
  quot: '"',
  apos: "'",
  amp: '&',
  60: '<',
  62: '>',
  34: '"',
  39: "'",
  38: '&',
}
