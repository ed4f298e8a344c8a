/** Far more than any webhook nests, and well within what walks over it recursively: parsers of ours, and of receivers. */
export const MAX_JSON_DEPTH = 500

/** Whether a parsed JSON value nests arrays and objects deeper than is taken. Walks without recursion, so that no depth overflows it. */
export function isTooDeep(value: unknown): boolean {
  let level: readonly unknown[] = [value]
  for (let depth = 0; depth <= MAX_JSON_DEPTH; depth++) {
    level = level.flatMap((each) => (typeof each === 'object' && each !== null ? Object.values(each) : []))
    if (level.length === 0) return false
  }
  return true
}
