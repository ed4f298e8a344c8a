import { nearest } from '../../../shared/domain/nearest.ts'

/** Another text for the place of a problem. */
export interface JsonFix {
  /** What it does, as a command. */
  readonly title: string
  readonly text: string
}

/** More would be a list to search through, not an offer. */
const MAX_FIXES = 8

/**
 * What may stand in place of a value that its schema does not take, the likeliest first. `message` is what Monaco's JSON
 * says of it (vscode-json-languageservice), `text` the JSON of the value. Empty when nothing sensible can be said.
 */
export function jsonFixes(message: string, text: string): readonly JsonFix[] {
  const listed = /^Value is not accepted\. Valid values: (.+)\.$/s.exec(message)?.[1]
  if (listed !== undefined)
    return likeliestFirst(valuesOf(`[${listed}]`), text)
      .slice(0, MAX_FIXES)
      .map(changeTo)
  const only = /^Value must be (.+)\.$/s.exec(message)?.[1]
  if (only !== undefined) return valuesOf(`[${only}]`).map(changeTo)
  const types = /^Incorrect type\. Expected (?:one of )?(.+)\.$/.exec(message)?.[1]
  if (types === undefined) return []
  return types.split(', ').flatMap((type) => asType(type.replaceAll('"', ''), valuesOf(`[${text}]`)[0]))
}

function changeTo(value: unknown): JsonFix {
  const text = JSON.stringify(value)
  return { title: `Use ${text}`, text }
}

function likeliestFirst(values: readonly unknown[], text: string): readonly unknown[] {
  const likeliest = nearest(
    text,
    values.map((value) => JSON.stringify(value)),
  )
  return likeliest === null
    ? values
    : [...values].sort((a, b) => Number(JSON.stringify(b) === likeliest) - Number(JSON.stringify(a) === likeliest))
}

/** The same value as another type, where it says the same. */
function asType(type: string, value: unknown): readonly JsonFix[] {
  if (type === 'string' && (typeof value === 'number' || typeof value === 'boolean')) return [changeTo(String(value))]
  if (typeof value !== 'string') return []
  const [other] = valuesOf(`[${value}]`)
  const isSame = type === 'boolean' ? typeof other === 'boolean' : type === 'integer' ? Number.isInteger(other) : typeof other === 'number'
  return (type === 'boolean' || type === 'integer' || type === 'number') && isSame ? [changeTo(other)] : []
}

/** Empty for what is no JSON. */
function valuesOf(list: string): readonly unknown[] {
  try {
    return JSON.parse(list) as readonly unknown[]
  } catch {
    return []
  }
}
