/**
 * XML, or HTML, with its values replaced: the texts and CDATA right behind a start tag under its name, other texts
 * without one. Tags and comments go through `tag`. One pass, whatever is left open: what is no XML gets an end all the same.
 */
export function maskXml(text: string, mask: { value(name: string, value: string): string; tag(tag: string): string }): string {
  const out: string[] = []
  let name = ''
  let at = 0
  while (at < text.length) {
    const end = endOfPiece(text, at)
    const piece = text.slice(at, end)
    at = end
    if (piece.startsWith(CDATA)) {
      out.push(CDATA, mask.value(name, piece.slice(CDATA.length)))
    } else if (piece.startsWith('<')) {
      name = START_TAG.exec(piece)?.[1] ?? ''
      out.push(mask.tag(piece))
    } else {
      const isValue = piece.trim() !== '' && !piece.startsWith(CDATA_END)
      out.push(isValue ? mask.value(name, piece) : piece)
    }
  }
  return out.join('')
}

const CDATA = '<![CDATA['
const CDATA_END = ']]>'
/** Without its prefix. */
const START_TAG = /^<(?:[\w.-]+:)?([\w.-]+)/

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
