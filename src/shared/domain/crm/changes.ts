import type { JsonObject, JsonValue } from '../event.ts'

/** What `metadata.changes` says: values before and after, by field; null where there was or is none. */
export type Changes = Readonly<Record<string, { readonly from: JsonValue; readonly to: JsonValue }>>

/** Said by every change of itself; not what somebody changed. */
const BOOKKEEPING = new Set(['updatedAt', 'updatedBy'])

/** The fields in which two states differ, in the order of the later one; null when in none. */
export function changesBetween(before: JsonObject, after: JsonObject): Changes | null {
  const names = [...new Set([...Object.keys(after), ...Object.keys(before)])]
  const changed = names.filter((name) => !BOOKKEEPING.has(name) && !isSameJson(before[name] ?? null, after[name] ?? null))
  if (changed.length === 0) return null
  return Object.fromEntries(changed.map((name) => [name, { from: before[name] ?? null, to: after[name] ?? null }]))
}

/** Equal as JSON: the order of an object's keys says nothing, that of a list does. */
function isSameJson(a: JsonValue, b: JsonValue): boolean {
  if (a === b) return true
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false
  if (Array.isArray(a) !== Array.isArray(b)) return false
  const [left, right] = [a as JsonObject, b as JsonObject]
  const keys = Object.keys(left)
  return (
    keys.length === Object.keys(right).length &&
    keys.every((key) => Object.hasOwn(right, key) && isSameJson(left[key] ?? null, right[key] ?? null))
  )
}
