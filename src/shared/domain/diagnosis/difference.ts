import type { Proof } from './diagnosis.ts'

const SHOWN_BYTES = 40
const BEFORE_BYTES = 12

/** Where two bodies part, with a few bytes of each; null when they are equal. */
export function differenceOf(signed: Uint8Array, arrived: Uint8Array): Proof['difference'] {
  if (signed === arrived) return null
  let offset = 0
  while (offset < signed.length && signed[offset] === arrived[offset]) offset++
  if (offset === signed.length && offset === arrived.length) return null
  return { offset, signed: shown(signed, offset), arrived: shown(arrived, offset) }
}

/** Printable ASCII as it is, other bytes as escapes. */
function shown(bytes: Uint8Array, offset: number): string {
  const start = Math.max(0, offset - BEFORE_BYTES)
  const text = Array.from(bytes.subarray(start, offset + SHOWN_BYTES), escaped).join('')
  return `${start > 0 ? '…' : ''}${text}${offset + SHOWN_BYTES < bytes.length ? '…' : ''}`
}

const NAMED: Readonly<Record<number, string>> = { 0x09: '\\t', 0x0a: '\\n', 0x0d: '\\r' }

function escaped(byte: number): string {
  if (byte >= 0x20 && byte < 0x7f) return String.fromCharCode(byte)
  return NAMED[byte] ?? `\\x${byte.toString(16).padStart(2, '0')}`
}
