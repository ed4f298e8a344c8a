import { contentOf, urlToSign, type SignedValues } from '../signature/content.ts'
import type { Secret } from '../signature/keys.ts'
import { readSignature, type ReadSignature } from '../signature/read-signature.ts'
import type { Scheme } from '../signature/scheme-form.ts'
import { MAX_WHOLE_BYTES, type Arrived } from '../signature/verify.ts'
import { readClaims, type Claims } from './claims.ts'

/** A secret with the name of its owner, `inbox /webhooks/crm`; null when it was given by hand. */
export interface NamedSecret {
  readonly name: string | null
  readonly secret: Secret
}

/** A message whose signature is not valid, and what is at hand to find out why. */
export interface Patient {
  readonly scheme: Scheme
  readonly arrived: Arrived
  readonly body: Uint8Array
  /** Those the verification used, newest first. */
  readonly secrets: readonly NamedSecret[]
  /** Everything else that is stored. */
  readonly otherSecrets: readonly NamedSecret[]
}

/** The patient with its message taken apart. */
export interface Subject extends Patient {
  readonly read: ReadSignature
  readonly values: SignedValues
  /** What the signature's text may stand for. */
  readonly claims: Claims
}

export function examine(patient: Patient): Subject {
  const { scheme, arrived, body } = patient
  const { method, headers } = arrived
  const read = readSignature(scheme, headers, contentOf(scheme).readsBody && body.length <= MAX_WHOLE_BYTES ? body : null)
  const url = contentOf(scheme).signsUrl ? urlToSign(scheme, arrived.url) : arrived.url
  return {
    ...patient,
    read,
    values: { method, headers, url, id: read.id, time: read.time },
    claims: readClaims(scheme, read.candidates.length > 0 ? read.candidates : itemsOf(scheme, read.received)),
  }
}

/** What stands in the header where no item has the scheme's prefix, its time left out. */
export function itemsOf({ several, time }: Scheme, received: string | null): string[] {
  if (received === null) return []
  if (several?.by !== 'separator') return [received]
  const items = received.split(several.separator).map((item) => item.trim())
  return items.filter((item) => time === null || !('item' in time.at) || !item.startsWith(time.at.item))
}
