import { firstHeader, type RawHeaders } from '../http-message.ts'

/**
 * The url that a request's sender signed. `target`: its raw request target. What stands before the inbox's path is the
 * public url's, where the inbox has one; else what a tunnel or the request itself says.
 */
export function signedUrl(
  target: string,
  headers: RawHeaders,
  inbox: { readonly path: string; readonly publicUrl: string | null } | null,
): string {
  if (!target.startsWith('/')) return target
  const publicUrl = inbox?.publicUrl ?? null
  if (inbox !== null && publicUrl !== null) {
    const rest = inbox.path === '/' ? target : target.slice(inbox.path.length)
    return rest.startsWith('/') ? publicUrl.replace(/\/$/, '') + rest : publicUrl + rest
  }
  const [scheme] = (firstHeader(headers, 'x-forwarded-proto') ?? 'http').split(',')
  const [host] = (firstHeader(headers, 'x-forwarded-host') ?? firstHeader(headers, 'host') ?? '').split(',')
  return `${scheme?.trim() ?? 'http'}://${host?.trim() ?? ''}${target}`
}
