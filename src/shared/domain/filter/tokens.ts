import type { BodyPath } from './filter.ts'
import { FilterSyntaxError, type Span } from './syntax-error.ts'

/**
 * The pieces of filter text. A value or word goes up to the next space or parenthesis; quotes keep both and everything
 * else as it is. Inside quotes `\"` and `\\` are the only escapes.
 */
export type Token =
  | (Span & { readonly kind: '(' | ')' | '-' | 'AND' | 'OR' | 'NOT' })
  | (Span & { readonly kind: 'term'; readonly key: Key; readonly value: Value })
  | (Span & { readonly kind: 'word'; readonly value: Value })

/** What stands before a colon. */
export interface Key {
  /** In lower case; of `header.x` and `body.x` only the first part. */
  readonly name: string
  /** As it was written. */
  readonly text: string
  /** Behind `header.` one name, behind `body` the steps. */
  readonly path: BodyPath
}

/** What stands behind a colon, or a word: parts in quotes and parts without, one after another. */
export interface Value extends Span {
  readonly parts: readonly { readonly text: string; readonly isQuoted: boolean }[]
}

/** Splits a filter. Throws `FilterSyntaxError` for an open quote or a path that cannot be read, unless the text is still being typed. */
export function tokenize(text: string, isUnfinished = false): Token[] {
  const tokens: Token[] = []
  let at = 0
  while (at < text.length) {
    const token = isSpace(text[at]) ? null : readToken(text, at, isUnfinished)
    if (token) tokens.push(token)
    at = token ? token.end : at + 1
  }
  return tokens
}

function readToken(text: string, at: number, isUnfinished: boolean): Token {
  const char = text[at] as string
  if (char === '(' || char === ')') return { kind: char, position: at, end: at + 1 }
  if (char === '-' && at + 1 < text.length && !isSpace(text[at + 1])) return { kind: '-', position: at, end: at + 1 }
  const found = readKey(text, at)
  if (!found && !isUnfinished) refusePath(text, at)
  const value = readValue(text, found?.end ?? at, isUnfinished)
  if (found) return { kind: 'term', key: found.key, value, position: at, end: value.end }
  const word = text.slice(at, value.end)
  if (word === 'AND' || word === 'OR' || word === 'NOT') return { kind: word, position: at, end: value.end }
  return { kind: 'word', value, position: at, end: value.end }
}

const NAME = /([A-Za-z][A-Za-z0-9_.-]*):/y
const HEADER = /header\.([^\s():"]+):/iy
// Steps as in body.a, body."a b", body["a b"], body['a b'], body[0] and body[*].
const BODY = /body((?:\.(?:[^\s().":[\]]+|"(?:[^"\\]|\\.)*")|\[(?:\d+|\*|"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*')\])+):/iy
const STEP = /\.(?:([^\s().":[\]]+)|"((?:[^"\\]|\\.)*)")|\[(?:(\d+|\*)|"((?:[^"\\]|\\.)*)"|'((?:[^'\\]|\\.)*)')\]/g
/** What can only be meant as a path, and has a value behind it. */
const NO_PATH = /(?:body[.[]|header\.)[^\s"():]*:/iy

/** A key with its colon, and where its value begins. */
function readKey(text: string, at: number): { readonly key: Key; readonly end: number } | null {
  const header = matchAt(HEADER, text, at)
  if (header) return keyOf('header', header, [String(header[1]).toLowerCase()])
  const body = matchAt(BODY, text, at)
  if (body) return keyOf('body', body, stepsOf(String(body[1])))
  const plain = matchAt(NAME, text, at)
  if (!plain) return null
  const [, written = ''] = plain
  const parent = /^(body|header)\./i.exec(written)?.[1]
  if (parent === undefined) return keyOf(written.toLowerCase(), plain, [])
  // A path with an empty step is written wrong; it does not mean the one without.
  return written.length > parent.length + 1 ? null : keyOf(parent.toLowerCase(), plain, [])
}

function keyOf(name: string, match: RegExpExecArray, path: BodyPath): { readonly key: Key; readonly end: number } {
  const [whole] = match
  return { key: { name, text: whole.slice(0, -1), path }, end: match.index + whole.length }
}

/** The steps of a path as it stands behind `body` in a filter: `.a`, `["a b"]`, `[0]`, `[*]`; null when it cannot be read. */
export function readBodyPath(text: string): BodyPath | null {
  const match = matchAt(BODY, `body${text}:`, 0)
  return match?.[1] === text ? stepsOf(text) : null
}

/** A word it would be, and would find nothing. */
function refusePath(text: string, at: number): void {
  const match = matchAt(NO_PATH, text, at)
  if (!match) return
  const place = { position: at, end: at + match[0].length - 1 }
  throw new FilterSyntaxError(
    place,
    'This path cannot be read.',
    'Expected steps such as body.data.email, body.items[0], body.items[*] or body["a name"].',
  )
}

function stepsOf(path: string): BodyPath {
  return [...path.matchAll(STEP)].map(([, plain, quoted, index, bracketed, inApostrophes]) => {
    const name = quoted ?? bracketed
    if (name !== undefined) return unescape(name)
    if (inApostrophes !== undefined) return inApostrophes.replaceAll(/\\(['\\])/g, '$1')
    const step = plain ?? index ?? ''
    if (step === '*') return null
    return /^\d{1,15}$/.test(step) ? Number(step) : step
  })
}

function readValue(text: string, start: number, isUnfinished: boolean): Value {
  const parts: { text: string; isQuoted: boolean }[] = []
  let at = start
  while (at < text.length && !isSpace(text[at]) && text[at] !== '(' && text[at] !== ')') {
    const end = text[at] === '"' ? endOfQuoted(text, at) : endOfPlain(text, at)
    if (end === null && !isUnfinished) {
      throw new FilterSyntaxError({ position: at, end: text.length }, 'A quote is not closed.', 'Close it with ".')
    }
    if (text[at] === '"') parts.push({ text: unescape(text.slice(at + 1, end === null ? text.length : end - 1)), isQuoted: true })
    else parts.push({ text: text.slice(at, end ?? text.length), isQuoted: false })
    at = end ?? text.length
  }
  return { parts, position: start, end: at }
}

function endOfPlain(text: string, start: number): number {
  let end = start
  while (end < text.length && !/[\s()"]/.test(text[end] as string)) end++
  return end
}

function endOfQuoted(text: string, start: number): number | null {
  for (let at = start + 1; at < text.length; at++) {
    if (text[at] === '"') return at + 1
    if (text[at] === '\\' && (text[at + 1] === '"' || text[at + 1] === '\\')) at++
  }
  return null
}

function unescape(text: string): string {
  return text.replaceAll(/\\(["\\])/g, '$1')
}

function matchAt(pattern: RegExp, text: string, at: number): RegExpExecArray | null {
  pattern.lastIndex = at
  return pattern.exec(text)
}

function isSpace(char: string | undefined): boolean {
  return char !== undefined && /\s/.test(char)
}
