/**
 * Reads single values of a JSON object's top level piece by piece, in the memory of one value: for bodies too large to
 * parse whole. What stands deeper is passed over, and not checked.
 */
export interface TopLevelScan {
  /** The next bytes. False: nothing more is to be learnt, the text is over or no object. */
  take(bytes: Uint8Array): boolean
  /** The wanted keys whose value is a text or a number; none unless the object was closed. */
  found(): Readonly<Record<string, unknown>>
}

const [QUOTE, BACKSLASH, COLON, COMMA, OPEN, CLOSE, OPEN_LIST, CLOSE_LIST, SPACE] = [0x22, 0x5c, 0x3a, 0x2c, 0x7b, 0x7d, 0x5b, 0x5d, 0x20]

/** Longer texts are no names of anything. */
const MAX_BYTES = 2_048

/** A scan for these keys. */
export function createTopLevelScan(wanted: ReadonlySet<string>): TopLevelScan {
  const values: Record<string, unknown> = {}
  let depth = 0
  let isInText = false
  let isEscaped = false
  let isOver = false
  let isClosed = false
  let key: string | null = null
  let isValue = false
  /** Bytes of the key or value that is being read, quotes included; null: it is not wanted. */
  let held: number[] | null = null

  function endOfText(): void {
    if (depth !== 1) return
    if (isValue) return
    const name = parsed()
    key = typeof name === 'string' && wanted.has(name) ? name : null
  }

  function endOfValue(): void {
    const value = key === null ? undefined : parsed()
    if (key !== null && (typeof value === 'string' || typeof value === 'number')) values[key] = value
    key = null
    isValue = false
    held = null
  }

  function parsed(): unknown {
    const text = held === null ? '' : new TextDecoder().decode(Uint8Array.from(held))
    held = null
    try {
      return JSON.parse(text)
    } catch {
      return undefined
    }
  }

  function hold(byte: number): void {
    if (held === null) return
    held.push(byte)
    if (held.length > MAX_BYTES) held = null
  }

  function takeStructure(byte: number): void {
    if (byte === OPEN || byte === OPEN_LIST) {
      if (depth === 0 && byte !== OPEN) isOver = true
      // What is no text or number is not wanted.
      if (depth === 1) held = null
      depth++
    } else if (byte === CLOSE || byte === CLOSE_LIST) {
      if (depth === 1) endOfValue()
      depth--
      isClosed = isOver = depth === 0
    } else if (depth === 1 && byte === COLON) {
      isValue = true
      held = key === null ? null : []
    } else if (depth === 1 && byte === COMMA) endOfValue()
    else if (byte > SPACE) {
      if (depth === 0) isOver = true
      else if (depth === 1) hold(byte)
    }
  }

  return {
    take: (bytes) => {
      for (let at = 0; at < bytes.length && !isOver; at++) {
        const byte = bytes[at] as number
        if (isInText) {
          if (depth === 1) hold(byte)
          if (isEscaped) isEscaped = false
          else if (byte === BACKSLASH) isEscaped = true
          else if (byte === QUOTE) {
            isInText = false
            endOfText()
          }
        } else if (byte === QUOTE && depth > 0) {
          isInText = true
          if (depth === 1 && !isValue) held = []
          if (depth === 1) hold(byte)
        } else takeStructure(byte)
      }
      return !isOver
    },
    found: () => (isClosed ? values : {}),
  }
}
