import { counted } from './counted.ts'
import type { JsonObject, JsonValue } from './event.ts'

/** What setting a path came to: the new root, or why it could not be set, as one sentence. */
export type SetResult = { readonly kind: 'set'; readonly root: JsonObject } | { readonly kind: 'problem'; readonly problem: string }

/**
 * A copy of `root` with `value` at `path`: `data.email`, `data.items[0].name`. Missing objects on the way are made; a
 * list takes an index it has, or the next one.
 */
export function setPath(root: JsonObject, path: string, value: JsonValue): SetResult {
  if (!/^[^.[\]]+(\.[^.[\]]+|\[\d+\])*$/.test(path)) return problem(`"${path}" is not a path such as data.email or data.items[0].name`)
  try {
    return { kind: 'set', root: setAt(root, pathSteps(path), value, '') as JsonObject }
  } catch (error) {
    if (error instanceof PathError) return problem(error.message)
    throw error
  }
}

/** Names, and indexes of lists, from the root on. */
export function pathSteps(path: string): (string | number)[] {
  return path.split(/\.|(?=\[)/).map((step) => (step.startsWith('[') ? Number(step.slice(1, -1)) : step))
}

class PathError extends Error {}

function setAt(node: JsonValue | undefined, steps: readonly (string | number)[], value: JsonValue, walked: string): JsonValue {
  const [step, ...rest] = steps
  if (step === undefined) return value
  if (typeof step === 'number') {
    if (!Array.isArray(node)) throw new PathError(`${walked} is not a list`)
    if (step > node.length) throw new PathError(`${walked} has ${counted(node.length, 'entry', 'entries')}, so [${step}] cannot be set`)
    const list: JsonValue[] = [...(node as readonly JsonValue[])]
    list[step] = setAt(list[step], rest, value, `${walked}[${step}]`)
    return list
  }
  const object = node === undefined ? {} : node
  if (object === null || typeof object !== 'object' || Array.isArray(object))
    throw new PathError(`${walked} is not an object, so ${step} cannot be set in it`)
  const fields = object as JsonObject
  const child = Object.hasOwn(fields, step) ? fields[step] : undefined
  // A computed key is always a field of its own, also when it is called __proto__.
  return { ...fields, [step]: setAt(child, rest, value, walked === '' ? step : `${walked}.${step}`) }
}

function problem(text: string): SetResult {
  return { kind: 'problem', problem: text }
}
