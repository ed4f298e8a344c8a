import type { ErrorCode, FieldError } from '../../../shared/domain/errors.ts'

/** What goes to the reader thread. */
export type ReaderCall =
  | { readonly kind: 'run'; readonly id: number; readonly name: string; readonly args: readonly unknown[] }
  /** Nobody waits for that call any more. */
  | { readonly kind: 'cancel'; readonly id: number }
  | { readonly kind: 'close' }

/** What comes back, one for each `run` that was not cancelled. */
export interface ReaderAnswer {
  readonly id: number
  readonly result?: unknown
  readonly failure?: ReaderFailure
}

/** An error as plain data: structured cloning keeps neither an error's class nor its fields. */
export type ReaderFailure =
  | {
      readonly kind: 'problem'
      readonly code: ErrorCode
      readonly message: string
      readonly remedy: string
      readonly fields: readonly FieldError[]
    }
  | { readonly kind: 'failure'; readonly message: string; readonly stack: string | undefined; readonly code: string | undefined }
