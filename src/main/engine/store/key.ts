import { createCipheriv, createDecipheriv } from 'node:crypto'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { HookscopeError } from '../../../shared/domain/errors.ts'
import type { Random } from '../clock.ts'

/** Seals and opens small texts under the workspace's data key: AES-256-GCM, fresh nonce, the row's id as additional data. */
export interface Sealer {
  seal(text: string, rowId: number): Buffer
  /** Throws `key_damaged` when the bytes were not sealed under this key for this row. */
  open(sealed: Uint8Array, rowId: number): string
}

const KEY_BYTES = 32
const NONCE_BYTES = 12
const TAG_BYTES = 16
const CIPHER = 'aes-256-gcm'

/**
 * The workspace's data key from `key.json` (0600), made when the workspace is new. A missing or unreadable key of a
 * workspace that already has secrets is an error: a new key would make them unreadable for ever.
 */
export function loadSealer(directory: string, random: Random, isNewWorkspace: boolean): Sealer {
  const file = join(directory, 'key.json')
  if (!existsSync(file)) {
    if (!isNewWorkspace) throw damagedKey(file, 'is missing')
    writeFileSync(file, `${JSON.stringify({ version: 1, key: Buffer.from(random.bytes(KEY_BYTES)).toString('base64') })}\n`, {
      mode: 0o600,
      flag: 'wx',
    })
  }
  const key = readKey(file)
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
        throw damagedKey(file, 'does not belong to this workspace', error)
      }
    },
  }
}

function readKey(file: string): Buffer {
  try {
    const parsed = JSON.parse(readFileSync(file, 'utf8')) as { key?: unknown }
    const key = Buffer.from(String(parsed.key), 'base64')
    if (key.length === KEY_BYTES) return key
  } catch (error) {
    throw damagedKey(file, 'cannot be read', error)
  }
  throw damagedKey(file, 'holds no key')
}

function damagedKey(file: string, how: string, cause?: unknown): HookscopeError {
  return new HookscopeError(
    'key_damaged',
    `The key file ${file} ${how}, so the workspace's secrets cannot be opened.`,
    'Restore key.json from a copy, or start with another workspace (--workspace DIR).',
    { cause },
  )
}
