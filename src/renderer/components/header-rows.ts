import type { RawHeaders } from '../../shared/domain/http-message.ts'

/** Headers without the rows that were added and left empty. */
export function filledHeaders(headers: RawHeaders): RawHeaders {
  return headers.filter(([name, value]) => name.trim() !== '' || value !== '').map(([name, value]) => [name.trim(), value])
}
