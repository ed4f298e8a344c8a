/** JSON as it was written: atoms and keys keep their text, so that `1.0`, long numbers, escapes and doubled keys survive. */
export type JsonTree =
  | { readonly kind: 'atom'; readonly text: string }
  | { readonly kind: 'array'; readonly items: readonly JsonTree[] }
  | { readonly kind: 'object'; readonly entries: readonly JsonEntry[] }

export interface JsonEntry {
  /** With its quotes, as written. */
  readonly keyText: string
  readonly key: string
  readonly value: JsonTree
}

const TOKEN = /"(?:[^"\\]|\\.)*"|[{}[\],:]|[^\s"{}[\],:]+/g
/** Deeper than anybody reads; keeps the recursion of what walks the tree harmless. */
const MAX_DEPTH = 500

/** The tree of a text; null when it is not JSON, or nested too deeply. */
export function readJsonTree(text: string): JsonTree | null {
  const bare = text.startsWith('\ufeff') ? text.slice(1) : text
  try {
    JSON.parse(bare)
  } catch {
    return null
  }
  const tokens = bare.match(TOKEN) ?? []
  let at = 0
  const next = (): string => tokens[at++] ?? ''

  function read(depth: number): JsonTree | null {
    if (depth > MAX_DEPTH) return null
    const token = next()
    if (token === '[') return readArray(depth)
    return token === '{' ? readObject(depth) : { kind: 'atom', text: token }
  }
  function readArray(depth: number): JsonTree | null {
    const items: JsonTree[] = []
    while (tokens[at] !== ']') {
      if (tokens[at] === ',') at++
      const item = read(depth + 1)
      if (item === null) return null
      items.push(item)
    }
    at++
    return { kind: 'array', items }
  }
  function readObject(depth: number): JsonTree | null {
    const entries: JsonEntry[] = []
    while (tokens[at] !== '}') {
      if (tokens[at] === ',') at++
      const keyText = next()
      at++ // the colon
      const value = read(depth + 1)
      if (value === null) return null
      entries.push({ keyText, key: String(JSON.parse(keyText)), value })
    }
    at++
    return { kind: 'object', entries }
  }
  return read(0)
}
