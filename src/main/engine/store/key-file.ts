import { closeSync, existsSync, fsyncSync, openSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { HookscopeError } from '../../../shared/domain/errors.ts'

/** Of a data key. */
export const KEY_BYTES = 32

/** What `key.json` holds: the workspace's data key, or that key as a keychain of the system wrapped it. */
export type KeyFile = { readonly kind: 'plain'; readonly key: Buffer } | { readonly kind: 'wrapped'; readonly wrapped: Buffer }

export function hasKeyFile(directory: string): boolean {
  return existsSync(keyPath(directory))
}

/** Throws `key_damaged`. */
export function readKeyFile(directory: string): KeyFile {
  const file = keyPath(directory)
  let parsed: { readonly key?: unknown; readonly wrapped?: unknown }
  try {
    parsed = { ...(JSON.parse(readFileSync(file, 'utf8')) as object) }
  } catch (error) {
    throw damagedKey(directory, 'cannot be read', error)
  }
  if (typeof parsed.wrapped === 'string') return { kind: 'wrapped', wrapped: Buffer.from(parsed.wrapped, 'base64') }
  const key = Buffer.from(String(parsed.key), 'base64')
  if (key.length !== KEY_BYTES) throw damagedKey(directory, 'holds no key')
  return { kind: 'plain', key }
}

/** Writes it whole, by rename, and durably before anything is sealed under it: a workspace without its key is lost. */
export function writeKeyFile(directory: string, content: KeyFile): void {
  const file = keyPath(directory)
  const draft = `${file}.draft`
  const fields = content.kind === 'plain' ? { key: content.key.toString('base64') } : { wrapped: content.wrapped.toString('base64') }
  writeFileSync(draft, `${JSON.stringify({ version: 1, ...fields })}\n`, { mode: 0o600, flush: true })
  renameSync(draft, file)
  // Windows opens no folders; its renames are journalled.
  if (process.platform !== 'win32') flushFolder(directory)
}

function flushFolder(directory: string): void {
  const folder = openSync(directory, 'r')
  try {
    fsyncSync(folder)
  } finally {
    closeSync(folder)
  }
}

export function damagedKey(directory: string, how: string, cause?: unknown): HookscopeError {
  return new HookscopeError(
    'key_damaged',
    `The key file ${keyPath(directory)} ${how}, so the workspace's secrets cannot be opened.`,
    'Restore key.json from a copy, or start with another workspace (--workspace DIR).',
    { cause },
  )
}

function keyPath(directory: string): string {
  return join(directory, 'key.json')
}
