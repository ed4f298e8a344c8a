/** One part of a multipart body. */
export interface Part {
  /** Of its `Content-Disposition`; empty when it has none. */
  readonly name: string
  /** Its `Content-Type`; empty when it has none. */
  readonly contentType: string
  readonly value: string
}

/** A multipart body with the heads and values of its parts replaced; all that holds them together stays as it was written. */
export function maskParts(text: string, contentType: string, mask: { head(head: string): string; value(part: Part): string }): string {
  const boundary = boundaryOf(text, contentType)
  if (boundary === null) return mask.value({ name: '', contentType: '', value: text })
  const [preamble = '', ...parts] = text.split(boundary)
  return [mask.head(preamble), ...parts.map(maskPart)].join(boundary)

  function maskPart(part: string): string {
    const gap = BLANK_LINE.exec(part)
    if (gap === null) return mask.head(part)
    const valueAt = gap.index + gap[0].length
    const valueEnd = Math.max(valueAt, part.length - (LINE_END.exec(part)?.[0].length ?? 0))
    const head = part.slice(0, valueAt)
    const value = mask.value({ name: nameIn(head), contentType: TYPE.exec(head)?.[1] ?? '', value: part.slice(valueAt, valueEnd) })
    return mask.head(head) + value + part.slice(valueEnd)
  }
}

/** With its hyphens. A body that was captured under another type begins with it. */
function boundaryOf(text: string, contentType: string): string | null {
  const [, quoted, bare] = /;\s*boundary=(?:"([^"]+)"|([^\s;"]+))/i.exec(contentType) ?? []
  const named = quoted ?? bare
  if (named !== undefined && text.includes(`--${named}`)) return `--${named}`
  return /^\s*(--[^\r\n]{1,200})/.exec(text)?.[1] ?? null
}

function nameIn(head: string): string {
  const [, quoted, bare] = NAME.exec(head) ?? []
  return quoted ?? bare ?? ''
}

const BLANK_LINE = /\r?\n\r?\n/
const LINE_END = /\r?\n$/
const NAME = /^content-disposition:[^\r\n]{0,1000}?[;\s]name=(?:"([^"\r\n]*)"|([^\s;"]+))/im
const TYPE = /^content-type:[ \t]*([^\r\n]+)/im
