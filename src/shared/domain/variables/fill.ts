import type { JsonObject, JsonValue } from '../event.ts'
import { BUILT_IN_VARIABLES, type VariableSource } from './built-in.ts'
import { findPlaceholders, type Placeholder } from './placeholders.ts'

/** A value that stands where a placeholder stood. */
export interface FilledValue {
  readonly name: string
  /** UTF-16 offsets in the filled text. */
  readonly start: number
  readonly end: number
}

/** A text with its variables filled in. */
export interface FilledText {
  readonly text: string
  readonly values: readonly FilledValue[]
  /** Why a placeholder was left as it stands, one sentence each. */
  readonly problems: readonly string[]
}

const BUILT_IN = new Map(BUILT_IN_VARIABLES.map((variable) => [variable.name, variable]))

/** A text with its variables filled in; a placeholder that means none stays as it stands. */
export function fillText(text: string, source: VariableSource): FilledText {
  return fill(text, source, (value) => value)
}

/**
 * The same for JSON that is typed: inside a string a value is escaped; outside, it stands for itself where it is JSON
 * (`{"score": {{$randomInt}}}`) and as a string where it is not. The text need not be JSON.
 */
export function fillJson(text: string, source: VariableSource): FilledText {
  let scanned = 0
  let isInString = false
  return fill(text, source, (value, { start }) => {
    for (; scanned < start; scanned++) {
      if (text[scanned] === '"') isInString = !isInString
      else if (isInString && text[scanned] === '\\') scanned++
    }
    const quoted = JSON.stringify(value)
    if (isInString) return quoted.slice(1, -1)
    return isJson(value) ? value : quoted
  })
}

/** A JSON value with the variables in its strings filled in; keys stay. */
export function fillValue<T extends JsonValue>(value: T, source: VariableSource): T
export function fillValue(value: JsonValue, source: VariableSource): JsonValue {
  if (typeof value === 'string') return fillText(value, source).text
  if (value === null || typeof value !== 'object') return value
  if (Array.isArray(value)) return (value as readonly JsonValue[]).map((item) => fillValue(item, source))
  return Object.fromEntries(Object.entries(value as JsonObject).map(([key, item]) => [key, fillValue(item, source)]))
}

function fill(text: string, source: VariableSource, write: (value: string, placeholder: Placeholder) => string): FilledText {
  let filled = ''
  let end = 0
  const values: FilledValue[] = []
  const problems = new Set<string>()
  for (const placeholder of findPlaceholders(text)) {
    const value = valueOf(placeholder, source)
    if (typeof value !== 'string') {
      problems.add(`${text.slice(placeholder.start, placeholder.end)} ${value.problem}, so it is sent as it stands`)
      continue
    }
    filled += text.slice(end, placeholder.start)
    const start = filled.length
    filled += write(value, placeholder)
    values.push({ name: placeholder.name, start, end: filled.length })
    end = placeholder.end
  }
  return { text: filled + text.slice(end), values, problems: [...problems] }
}

function valueOf({ name, args }: Placeholder, source: VariableSource): string | { readonly problem: string } {
  if (name.startsWith('$')) {
    const variable = BUILT_IN.get(name)
    if (!variable) return { problem: 'is no variable' }
    return variable.value(source, args) ?? { problem: `cannot be filled: write it as {{${`${name} ${variable.usage}`.trim()}}}` }
  }
  const value = args.length > 0 ? undefined : source.own.get(name)
  return value ?? { problem: 'is no variable of this workspace' }
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text)
    return true
  } catch {
    return false
  }
}
