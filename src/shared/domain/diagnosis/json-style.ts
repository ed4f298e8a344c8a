import type { JsonTree } from './json-tree.ts'

/** How a library writes JSON. */
export interface JsonStyle {
  /** Between items, after colons; a number is that many blanks a level on lines of their own. */
  readonly layout: 'compact' | 'spaced' | 2 | 4 | 'tab'
  readonly escapes: keyof typeof ESCAPES
  readonly keys: 'as they are' | 'sorted'
  /** `js`: as JavaScript prints what it has read. */
  readonly numbers: 'as they are' | 'js'
}

const unicode = (char: string): string => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`
const upperUnicode = (char: string): string => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0').toUpperCase()}`

/**
 * What each library escapes beyond what JSON asks for; `JSON.stringify` leaves all as it is. None of it stands outside
 * strings, so a whole document is escaped at once.
 */
const ESCAPES = {
  none: (text: string): string => text,
  // Python json.dumps
  ascii: (text: string): string => text.replaceAll(/[\u007f-\uffff]/g, unicode),
  // PHP json_encode
  php: (text: string): string => text.replaceAll('/', '\\/').replaceAll(/[\u0080-\uffff]/g, unicode),
  slash: (text: string): string => text.replaceAll('/', '\\/'),
  // Go encoding/json, Rails
  html: (text: string): string => text.replaceAll(/[<>&\u2028\u2029]/g, unicode),
  // .NET System.Text.Json; here strings one by one, because a + stands in numbers, too
  dotnet: (text: string): string => text,
  // Gson
  gson: (text: string): string => text.replaceAll(/[<>&='\u2028\u2029]/g, unicode),
} as const

function dotnetString(text: string): string {
  return JSON.stringify(text)
    .replaceAll(/\\./g, (pair) => (pair === '\\"' ? '\\u0022' : pair))
    .replaceAll(/['<>&+`\u007f-\uffff]/g, upperUnicode)
}

const LINE_INDENTS = { 2: '  ', 4: '    ', tab: '\t' } as const

type Plain = Omit<JsonStyle, 'escapes'>

/** Trees that were written: most styles are the same text with other escapes. */
const writings = new WeakMap<JsonTree, Map<string, string>>()

/** Writes a tree in a style. */
export function writeJson(tree: JsonTree, { escapes, ...style }: JsonStyle): string {
  if (escapes === 'dotnet') return writePlain(tree, style, dotnetString)
  const ofTree = writings.get(tree) ?? new Map<string, string>()
  writings.set(tree, ofTree)
  const name = `${style.layout} ${style.keys} ${style.numbers}`
  const plain = ofTree.get(name) ?? writePlain(tree, style, JSON.stringify)
  ofTree.set(name, plain)
  return ESCAPES[escapes](plain)
}

function writePlain(tree: JsonTree, style: Plain, string: (text: string) => string): string {
  const { layout } = style
  const indent = layout === 'compact' || layout === 'spaced' ? null : LINE_INDENTS[layout]
  const comma = layout === 'spaced' ? ', ' : ','
  const colon = layout === 'compact' ? ':' : ': '

  function list(open: string, items: readonly string[], close: string, depth: number): string {
    if (items.length === 0 || indent === null) return open + items.join(comma) + close
    const line = `\n${indent.repeat(depth + 1)}`
    return `${open}${line}${items.join(`,${line}`)}\n${indent.repeat(depth)}${close}`
  }

  function write(node: JsonTree, depth: number): string {
    switch (node.kind) {
      case 'string':
        return string(node.text)
      case 'number':
        return style.numbers === 'js' ? JSON.stringify(Number(node.lexeme)) : node.lexeme
      case 'literal':
        return node.lexeme
      case 'array':
        return list(
          '[',
          node.items.map((item) => write(item, depth + 1)),
          ']',
          depth,
        )
      case 'object': {
        const entries = style.keys === 'sorted' ? node.entries.toSorted(([a], [b]) => (a < b ? -1 : Number(a > b))) : node.entries
        return list(
          '{',
          entries.map(([key, value]) => string(key) + colon + write(value, depth + 1)),
          '}',
          depth,
        )
      }
    }
  }

  return write(tree, 0)
}

/** As Python prints a dict: `str(event)` instead of `json.dumps(event)`. */
export function writePythonDict(tree: JsonTree): string {
  switch (tree.kind) {
    case 'string': {
      const quote = tree.text.includes(`'`) && !tree.text.includes('"') ? '"' : `'`
      const escaped = JSON.stringify(tree.text).slice(1, -1).replaceAll('\\"', '"')
      return quote + (quote === `'` ? escaped.replaceAll(`'`, `\\'`) : escaped) + quote
    }
    case 'number':
      return tree.lexeme
    case 'literal':
      return { true: 'True', false: 'False', null: 'None' }[tree.lexeme]
    case 'array':
      return `[${tree.items.map(writePythonDict).join(', ')}]`
    case 'object':
      return `{${tree.entries.map(([key, value]) => `${writePythonDict({ kind: 'string', text: key })}: ${writePythonDict(value)}`).join(', ')}}`
  }
}

/** What JavaScript makes of a tree: of keys that stand twice the last value, at the place of the first; whole numbers as keys come first. */
export function throughJavaScript(tree: JsonTree): JsonTree {
  if (tree.kind === 'array') return { kind: 'array', items: tree.items.map(throughJavaScript) }
  if (tree.kind !== 'object') return tree
  const last = new Map(tree.entries.map(([key, value]) => [key, throughJavaScript(value)]))
  const isIndex = (key: string): boolean => /^(?:0|[1-9]\d{0,9})$/.test(key) && Number(key) < 2 ** 32 - 1
  const keys = [...last.keys()]
  const ordered = [...keys.filter(isIndex).toSorted((a, b) => Number(a) - Number(b)), ...keys.filter((key) => !isIndex(key))]
  return {
    kind: 'object',
    entries: ordered.flatMap((key) => {
      const value = last.get(key)
      return value ? [[key, value] as const] : []
    }),
  }
}
