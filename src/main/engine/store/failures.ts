import { HookscopeError } from '../../../shared/domain/errors.ts'

/** What goes wrong with a file or the disk under it, in the words of the error catalogue. Loads no SQLite: every shell may ask. */

/** Codes of the system for a disk that takes no more. */
const FULL = new Set(['SQLITE_FULL', 'ENOSPC', 'EDQUOT'])
const UNWRITABLE = /^(SQLITE_(READONLY|CANTOPEN|PERM)|EACCES$|EPERM$|EROFS$)/

/** An error of SQLite or of the disk in the words of the error catalogue; any other, such as a bug of ours, as it is. */
export function storeFailure(file: string, error: unknown): unknown {
  const code = codeOf(error)
  const isOfStore =
    FULL.has(code) || UNWRITABLE.test(code) || code === 'EIO' || (code.startsWith('SQLITE_') && !code.startsWith('SQLITE_CONSTRAINT'))
  return isOfStore ? storeError(file, error) : error
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : ''
}

/** SQLite's result codes in the words of the error catalogue. */
export function storeError(file: string, error: unknown): HookscopeError {
  if (error instanceof HookscopeError) return error
  const code = codeOf(error)
  if (code.startsWith('SQLITE_CORRUPT') || code === 'SQLITE_NOTADB') return damaged(file, error)
  if (FULL.has(code)) {
    return new HookscopeError(
      'disk_full',
      `The disk that holds ${file} is full.`,
      'Free some space; nothing that was acknowledged is lost.',
      { cause: error },
    )
  }
  if (UNWRITABLE.test(code)) {
    return new HookscopeError(
      'workspace_unwritable',
      `${file} cannot be written.`,
      'Make the folder writable, or choose another one with --workspace DIR.',
      {
        cause: error,
      },
    )
  }
  return new HookscopeError('store_failed', `The database ${file} could not be used.`, 'Check the disk; details are in the log.', {
    cause: error,
  })
}

function damaged(file: string, cause?: unknown): HookscopeError {
  return new HookscopeError(
    'database_damaged',
    `The database ${file} is damaged.`,
    'It was left as it is: restore a copy, or start with another workspace (--workspace DIR).',
    { cause },
  )
}
