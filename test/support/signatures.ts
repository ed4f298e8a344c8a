import type { RawHeaders } from '../../src/shared/domain/http-message.ts'
import type { Secret } from '../../src/shared/domain/signature/keys.ts'
import { SCHEMES } from '../../src/shared/domain/signature/scheme.ts'
import { sign } from '../../src/shared/domain/signature/sign.ts'
import type { Arrived } from '../../src/shared/domain/signature/verify.ts'
import { FAKE_START } from './fake-clock.ts'

const REQUEST = { method: 'POST', url: 'http://127.0.0.1:5880/webhooks/crm', headers: [] } as const

/** The headers the CRM signs a body with. */
export function crmHeaders(secret: Secret, body: Uint8Array | string): RawHeaders {
  return sign(SCHEMES.crm, [secret], { ...REQUEST, body: Buffer.from(body) }, { at: FAKE_START, id: 'message_1' }).headers
}

/** The value of the CRM's signature header. */
export function crmSignature(secret: string, body: Uint8Array | string): string {
  return crmHeaders(secret, body)[0]?.[1] ?? ''
}

/** A request that arrived with these headers. */
export function arrivedWith(headers: RawHeaders, at = FAKE_START): Arrived {
  return { ...REQUEST, headers, at }
}
