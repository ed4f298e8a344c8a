import { safeStorage } from 'electron'
import { hasKeyFile, KEY_BYTES, readKeyFile, writeKeyFile } from '../engine/store/key-file.ts'

/** A workspace's data key, locked with the keychain of the system: the file then holds it wrapped. */

/** Whether the system has a keychain; on Linux Electron would else "encrypt" under a password that everyone knows. */
export async function hasKeychain(platform: NodeJS.Platform): Promise<boolean> {
  if (!(await safeStorage.isAsyncEncryptionAvailable())) return false
  return platform !== 'linux' || !['basic_text', 'unknown'].includes(safeStorage.getSelectedStorageBackend())
}

/** The key of a locked workspace; null when it is not locked. Rejects when the keychain does not open it. */
export async function openKey(directory: string): Promise<Uint8Array | null> {
  if (!hasKeyFile(directory)) return null
  const file = readKeyFile(directory)
  if (file.kind === 'plain') return null
  const { result, shouldReEncrypt } = await safeStorage.decryptStringAsync(file.wrapped)
  const key = keyOf(result)
  if (shouldReEncrypt) writeKeyFile(directory, { kind: 'wrapped', wrapped: await wrap(key) })
  return key
}

/** Locks a workspace's key, or writes it in the clear again. The file is changed only once the way back is proven. */
export async function setKeyLocked(directory: string, isLocked: boolean): Promise<void> {
  const file = readKeyFile(directory)
  if (isLocked && file.kind === 'plain') {
    const wrapped = await wrap(file.key)
    const { result } = await safeStorage.decryptStringAsync(wrapped)
    if (result !== file.key.toString('base64')) throw new Error('The keychain does not give back what it was given')
    writeKeyFile(directory, { kind: 'wrapped', wrapped })
  }
  if (!isLocked && file.kind === 'wrapped') {
    const { result } = await safeStorage.decryptStringAsync(file.wrapped)
    writeKeyFile(directory, { kind: 'plain', key: keyOf(result) })
  }
}

/** What the keychain opened need not be what was locked. */
function keyOf(text: string): Buffer {
  const key = Buffer.from(text, 'base64')
  if (key.length !== KEY_BYTES) throw new Error('The keychain gave something that is no key')
  return key
}

function wrap(key: Buffer): Promise<Buffer> {
  return safeStorage.encryptStringAsync(key.toString('base64'))
}
