import { curlCommand, type CurlRequest } from '../../../shared/domain/curl.ts'
import { fetchCode, fetchProblem, PYTHON_IMPORTS, pythonCode, pythonProblem } from '../../../shared/domain/transfer/code.ts'
import { MIB } from '../../../shared/domain/units.ts'
import type { ReadContext } from '../store/reads/read-context.ts'
import { storedBodies } from '../store/reads/stored-body.ts'
import type { FormatWriter } from './format-writer.ts'

interface Language {
  readonly begin: string
  readonly comment: string
  readonly code: (request: CurlRequest) => string
  /** Why a request cannot be written; null: it can. */
  readonly problem?: (request: CurlRequest) => string | null
}

const LANGUAGES = {
  curl: { begin: '#!/bin/sh\n', comment: '#', code: (request) => `${curlCommand(request)}\n` },
  fetch: { begin: '', comment: '//', code: fetchCode, problem: fetchProblem },
  python: { begin: PYTHON_IMPORTS, comment: '#', code: pythonCode, problem: pythonProblem },
} as const satisfies Record<string, Language>

/** Longer ones no program should hold in its text. */
const MAX_BODY_BYTES = 4 * MIB

/** Writes each exchange's request as code; a comment stands for those that cannot be. */
export function createCodeWriter(context: ReadContext, language: keyof typeof LANGUAGES): FormatWriter {
  const { begin, comment, code, problem }: Language = LANGUAGES[language]
  const bodies = storedBodies(context.statements)
  return {
    *begin() {
      yield begin
    },
    *exchange({ detail, request }) {
      const { id, at, method, url, state } = detail
      const bytes = bodies.sizeOf(request)
      const title = `\n${comment} ${id}, ${new Date(at).toISOString()}`
      const tooMuch = unwritable(state, detail.request.headers.length, bytes)
      if (tooMuch !== null) {
        yield `${title}: ${tooMuch}\n`
        return
      }
      const whole = { method, url, headers: detail.request.headers, body: Buffer.concat([...bodies.pieces(request)]) }
      const refused = problem?.(whole) ?? null
      yield refused === null ? `${title}\n${code(whole)}` : `${title}: ${refused}\n`
    },
    *end() {},
  }
}

function unwritable(state: string, headers: number, bytes: number): string | null {
  if (state === 'malformed') return 'what arrived was no HTTP request'
  if (state === 'cancelled' && headers === 0) return 'it was never sent'
  return bytes > MAX_BODY_BYTES ? `a body of ${bytes} bytes is too long for code; replay it instead` : null
}
