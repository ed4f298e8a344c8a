/** Carries values that can be cloned, but that JSON does not know, through JSON. */
export interface Codec {
  encode(value: unknown): unknown
  decode(value: unknown): unknown
}

/** Also given to the page as source text: it may use nothing but its own inside and what every JavaScript has. */
export function makeCodec(): Codec {
  type Tagged = Readonly<Record<string, unknown>>
  const TAG = '$'

  function toBase64(bytes: Uint8Array): string {
    let text = ''
    // Longer argument lists overflow the stack.
    for (let at = 0; at < bytes.length; at += 32_768) text += String.fromCharCode(...bytes.subarray(at, at + 32_768))
    return btoa(text)
  }

  function fromBase64(text: unknown): Uint8Array<ArrayBuffer> {
    return Uint8Array.from(atob(String(text)), (character) => character.charCodeAt(0))
  }

  function tag(kind: string, value?: unknown): Tagged {
    return { [TAG]: kind, value }
  }

  function encode(value: unknown): unknown {
    if (value === undefined) return tag('undefined')
    if (typeof value === 'bigint') return tag('bigint', String(value))
    if (typeof value === 'number' && !Number.isFinite(value)) return tag('number', String(value))
    if (typeof value === 'function' || typeof value === 'symbol') throw new Error('An object could not be cloned.')
    if (typeof value !== 'object' || value === null) return value
    if (value instanceof Uint8Array) return tag('bytes', toBase64(value))
    if (value instanceof ArrayBuffer) return tag('buffer', toBase64(new Uint8Array(value)))
    if (value instanceof Date) return tag('date', value.getTime())
    if (value instanceof Error) return tag('error', { name: value.name, message: value.message, stack: value.stack })
    if (value instanceof Map) return tag('map', encode([...value]))
    if (value instanceof Set) return tag('set', encode([...value]))
    if (Array.isArray(value)) return value.map(encode)
    const fields = Object.fromEntries(Object.entries(value).map(([key, field]) => [key, encode(field)]))
    return TAG in fields ? tag('object', fields) : fields
  }

  function decodeFields(fields: object): object {
    return Object.fromEntries(Object.entries(fields).map(([key, field]) => [key, decode(field)]))
  }

  function decode(encoded: unknown): unknown {
    if (typeof encoded !== 'object' || encoded === null) return encoded
    if (Array.isArray(encoded)) return encoded.map(decode)
    const { [TAG]: kind, value } = encoded as Tagged
    switch (kind) {
      case 'undefined':
        return undefined
      case 'bigint':
        return BigInt(String(value))
      case 'number':
        return Number(value)
      case 'bytes':
        return fromBase64(value)
      case 'buffer':
        return fromBase64(value).buffer
      case 'date':
        return new Date(Number(value))
      case 'error':
        return Object.assign(new Error(), value)
      case 'map':
        return new Map(decode(value) as [unknown, unknown][])
      case 'set':
        return new Set(decode(value) as unknown[])
      case 'object':
        return decodeFields(value as object)
      default:
        return decodeFields(encoded)
    }
  }

  return { encode, decode }
}
