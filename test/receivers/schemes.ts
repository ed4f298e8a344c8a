import { createHash, createPrivateKey, createPublicKey } from 'node:crypto'
import { decodeSecret } from '../../src/shared/domain/signature/keys.ts'
import { newSecret } from '../../src/shared/domain/signature/new-secret.ts'
import { defineScheme, type Scheme } from '../../src/shared/domain/signature/scheme-form.ts'
import { SCHEMES } from '../../src/shared/domain/signature/scheme.ts'
import { secretVariable } from '../../src/shared/domain/snippets/variables.ts'
import { SIGNABLE } from '../support/signing-secrets.ts'

/** What is a text in one language is code in another. */
const NASTY = `'"\\\${x}#{y}{z}%s\`$a<?= */`

/** Of one's own: every feature that no provider's has. */
const OWN: readonly Scheme[] = [
  defineScheme({
    id: 'own-moments',
    label: 'Moments ?> """ */ of\nmy own',
    header: 'X-Own-Signature',
    algorithm: { kind: 'hmac', hash: 'sha512' },
    content: `${NASTY}\n{ts_ms}:{ts_iso}:{id}:{method}:{body}`,
    prefix: NASTY,
    several: { by: 'header' },
    time: { at: { header: 'X-Own-Time' }, unit: 's', toleranceMs: 60_000, side: 'both' },
    idAt: { header: 'X-Own-Id' },
  }),
  defineScheme({
    id: 'own-items',
    label: 'Items',
    header: 'X-Items-Signature',
    encoding: 'base64',
    content: '{id}|{body}|{ts}',
    prefix: 'sig=',
    several: { by: 'separator', separator: ';' },
    time: { at: { item: 'at=' }, unit: 'ms', toleranceMs: 60_000, side: 'past' },
    idAt: { header: 'X-Items-Id' },
    secret: { prefixes: ['key.', 'k$'], as: 'hex' },
  }),
  defineScheme({
    id: 'own-iso',
    label: 'ISO time, plain hash',
    header: 'X-Iso-Signature',
    algorithm: { kind: 'hash', hash: 'sha1' },
    encoding: 'base64',
    content: '{secret}{ts}{body}{secret}',
    time: { at: { header: 'X-Iso-Time' }, unit: 'iso', toleranceMs: 60_000, side: 'both' },
  }),
  defineScheme({
    id: 'own-body',
    label: 'All in the body',
    header: null,
    field: 'meta.proof.value',
    content: '{ts}.{id}',
    algorithm: { kind: 'hmac', hash: 'sha1' },
    time: { at: { field: 'meta.at' }, unit: 'iso', toleranceMs: 60_000, side: 'past' },
    idAt: { field: 'meta.id' },
    secret: { prefixes: ['text_'], as: 'text' },
  }),
  defineScheme({
    id: 'own-key',
    label: 'ed25519 with a prefix',
    header: 'X-Key-Signature',
    algorithm: { kind: 'ed25519' },
    encoding: 'hex',
    prefix: 'ed=',
    content: '{method} {url}\n{body}',
    secret: { prefixes: [], as: 'base64' },
  }),
]

/** All that can be signed here, and schemes of one's own. */
export const TRIED: readonly Scheme[] = [...SIGNABLE.map((id) => SCHEMES[id]), ...OWN]

/** The address that senders post to. */
export function publicUrlOf({ id }: Scheme): string {
  return `https://hooks.example.com/webhooks/${id}`
}

/** Secrets that sign, newest first; schemes that share an environment variable share them. */
export function secretsOf(scheme: Scheme): readonly [string, string] {
  const name = variableOf(scheme)
  const of = (age: string): string => newSecret(scheme, createHash('sha256').update(`${name} ${age}`).digest())
  return [of('new'), of('old')]
}

/** A secret that no receiver knows. */
export function strangeSecret(scheme: Scheme): string {
  return newSecret(scheme, createHash('sha256').update('strange').digest())
}

/** What receivers are told of these schemes. */
export function environment(): Record<string, string> {
  const variables: Record<string, string> = {}
  for (const scheme of TRIED) {
    const [now, old] = secretsOf(scheme)
    variables[variableOf(scheme)] = receiverSecret(scheme, now)
    variables[`${variableOf(scheme)}_OLD`] = receiverSecret(scheme, old)
    variables[`${scheme.id.toUpperCase().replaceAll('-', '_')}_WEBHOOK_URL`] = publicUrlOf(scheme)
  }
  return variables
}

function variableOf({ id, algorithm }: Scheme): string {
  return secretVariable(id, isAsymmetric(algorithm))
}

function isAsymmetric({ kind }: Scheme['algorithm']): boolean {
  return kind === 'ed25519' || kind === 'ecdsa'
}

/** Who receives has the public key alone. */
function receiverSecret(scheme: Scheme, secret: string): string {
  const { kind } = scheme.algorithm
  if (!isAsymmetric(scheme.algorithm)) return secret
  const { bytes } = decodeSecret(scheme.secret, secret)
  if (kind === 'ecdsa') {
    const key = createPrivateKey({ key: bytes, format: 'der', type: 'pkcs8' })
    return createPublicKey(key).export({ format: 'der', type: 'spki' }).toString('base64')
  }
  const prefix = scheme.secret.prefixes.includes('whpk_') ? 'whpk_' : ''
  return prefix + bytes.subarray(32).toString(scheme.secret.as === 'hex' ? 'hex' : 'base64')
}
