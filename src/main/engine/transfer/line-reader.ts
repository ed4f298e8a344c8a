import { MIB } from '../../../shared/domain/units.ts'

/** A line without its end, or null for one that was too long to keep. */
export interface Line {
  /** From 1. */
  readonly number: number
  readonly text: string | null
}

/** Cuts bytes into lines as they come. */
export interface LineReader {
  add(bytes: Uint8Array): Line[]
  /** What stands behind the last line end. */
  end(): Line[]
}

const LINE_FEED = 0x0a
/** No line of a bundle comes near: bodies are cut into chunks. */
export const MAX_LINE_BYTES = 16 * MIB

export function createLineReader(maxBytes = MAX_LINE_BYTES): LineReader {
  let parts: Uint8Array[] = []
  let held = 0
  let number = 0
  let isTooLong = false

  function keep(bytes: Uint8Array): void {
    held += bytes.length
    isTooLong ||= held > maxBytes
    if (isTooLong) parts = []
    else if (bytes.length > 0) parts.push(bytes)
  }

  function finish(): Line {
    const text = isTooLong ? null : Buffer.concat(parts).toString('utf8')
    parts = []
    held = 0
    isTooLong = false
    return { number: ++number, text }
  }

  return {
    add: (bytes) => {
      const lines: Line[] = []
      let from = 0
      for (let at = bytes.indexOf(LINE_FEED); at >= 0; at = bytes.indexOf(LINE_FEED, from)) {
        keep(bytes.subarray(from, at))
        lines.push(finish())
        from = at + 1
      }
      // Copied: the caller may use its buffer again.
      keep(Uint8Array.from(bytes.subarray(from)))
      return lines
    },
    end: () => (held > 0 ? [finish()] : []),
  }
}
