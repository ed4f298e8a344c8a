import { firstHeader, type RawHeaders } from '../http-message.ts'
import { SCHEME_IDS, SCHEMES, type SchemeId } from './scheme.ts'

/** Providers with a header of their own first: others borrow their signature's. */
const IDS = SCHEME_IDS.toSorted((a, b) => Number(SCHEMES[b].mark !== null) - Number(SCHEMES[a].mark !== null))

/** The scheme whose signature these headers bear, told by their names and its prefix; null when none is known. */
export function recogniseScheme(headers: RawHeaders): SchemeId | null {
  return IDS.find((id) => bears(headers, id)) ?? null
}

function bears(headers: RawHeaders, id: SchemeId): boolean {
  const { header, mark, prefix } = SCHEMES[id]
  if (header === null || mark === '') return false
  if (mark !== null && firstHeader(headers, mark) === undefined) return false
  return firstHeader(headers, header)?.includes(prefix) === true
}
