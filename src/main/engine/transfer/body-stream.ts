/** Bodies of any size as JSON text, a piece at a time. */

/** Whether the bytes are UTF-8 that gives back the same bytes. */
export function isExactText(pieces: Iterable<Uint8Array>): boolean {
  const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })
  try {
    for (const piece of pieces) decoder.decode(piece, { stream: true })
    decoder.decode()
    return true
  } catch {
    return false
  }
}

/** The inside of a JSON string that holds the bytes as text; only for what is exact text. */
export function* jsonText(pieces: Iterable<Uint8Array>): Generator<string> {
  const decoder = new TextDecoder('utf-8', { ignoreBOM: true })
  for (const piece of pieces) yield JSON.stringify(decoder.decode(piece, { stream: true })).slice(1, -1)
}

/** The bytes in base64. */
export function* base64Text(pieces: Iterable<Uint8Array>): Generator<string> {
  let rest = Buffer.alloc(0)
  for (const piece of pieces) {
    const bytes = rest.length === 0 ? Buffer.from(piece.buffer, piece.byteOffset, piece.length) : Buffer.concat([rest, piece])
    const whole = bytes.length - (bytes.length % 3)
    yield bytes.toString('base64', 0, whole)
    rest = Buffer.from(bytes.subarray(whole))
  }
  if (rest.length > 0) yield rest.toString('base64')
}
