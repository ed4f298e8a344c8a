import { DEFAULT_KEEP_MS, type RotatedSecret, type Rotation } from '../../shared/domain/rotation.ts'
import { schemeOf, type SchemeChoice } from '../../shared/domain/signature/scheme.ts'
import { createSecretText } from './secret-text.ts'
import type { Core } from './core.ts'

/** Gives an owner a new secret, checked or made here, beside its old ones. Part of a write. */
export function rotateSecret(core: Core, owner: string, scheme: SchemeChoice, { secret, keepMs }: Rotation): RotatedSecret {
  const text = secret ?? createSecretText(core.random, schemeOf(scheme))
  const olderUntil = core.clock.now() + (keepMs ?? DEFAULT_KEEP_MS)
  core.secrets.rotate(owner, text, olderUntil)
  return { secret: text, olderUntil }
}
