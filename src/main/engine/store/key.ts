import { createCipheriv, createDecipheriv } from 'node:crypto'
import { HookscopeError } from '../../../shared/domain/errors.ts'
import type { Random } from '../clock.ts'
import { damagedKey, hasKeyFile, KEY_BYTES, readKeyFile, writeKeyFile } from './key-file.ts'

/** Seals and opens small texts under the workspace's data key: AES-256-GCM, fresh nonce, the row's id as additional data. */
export interface Sealer {
  seal(text: string, rowId: number): Buffer
  /** Throws `key_damaged` when the bytes were not sealed under this key for this row. */
  open(sealed: Uint8Array, rowId: number): string
}

const NONCE_BYTES = 12
const TAG_BYTES = 16
const CIPHER = 'aes-256-gcm'

/**
 * The workspace's data key from `key.json` (0600), made when it is missing and no secret needs it. A missing or unreadable
 * key of a workspace that already has secrets is an error: a new key would make them unreadable for ever. `unwrapped` is
 * the key of a file that holds it wrapped; without it that is `key_locked`.
 */
export function loadSealer(directory: string, random: Random, mayBeMade: boolean, unwrapped?: Uint8Array): Sealer {
  if (!hasKeyFile(directory)) {
    if (!mayBeMade) throw damagedKey(directory, 'is missing')
    writeKeyFile(directory, { kind: 'plain', key: Buffer.from(random.bytes(KEY_BYTES)) })
  }
  const file = readKeyFile(directory)
  const key = file.kind === 'plain' ? file.key : unwrapped
  if (key === undefined) throw lockedKey(directory)
  return {
    seal: (text, rowId) => {
      const nonce = Buffer.from(random.bytes(NONCE_BYTES))
      const cipher = createCipheriv(CIPHER, key, nonce).setAAD(Buffer.from(String(rowId)))
      const sealed = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()])
      return Buffer.concat([nonce, cipher.getAuthTag(), sealed])
    },
    open: (sealed, rowId) => {
      const bytes = Buffer.from(sealed)
      try {
        const decipher = createDecipheriv(CIPHER, key, bytes.subarray(0, NONCE_BYTES))
          .setAAD(Buffer.from(String(rowId)))
          .setAuthTag(bytes.subarray(NONCE_BYTES, NONCE_BYTES + TAG_BYTES))
        return Buffer.concat([decipher.update(bytes.subarray(NONCE_BYTES + TAG_BYTES)), decipher.final()]).toString('utf8')
      } catch (error) {
        throw damagedKey(directory, 'does not belong to this workspace', error)
      }
    },
  }
}

function lockedKey(directory: string): HookscopeError {
  return new HookscopeError(
    'key_locked',
    `The key of the workspace ${directory} is locked with the system keychain.`,
    'Open it in the desktop application; its menu can unlock the key for the command line, too.',
  )
}
