import { INBOX_URL_PREFIX, type Endpoint } from '../endpoint.ts'
import type { Inbox } from '../inbox.ts'
import { schemeOf, type SchemeChoice } from '../signature/scheme.ts'

/** Where a receiver listens, and what stands for it outside. */
export interface Place {
  /** Of letters, digits and `. _ ~ - /` alone, which no router reads as a pattern. */
  readonly path: string
  readonly port: number
  /** The address that the sender posts to; null: not known. */
  readonly publicUrl: string | null
}

const DEFAULT_PORT = 3000

/** Where a receiver stands that nothing says otherwise of. */
export function defaultPlace(scheme: SchemeChoice): Place {
  return { path: `/webhooks/${schemeOf(scheme).id.replaceAll(/[^\w.~-]+/g, '-')}`, port: DEFAULT_PORT, publicUrl: null }
}

/** Where a receiver takes the part of an inbox: where the inbox forwards to, else under the inbox's own path. What its senders sign is the address of the inbox. */
export function placeOfInbox({ path, forwardTo, publicUrl }: Pick<Inbox, 'path' | 'forwardTo' | 'publicUrl'>, scheme: SchemeChoice): Place {
  const place = forwardTo === null ? placeAt(path, null, scheme) : placeOfUrl(forwardTo, scheme)
  return { ...place, publicUrl }
}

/** Where a receiver stands that an endpoint sends to; in place of an inbox, under that inbox's path on a port of its own. */
export function placeOfEndpoint({ url, resolvedUrl }: Pick<Endpoint, 'url' | 'resolvedUrl'>, scheme: SchemeChoice): Place {
  const place = placeOfUrl(resolvedUrl, scheme)
  return url.startsWith(INBOX_URL_PREFIX) ? { ...place, port: DEFAULT_PORT, publicUrl: null } : place
}

function placeOfUrl(text: string, scheme: SchemeChoice): Place {
  if (!URL.canParse(text)) return defaultPlace(scheme)
  const url = new URL(text)
  const isLocal = ['localhost', '127.0.0.1', '[::1]'].includes(url.hostname)
  const place = placeAt(url.pathname, isLocal && url.port !== '' ? Number(url.port) : null, scheme)
  return { ...place, publicUrl: url.origin + url.pathname }
}

function placeAt(path: string, port: number | null, scheme: SchemeChoice): Place {
  const place = defaultPlace(scheme)
  return { ...place, path: /^[\w.~/-]+$/.test(path) ? path : place.path, port: port ?? place.port }
}
