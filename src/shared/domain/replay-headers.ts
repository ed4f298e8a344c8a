import type { RawHeaders } from './http-message.ts'

/** Headers that belong to a connection, not to the message (RFC 9110 7.6.1), and those that steer one exchange only. Lower case. */
const CONNECTION_HEADERS: ReadonlySet<string> = new Set([
  'connection',
  'keep-alive',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
  'http2-settings',
  'expect',
])

/** Whether a header is left behind when a message goes on over another connection; any case. */
export function belongsToConnection(name: string): boolean {
  const lower = name.toLowerCase()
  return CONNECTION_HEADERS.has(lower) || lower.startsWith('proxy-')
}

/**
 * The header list of an exact replay: order, case, duplicates and value bytes as captured, except
 * - `Host` takes the authority of `targetUrl` in the captured place and case; without one it comes first. `keepHost` keeps the captured one.
 * - what belongs to a connection is dropped.
 * - `Content-Length` is written afresh in its captured place, else last; none when no body was announced and there is none.
 * `changes` has one sentence for everything that differs from the captured list.
 */
export function exactHeaders(
  captured: RawHeaders,
  options: { readonly targetUrl: string; readonly keepHost: boolean; readonly bodyBytes: number },
): { headers: RawHeaders; changes: string[] } {
  const authority = new URL(options.targetUrl).host
  const headers: [string, string][] = []
  const changes: string[] = []
  let hasHost = false
  let hasLength = false
  let wasChunked = false
  for (const [name, value] of captured) {
    const lower = name.toLowerCase()
    if (lower === 'host') {
      if (!options.keepHost && hasHost) {
        changes.push(`A second ${name} header was dropped.`)
        continue
      }
      hasHost = true
      headers.push([name, options.keepHost ? value : authority])
      if (!options.keepHost && value !== authority) changes.push(`${name} became ${authority} (it was ${value}).`)
    } else if (lower === 'content-length') {
      if (hasLength) continue
      hasLength = true
      headers.push([name, String(options.bodyBytes)])
      if (value !== String(options.bodyBytes)) changes.push(`${name} became ${options.bodyBytes} (it was ${value}).`)
    } else if (belongsToConnection(name)) {
      wasChunked ||= lower === 'transfer-encoding'
      changes.push(`${name} was dropped: it belongs to the connection.`)
    } else {
      headers.push([name, value])
    }
  }
  if (!hasHost) {
    headers.unshift(['Host', authority])
    changes.push(`Host was added: ${authority}.`)
  }
  if (!hasLength && (options.bodyBytes > 0 || wasChunked)) {
    headers.push(['Content-Length', String(options.bodyBytes)])
    changes.push(`Content-Length was added: ${options.bodyBytes}.`)
  }
  return { headers, changes }
}
