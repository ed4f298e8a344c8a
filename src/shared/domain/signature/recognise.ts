import { firstHeader, type RawHeaders } from '../http-message.ts'
import { SCHEME_IDS, SCHEMES, type SchemeId } from './scheme.ts'

/** Providers with a header of their own first: others borrow their signature's. */
const IDS = SCHEME_IDS.toSorted((a, b) => Number(SCHEMES[b].mark !== null) - Number(SCHEMES[a].mark !== null))

/** The scheme whose signature these headers bear, told by their names, its prefix and its mark; null when none is known. */
export function recogniseScheme(headers: RawHeaders): SchemeId | null {
  return IDS.find((id) => bears(headers, id)) ?? null
}

function bears(headers: RawHeaders, id: SchemeId): boolean {
  const { header, mark, prefix } = SCHEMES[id]
  if (mark === '' || (mark !== null && !isMarked(headers, mark))) return false
  // A signature in the body is not looked for; there the mark alone tells.
  return header === null ? mark !== null : firstHeader(headers, header)?.includes(prefix) === true
}

function isMarked(headers: RawHeaders, mark: string): boolean {
  const [name = '', text = ''] = mark.split(': ', 2)
  return firstHeader(headers, name)?.toLowerCase().includes(text) === true
}
