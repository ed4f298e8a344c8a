/**
 * JSON with everything that `JSON.parse` loses: the order of all keys, keys that stand twice, and numbers as they were
 * written. So it can be written again as another library would have.
 */
export type JsonTree =
  | { readonly kind: 'object'; readonly entries: readonly (readonly [key: string, value: JsonTree])[] }
  | { readonly kind: 'array'; readonly items: readonly JsonTree[] }
  | { readonly kind: 'string'; readonly text: string }
  | { readonly kind: 'number'; readonly lexeme: string }
  | { readonly kind: 'literal'; readonly lexeme: 'true' | 'false' | 'null' }

const MAX_DEPTH = 500
const NUMBER = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y
const STRING = /"(?:[^"\\]|\\.)*"/sy
const BLANK = /[ \t\r\n]*/y

/** The tree of a text; null when it is no JSON, or too deep. */
export function parseJsonTree(text: string): JsonTree | null {
  try {
    const parser = createParser(text)
    const tree = parser.value(0)
    return parser.isAtEnd() ? tree : null
  } catch {
    return null
  }
}

function createParser(text: string): { value: (depth: number) => JsonTree; isAtEnd: () => boolean } {
  let at = 0

  function take(pattern: RegExp): string {
    pattern.lastIndex = at
    const found = pattern.exec(text)?.[0]
    if (found === undefined) throw new SyntaxError('unexpected')
    at += found.length
    return found
  }

  function takes(char: string): boolean {
    take(BLANK)
    if (text[at] !== char) return false
    at++
    return true
  }

  function require(char: string): void {
    if (!takes(char)) throw new SyntaxError('unexpected')
  }

  const string = (): string => JSON.parse(take(STRING)) as string

  function list(end: string, item: () => void): void {
    if (takes(end)) return
    do item()
    while (takes(','))
    require(end)
  }

  function value(depth: number): JsonTree {
    if (depth > MAX_DEPTH) throw new SyntaxError('too deep')
    take(BLANK)
    const first = text[at]
    if (first === '{') {
      at++
      const entries: [string, JsonTree][] = []
      list('}', () => {
        take(BLANK)
        const key = string()
        require(':')
        entries.push([key, value(depth + 1)])
      })
      return { kind: 'object', entries }
    }
    if (first === '[') {
      at++
      const items: JsonTree[] = []
      list(']', () => items.push(value(depth + 1)))
      return { kind: 'array', items }
    }
    if (first === '"') return { kind: 'string', text: string() }
    for (const lexeme of ['true', 'false', 'null'] as const) {
      if (text.startsWith(lexeme, at)) {
        at += lexeme.length
        return { kind: 'literal', lexeme }
      }
    }
    return { kind: 'number', lexeme: take(NUMBER) }
  }

  return {
    value,
    isAtEnd: () => {
      take(BLANK)
      return at === text.length
    },
  }
}
