/**
 * The error catalogue. Every error that reaches a person or a program is one of these: a stable code, one sentence
 * what happened, one sentence what to do. Shells map `exit` and `http`; nobody else words errors.
 * Messages never carry secrets, bodies or header values.
 */

/** 1 no (failed, invalid, not met) · 2 misuse or bad input · 3 could not run. */
export type ExitCode = 1 | 2 | 3

interface ErrorKind {
  readonly exit: ExitCode
  /** Status over REST. */
  readonly http: number
}

export const ERROR_KINDS = {
  bad_input: { exit: 2, http: 422 },
  bad_json: { exit: 2, http: 400 },
  not_found: { exit: 2, http: 404 },
  ambiguous_id: { exit: 2, http: 409 },
  conflict: { exit: 1, http: 409 },
  nothing_to_do: { exit: 1, http: 409 },
  secret_too_short: { exit: 2, http: 422 },
  bad_filter: { exit: 2, http: 422 },
  old_node: { exit: 3, http: 500 },
  port_in_use: { exit: 3, http: 500 },
  address_unavailable: { exit: 3, http: 500 },
  no_workspace: { exit: 2, http: 404 },
  workspace_locked: { exit: 3, http: 500 },
  workspace_unreachable: { exit: 3, http: 500 },
  workspace_unwritable: { exit: 3, http: 500 },
  output_failed: { exit: 3, http: 500 },
  disk_full: { exit: 3, http: 503 },
  store_failed: { exit: 3, http: 503 },
  database_damaged: { exit: 3, http: 500 },
  database_newer: { exit: 3, http: 500 },
  database_foreign: { exit: 3, http: 500 },
  key_damaged: { exit: 3, http: 500 },
  key_locked: { exit: 3, http: 500 },
  no_engine: { exit: 3, http: 503 },
  engine_gone: { exit: 3, http: 503 },
  unauthorized: { exit: 3, http: 401 },
  internal: { exit: 3, http: 500 },
} as const satisfies Record<string, ErrorKind>

export type ErrorCode = keyof typeof ERROR_KINDS

/** One wrong field of an input; `path` as in JSON: `events[0]`, `url`. */
export interface FieldError {
  readonly path: string
  readonly message: string
}

/** An error worded for people: `message` says what, `remedy` what to do, both one sentence. */
export class HookscopeError extends Error {
  override readonly name = 'HookscopeError'
  readonly code: ErrorCode
  readonly remedy: string
  readonly fields: readonly FieldError[]

  constructor(code: ErrorCode, message: string, remedy: string, options: { cause?: unknown; fields?: readonly FieldError[] } = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause })
    this.code = code
    this.remedy = remedy
    this.fields = options.fields ?? []
  }

  get exit(): ExitCode {
    return ERROR_KINDS[this.code].exit
  }

  get http(): number {
    return ERROR_KINDS[this.code].http
  }
}

/** Input whose fields are wrong: `what`, and each field, in one sentence. */
export function wrongFields(what: string, fields: readonly FieldError[], cause?: unknown): HookscopeError {
  const named = fields.map(({ path, message }) => (path === '' ? message : `${path} ${message}`)).join('; ')
  const end = named.endsWith('?') ? '' : '.'
  return new HookscopeError('bad_input', `${what}: ${named}${end}`, 'Correct it and try again.', { fields, cause })
}
