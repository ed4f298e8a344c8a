/** What bytes read as. */
export type BodyText =
  | { readonly kind: 'text'; readonly text: string }
  /** Not UTF-8, or with control characters that no text has. */
  | { readonly kind: 'binary' }

// oxlint-disable-next-line no-control-regex
const CONTROLS = /[\0-\x08\x0e-\x1a\x1c-\x1f]/

/** The bytes as UTF-8 text, if they are one. `isCut`: more follows, and the last character may be cut in two. */
export function readText(bytes: Uint8Array, isCut: boolean): BodyText {
  try {
    // The decoder would swallow a byte order mark, which a signature covers.
    const text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes, { stream: isCut })
    return CONTROLS.test(text) ? { kind: 'binary' } : { kind: 'text', text }
  } catch {
    return { kind: 'binary' }
  }
}

/** `00000010  7b 22 65 …  {"e…`: offset, bytes in groups of eight, and what of them is printable ASCII. */
export function hexDump(bytes: Uint8Array, rowBytes: 8 | 16): string {
  const lines: string[] = []
  for (let at = 0; at < bytes.length; at += rowBytes) {
    const row = [...bytes.subarray(at, at + rowBytes)]
    const hex = row.map((byte) => byte.toString(16).padStart(2, '0'))
    const groups = `${hex.slice(0, 8).join(' ')}  ${hex.slice(8).join(' ')}`.trimEnd().padEnd(rowBytes * 3 - (rowBytes === 8 ? 1 : 0))
    const ascii = row.map((byte) => (byte >= 0x20 && byte < 0x7f ? String.fromCharCode(byte) : '.')).join('')
    lines.push(`${at.toString(16).padStart(8, '0')}  ${groups}  ${ascii}`)
  }
  return lines.join('\n')
}
