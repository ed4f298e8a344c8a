import { HookscopeError } from '../../../shared/domain/errors.ts'
import type { ExchangeDetail } from '../../../shared/domain/exchange.ts'
import { capturedUrl, firstHeader, type RawHeaders } from '../../../shared/domain/http-message.ts'
import { schemeOf } from '../../../shared/domain/signature/scheme.ts'
import { sign } from '../../../shared/domain/signature/sign.ts'
import { signedUrl } from '../../../shared/domain/signature/signed-url.ts'
import type { StoredBodies } from '../store/reads/stored-body.ts'
import type { Exported } from './export-source.ts'
import { withLength, withReceived } from './rewritten.ts'

/**
 * The same exchange under a valid signature of another secret, its headers where they stood; null when its signature was
 * not right (then it is the case, and stays), or its scheme cannot be signed with a plain secret.
 */
export function resigned(exported: Exported, secret: string, bodies: StoredBodies): Exported | null {
  const { detail, scheme } = exported
  if (scheme === null || (detail.direction === 'in' && detail.verification?.verdict !== 'valid')) return null
  const chosen = schemeOf(scheme)
  const { method, at, id } = detail
  const { headers } = detail.request
  const body = Buffer.concat([...bodies.pieces(exported.request)])
  const messageId = chosen.idAt && 'header' in chosen.idAt ? (firstHeader(headers, chosen.idAt.header) ?? id) : id
  try {
    const signed = sign(chosen, [secret], { method, url: urlAfterImport(detail), headers, body }, { at, id: messageId })
    const replaced = withLength(replaceHeaders(headers, signed.headers), signed.body.length)
    return {
      ...exported,
      request: signed.body === body ? exported.request : { ...exported.request, inline: signed.body },
      detail: withReceived({ ...detail, request: { ...detail.request, headers: replaced, bodyBytes: signed.body.length } }),
    }
  } catch (error) {
    if (error instanceof HookscopeError) return null
    throw error
  }
}

/** The url that who imports it verifies over: the inbox with its public url stays here, what a tunnel added to the headers does not. */
function urlAfterImport({ direction, url, path, request: { headers } }: ExchangeDetail): string {
  return direction === 'in' && url === capturedUrl(path, headers) ? signedUrl(path, headers, null) : url
}

/** Each new header in the place and case of the old one; those that were not there come last. */
function replaceHeaders(headers: RawHeaders, fresh: RawHeaders): RawHeaders {
  const left = new Map(fresh.map(([name, value]) => [name.toLowerCase(), [name, value] as const]))
  const replaced = headers.map(([name, value]): readonly [string, string] => {
    const found = left.get(name.toLowerCase())
    left.delete(name.toLowerCase())
    return [name, found ? found[1] : value]
  })
  return [...replaced, ...left.values()]
}
