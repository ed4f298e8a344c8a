import type { RawHeaders } from '../../../shared/domain/http-message.ts'
import { isIdOrTime } from './json-lines.ts'

/** One header of either side; a name that comes several times is paired in its order. */
export interface HeaderDifference {
  readonly kind: 'changed' | 'only-a' | 'only-b' | 'ignored' | 'same'
  /** As A spells it, else as B. */
  readonly name: string
  readonly a: string | null
  readonly b: string | null
}

const ORDER: readonly HeaderDifference['kind'][] = ['changed', 'only-a', 'only-b', 'ignored', 'same']
/** Headers that carry the id or the time of the occurrence under a name of their own. */
const OCCURRENCE = /^(date|age|traceparent|.*-(timestamp|delivery|request-id|trace-id|webhook-id|event-id)|(webhook|svix)-id)$/i

/** What differs first, what is the same last; each in the order of A. `ignored` names headers in any case that make no difference. */
export function compareHeaders(
  a: RawHeaders,
  b: RawHeaders,
  ignoreIdsAndTimes: boolean,
  ignored: readonly string[] = [],
): readonly HeaderDifference[] {
  const left = numbered(a)
  const right = numbered(b)
  const rows: HeaderDifference[] = []
  const names = new Set(ignored.map((each) => each.toLowerCase()))
  const calm = (row: HeaderDifference): HeaderDifference =>
    row.kind !== 'same' && names.has(row.name.toLowerCase()) ? { ...row, kind: 'ignored' } : row
  for (const [id, [name, value]] of left) {
    const other = right.get(id)
    if (other === undefined) rows.push({ kind: 'only-a', name, a: value, b: null })
    else rows.push({ kind: kindOf(name, value, other[1], ignoreIdsAndTimes), name, a: value, b: other[1] })
  }
  for (const [id, [name, value]] of right) {
    if (!left.has(id)) rows.push({ kind: 'only-b', name, a: null, b: value })
  }
  return rows.map(calm).toSorted((x, y) => ORDER.indexOf(x.kind) - ORDER.indexOf(y.kind))
}

function kindOf(name: string, a: string, b: string, ignoreIdsAndTimes: boolean): HeaderDifference['kind'] {
  if (a === b) return 'same'
  const isOccurrence = OCCURRENCE.test(name) || (isIdOrTime(name, JSON.stringify(a)) && isIdOrTime(name, JSON.stringify(b)))
  return ignoreIdsAndTimes && isOccurrence ? 'ignored' : 'changed'
}

/** By lower-case name and its how-manieth. */
function numbered(headers: RawHeaders): Map<string, readonly [string, string]> {
  const times = new Map<string, number>()
  return new Map(
    headers.map(([name, value]) => {
      const key = name.toLowerCase()
      const time = times.get(key) ?? 0
      times.set(key, time + 1)
      return [`${key} ${time}`, [name, value]]
    }),
  )
}
