import type { JsonTree } from '../../components/json-tree.ts'
import { cutLine, MAX_LINE_CHARS } from './broken-lines.ts'
import { differingSpan } from './differing-span.ts'

/** A value that is not compared: an empty string stands in its place, and what it really is. */
export interface IgnoredValue {
  /** From 1. */
  readonly line: number
  /** Of the empty string's first quote, from 1. */
  readonly column: number
  /** The value as written. */
  readonly text: string
}

/** One side, laid out for an editor that compares line by line. */
export interface JsonSide {
  readonly text: string
  readonly ignored: readonly IgnoredValue[]
}

export interface JsonLayout {
  /** Keys in alphabetical order, so that their order makes no difference. */
  readonly sortKeys: boolean
  /** Whether ids and times that differ are left out of the comparison. */
  readonly ignoreIdsAndTimes: boolean
  /** Keys, or paths such as `data.items[0].id`, whose values, and all values below them, are left out too. */
  readonly ignoredKeys: readonly string[]
}

const INDENT = '  '
const TIME = /^"\d{4}-\d\d-\d\d[T ]\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:?\d\d)?"$/
const UUID = /^"[\da-f]{8}-[\da-f]{4}-[\da-f]{4}-[\da-f]{4}-[\da-f]{12}"$/i
/** Seconds, ms or µs since 1970, of this century. */
const EPOCH = /^\d{10}(\d{3}){0,2}(\.\d+)?$/
const TIME_KEY = /(^|[_a-z])(at|date|time|timestamp|ts|created|updated|modified)$/i
/** Ids of the occurrence. Ids of what the event is about are data, and stay compared. */
const ID_KEY = /^(event|message|msg|delivery|request|trace|correlation|idempotency|transmission|webhook|notification)[-_]?(id|key)$/i

/** Both sides laid out the same way; `count` values differ and are ignored, those at `differing` differ and are not. */
export function layOutJson(
  a: JsonTree,
  b: JsonTree,
  layout: JsonLayout,
): { readonly a: JsonSide; readonly b: JsonSide; readonly count: number; readonly differing: readonly string[] } {
  const [atomsOfA, atomsOfB] = [atomsOf(a), atomsOf(b)]
  const ignored = new Set<string>()
  const differing: string[] = []
  const isListed = ignoring(layout.ignoredKeys)
  for (const [path, { key, text }] of atomsOfB) {
    const other = atomsOfA.get(path)
    if (other === undefined || other.text === text) continue
    if (isListed(path) || (layout.ignoreIdsAndTimes && isIdOrTime(key, text) && isIdOrTime(key, other.text))) ignored.add(path)
    else differing.push(path)
  }
  const side = (tree: JsonTree, others: Atoms): JsonSide => layOut(tree, layout.sortKeys, ignored, others)
  return { a: side(a, atomsOfB), b: side(b, atomsOfA), count: ignored.size, differing }
}

/** Whether a path is one of those, lies below one, or holds one of the keys. */
function ignoring(listed: readonly string[]): (path: string) => boolean {
  const names = listed.map((each) => each.replaceAll(/\[(\d+)\]/g, '.$1'))
  return (path) => {
    const keys = path.split('.')
    return names.some((name) => path === name || path.startsWith(`${name}.`) || keys.includes(name))
  }
}

/** Whether a value changes with every occurrence of an event: a time, a UUID, the id of the occurrence itself. */
export function isIdOrTime(key: string, text: string): boolean {
  return TIME.test(text) || UUID.test(text) || ID_KEY.test(key) || (TIME_KEY.test(key) && EPOCH.test(text))
}

/** By their paths. */
type Atoms = ReadonlyMap<string, { readonly key: string; readonly text: string }>

function atomsOf(tree: JsonTree): Atoms {
  const atoms = new Map<string, { key: string; text: string }>()
  const walk = (node: JsonTree, path: string, key: string): void => {
    if (node.kind === 'atom') atoms.set(path, { key, text: node.text })
    else if (node.kind === 'array') node.items.forEach((item, index) => walk(item, join(path, String(index)), key))
    else for (const entry of node.entries) walk(entry.value, join(path, entry.key), entry.key)
  }
  walk(tree, '', '')
  return atoms
}

function layOut(tree: JsonTree, sortKeys: boolean, ignoredPaths: ReadonlySet<string>, others: Atoms): JsonSide {
  const lines: string[] = []
  const ignored: IgnoredValue[] = []
  let line = ''
  const breakLine = (depth: number): void => {
    lines.push(line)
    line = INDENT.repeat(depth)
  }
  const walkAll = (brackets: readonly [string, string], parts: readonly (() => void)[], depth: number): void => {
    line += brackets[0]
    parts.forEach((part, index) => {
      breakLine(depth + 1)
      part()
      if (index < parts.length - 1) line += ','
    })
    if (parts.length > 0) breakLine(depth)
    line += brackets[1]
  }
  const walk = (node: JsonTree, path: string, depth: number): void => {
    if (node.kind === 'atom') {
      if (ignoredPaths.has(path)) ignored.push({ line: lines.length + 1, column: line.length + 1, text: node.text })
      const [first = '', ...rest] = ignoredPaths.has(path) ? ['""'] : inPieces(node.text, others.get(path)?.text ?? '')
      line += first
      for (const piece of rest) {
        lines.push(line)
        line = piece
      }
    } else if (node.kind === 'array') {
      const parts = node.items.map((item, index) => () => walk(item, join(path, String(index)), depth + 1))
      walkAll(['[', ']'], parts, depth)
    } else {
      const entries = sortKeys ? node.entries.toSorted((x, y) => (x.key < y.key ? -1 : x.key > y.key ? 1 : 0)) : node.entries
      const parts = entries.map((entry) => () => {
        line += `${entry.keyText}: `
        walk(entry.value, join(path, entry.key), depth + 1)
      })
      walkAll(['{', '}'], parts, depth)
    }
  }
  walk(tree, '', 0)
  lines.push(line)
  return { text: lines.join('\n'), ignored }
}

function join(path: string, key: string): string {
  return path === '' ? key : `${path}.${key}`
}

/** A long value in pieces: those before and behind what differs from the other side's are the same there. */
function inPieces(text: string, other: string): readonly string[] {
  if (Math.max(text.length, other.length) <= MAX_LINE_CHARS) return [text]
  const { from, tail } = differingSpan(text, other)
  const end = text.length - tail
  return [text.slice(0, from), text.slice(from, end), text.slice(end)].filter((part) => part !== '').flatMap(cutLine)
}
