import type { RawHeaders } from '../../../shared/domain/http-message.ts'
import type { exactHeaders } from '../../../shared/domain/replay-headers.ts'
import type { PlannedHeader } from '../store/delivery-row.ts'

/** Methods whose empty body needs no Content-Length (RFC 9110 8.6). */
const BODILESS = new Set(['GET', 'HEAD', 'DELETE', 'OPTIONS', 'TRACE'])

/**
 * The stored form of an exact replay's headers. The target's authority stays open, because an endpoint may have another
 * address by the time of an attempt; and what the connection adds is said.
 */
export function plannedReplayHeaders(
  source: { readonly method: string; readonly headers: RawHeaders; readonly bodyBytes: number },
  exact: ReturnType<typeof exactHeaders>,
  keepHost = false,
): { headers: PlannedHeader[]; changes: string[] } {
  const headers: PlannedHeader[] = exact.headers.map(([name, value]) => [name, !keepHost && name.toLowerCase() === 'host' ? null : value])
  const changes = [...exact.changes]
  const hasLength = headers.some(([name]) => name.toLowerCase() === 'content-length')
  if (!hasLength && !BODILESS.has(source.method)) {
    headers.push(['Content-Length', '0'])
    changes.push('Content-Length was added: 0.')
  }
  changes.push('Connection was added: keep-alive.')
  return { headers, changes }
}
