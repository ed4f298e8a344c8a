import { FilterSyntaxError } from './syntax-error.ts'

/** A piece of filter text, with where it starts. */
export type Token =
  | { readonly kind: '(' | ')' | '-' | 'AND' | 'OR' | 'NOT'; readonly position: number }
  | {
      readonly kind: 'term'
      readonly key: string
      readonly value: string
      readonly isQuoted: boolean
      readonly position: number
      readonly valuePosition: number
    }
  | { readonly kind: 'word'; readonly text: string; readonly position: number }

const SPACE = /\s/
const KEY = /^[A-Za-z][A-Za-z0-9._-]*$/

/** Splits a filter at spaces and parentheses; quotes keep both. Throws `FilterSyntaxError` for an open quote. */
export function tokenize(text: string): Token[] {
  const tokens: Token[] = []
  let at = 0
  while (at < text.length) {
    const char = text[at] as string
    if (SPACE.test(char)) at++
    else if (char === '(' || char === ')' || (char === '-' && at + 1 < text.length && !SPACE.test(text[at + 1] as string))) {
      tokens.push({ kind: char, position: at })
      at++
    } else {
      const word = readWord(text, at)
      tokens.push(word.token)
      at = word.end
    }
  }
  return tokens
}

function readWord(text: string, start: number): { token: Token; end: number } {
  const plain = endOfPlain(text, start)
  const colon = text.slice(start, plain).indexOf(':')
  const key = text.slice(start, start + colon)
  if (colon > 0 && KEY.test(key)) {
    const valuePosition = start + colon + 1
    const isQuoted = text[valuePosition] === '"'
    const value = isQuoted ? readQuoted(text, valuePosition) : { text: text.slice(valuePosition, plain), end: plain }
    return { token: { kind: 'term', key, value: value.text, isQuoted, position: start, valuePosition }, end: value.end }
  }
  if (text[start] === '"') {
    const quoted = readQuoted(text, start)
    return { token: { kind: 'word', text: quoted.text, position: start }, end: quoted.end }
  }
  const word = text.slice(start, plain)
  if (word === 'AND' || word === 'OR' || word === 'NOT') return { token: { kind: word, position: start }, end: plain }
  return { token: { kind: 'word', text: word, position: start }, end: plain }
}

function endOfPlain(text: string, start: number): number {
  let end = start
  while (end < text.length && !/[\s()]/.test(text[end] as string)) end++
  return end
}

/** From the opening quote; `\"` and `\\` are the only escapes. */
function readQuoted(text: string, start: number): { text: string; end: number } {
  let value = ''
  for (let at = start + 1; at < text.length; at++) {
    const char = text[at] as string
    if (char === '"') return { text: value, end: at + 1 }
    const next = text[at + 1]
    if (char === '\\' && (next === '"' || next === '\\')) {
      value += next
      at++
    } else value += char
  }
  throw new FilterSyntaxError(start, 'A quote is not closed.', 'Close it with ".')
}
