import type { IncomingMessage } from 'node:http'
import type { RawHeaders } from '../../../shared/domain/http-message.ts'
import type { Inbox } from '../../../shared/domain/inbox.ts'
import { signedUrl } from '../../../shared/domain/signature/signed-url.ts'
import type { Arrived } from '../../../shared/domain/signature/verify.ts'

/** A request as its signature is checked. The url is only put together for schemes that sign it. */
export class ArrivedRequest implements Arrived {
  readonly headers: RawHeaders
  readonly at: number
  private readonly req: IncomingMessage
  private readonly inbox: Inbox | null

  constructor(req: IncomingMessage, headers: RawHeaders, at: number, inbox: Inbox | null) {
    this.req = req
    this.inbox = inbox
    this.headers = headers
    this.at = at
  }

  get method(): string {
    return this.req.method ?? ''
  }

  get url(): string {
    return signedUrl(this.req.url ?? '', this.headers, this.inbox)
  }
}

/** Content-Length; 0 when there is no body, null when it is chunked. */
export function announcedBytes({ headers }: IncomingMessage): number | null {
  const length = headers['content-length']
  if (length !== undefined) return Number(length)
  return headers['transfer-encoding'] === undefined ? 0 : null
}
