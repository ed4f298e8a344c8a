/** An element of the list, as its bytes stood in the file. */
export interface JsonEntry {
  /** From 1. */
  readonly number: number
  /** null: it was too long to keep. */
  readonly bytes: Uint8Array | null
}

/** Cuts `{"log":{"entries":[…]}}` into its entries as the bytes come; everything else is passed over. */
export interface EntryReader {
  add(bytes: Uint8Array): JsonEntry[]
  /** The outermost object was closed. */
  isWhole(): boolean
}

const QUOTE = 0x22
const BACKSLASH = 0x5c
const OPEN_OBJECT = 0x7b
const CLOSE_OBJECT = 0x7d
const OPEN_LIST = 0x5b
const CLOSE_LIST = 0x5d
const COMMA = 0x2c
/** It and what is below are white space in JSON. */
const SPACE = 0x20
const BARE = Buffer.from('null')
/** Keys that matter are short. */
const MAX_KEY = 16
/** Depth of the list: the file's object, that of `log`, the list. */
const LIST_DEPTH = 3

export function createEntryReader(maxBytes: number): EntryReader {
  let depth = 0
  let isInString = false
  let isEscaped = false
  /** The text of the latest string above the list, as far as it is short enough to be a key that matters. */
  let key = ''
  /** Key of the object that stands in the outermost one. */
  let top = ''
  let isInEntries = false
  let number = 0
  let parts: Uint8Array[] = []
  let held = 0
  let isTooLong = false
  let hasEnded = false
  /** In the list stands a number, text or name since the last comma. */
  let hasBare = false

  function keep(bytes: Uint8Array): void {
    held += bytes.length
    isTooLong ||= held > maxBytes
    if (isTooLong) parts = []
    else parts.push(Uint8Array.from(bytes))
  }

  function finish(): JsonEntry {
    const bytes = isTooLong ? null : Buffer.concat(parts)
    parts = []
    held = 0
    isTooLong = false
    return { number: ++number, bytes }
  }

  /** An element that is neither object nor list holds nothing to read, but it counts. */
  function finishBare(): JsonEntry[] {
    if (!hasBare) return []
    hasBare = false
    return [{ number: ++number, bytes: BARE }]
  }

  function open(byte: number): boolean {
    if (depth === 1) top = key
    if (depth === LIST_DEPTH - 1 && byte === OPEN_LIST && top === 'log' && key === 'entries') isInEntries = true
    depth++
    return isInEntries && depth === LIST_DEPTH + 1
  }

  return {
    add: (bytes) => {
      const found: JsonEntry[] = []
      let from = isInEntries && depth > LIST_DEPTH ? 0 : -1
      for (let at = 0; at < bytes.length; at++) {
        const byte = bytes[at]
        if (isInString) {
          if (isEscaped) isEscaped = false
          else if (byte === BACKSLASH) isEscaped = true
          else if (byte === QUOTE) isInString = false
          else if (depth < LIST_DEPTH && key.length < MAX_KEY) key += String.fromCharCode(byte ?? 0)
        } else if (byte === QUOTE) {
          isInString = true
          hasBare ||= isInEntries && depth === LIST_DEPTH
          if (depth < LIST_DEPTH) key = ''
        } else if (byte === OPEN_OBJECT || byte === OPEN_LIST) {
          if (open(byte)) from = at
        } else if (byte === CLOSE_OBJECT || byte === CLOSE_LIST) {
          if (depth === LIST_DEPTH) found.push(...finishBare())
          depth--
          if (isInEntries && depth === LIST_DEPTH) {
            keep(bytes.subarray(from, at + 1))
            found.push(finish())
            from = -1
          } else if (depth < LIST_DEPTH) isInEntries = false
          hasEnded ||= depth === 0
        } else if (byte === COMMA) {
          if (depth < LIST_DEPTH) key = ''
          if (depth === LIST_DEPTH) found.push(...finishBare())
        } else if (isInEntries && depth === LIST_DEPTH && byte !== undefined && byte > SPACE) hasBare = true
      }
      if (from >= 0) keep(bytes.subarray(from))
      return found
    },
    isWhole: () => hasEnded,
  }
}
