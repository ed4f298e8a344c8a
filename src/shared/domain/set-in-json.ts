import type { JsonObject, JsonValue } from './event.ts'
import { pathSteps, setPath } from './set-path.ts'

/**
 * JSON text of an object with `value` at `path`, as `setPath` sets it; all else stays as it is written: spaces, escapes,
 * and numbers that no double can hold. What is added follows the spacing of the first member beside it.
 */
export function setInJson(
  text: string,
  path: string,
  value: JsonValue,
): { readonly kind: 'set'; readonly text: string } | { readonly kind: 'problem'; readonly problem: string } {
  const result = setPath(JSON.parse(text) as JsonObject, path, value)
  if (result.kind === 'problem') return result
  const steps = pathSteps(path)
  let at = skip(SPACE, text, 0)
  let after: JsonValue | undefined = result.root
  for (const [index, step] of steps.entries()) {
    after = (after as JsonObject | undefined)?.[step]
    const members = membersAt(text, at)
    const member = members.findLast(({ name }) => name === step)
    if (!member) return { kind: 'set', text: withMember(text, at, members, step, JSON.stringify(after)) }
    at = member.valueAt
    if (index === steps.length - 1)
      return { kind: 'set', text: text.slice(0, at) + JSON.stringify(after) + text.slice(endOfValue(text, at)) }
  }
  return { kind: 'set', text }
}

/** The text of a body that is a JSON object in UTF-8; null of any other. */
export function jsonObjectText(body: Uint8Array): string | null {
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(body)
    const value: unknown = JSON.parse(text)
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? text : null
  } catch {
    return null
  }
}

interface Member {
  /** Its index, in a list. */
  readonly name: string | number
  readonly at: number
  readonly nameEnd: number
  readonly valueAt: number
  readonly end: number
}

/** The members of the object or list that begins at `open`. */
function membersAt(text: string, open: number): Member[] {
  const isList = text[open] === '['
  const members: Member[] = []
  let at = skip(SPACE, text, open + 1)
  while (!/[}\]]/.test(text.charAt(at))) {
    const nameEnd = isList ? at : skip(STRING, text, at)
    const name = isList ? members.length : (JSON.parse(text.slice(at, nameEnd)) as string)
    const valueAt = isList ? at : skip(SPACE, text, nameEnd)
    const end = endOfValue(text, valueAt)
    members.push({ name, at, nameEnd, valueAt, end })
    at = skip(SPACE, text, end)
  }
  return members
}

function withMember(text: string, open: number, members: readonly Member[], name: string | number, value: string): string {
  const [first, last] = [members[0], members.at(-1)]
  const at = last?.end ?? open + 1
  const before = first && last ? `,${text.slice(open + 1, first.at)}` : ''
  const colon = first && first.nameEnd < first.valueAt ? text.slice(first.nameEnd, first.valueAt) : ':'
  const written = typeof name === 'number' ? value : JSON.stringify(name) + colon + value
  return text.slice(0, at) + before + written + text.slice(at)
}

/** Where the value that begins there ends. */
function endOfValue(text: string, start: number): number {
  let depth = 0
  let at = start
  do {
    const char = text.charAt(at)
    if (char === '{' || char === '[') depth++
    if (char === '}' || char === ']') depth--
    at = /[{}[\]]/.test(char) ? at + 1 : skip(char === '"' ? STRING : WORD, text, at)
    if (depth > 0) at = skip(SPACE, text, at)
  } while (depth > 0)
  return at
}

/** Separators count as space: the text is known to be JSON. */
const SPACE = /[\s,:]*/y
const STRING = /"[^"\\]*(?:\\.[^"\\]*)*"/y
const WORD = /[^\s,:{}[\]"]+/y

function skip(pattern: RegExp, text: string, at: number): number {
  pattern.lastIndex = at
  return pattern.test(text) ? pattern.lastIndex : at
}
