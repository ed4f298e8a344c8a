import { assertNever } from '../../../shared/domain/assert.ts'
import { HookscopeError } from '../../../shared/domain/errors.ts'
import type { RawHeaders } from '../../../shared/domain/http-message.ts'
import type { ExportFormat, ExportProgress, RedactionSummary } from '../../../shared/domain/transfer/formats.ts'
import { KIB } from '../../../shared/domain/units.ts'
import type { Implemented, ReadContext } from '../store/reads/read-context.ts'
import { createArtilleryWriter } from './artillery-writer.ts'
import { createCodeWriter } from './code-writer.ts'
import { createBundleWriter } from './bundle-writer.ts'
import type { ExportPlan } from './export-plan.ts'
import { exportedExchanges } from './export-source.ts'
import { createRedaction, type Redaction } from './redact.ts'
import { storedBodies } from '../store/reads/stored-body.ts'
import { createHarWriter } from './har-writer.ts'
import type { FormatWriter } from './format-writer.ts'

/** Exports that the reader thread writes, piece by piece as they are asked for. One is asked by one caller at a time. */
export interface ExportReads {
  exportOpen(ticket: string, plan: ExportPlan): void
  /** The next piece. What threw, or was done, has ended. */
  exportNext(ticket: string): ExportPiece
  exportClose(ticket: string): void
}

export interface ExportPiece {
  readonly text: string
  readonly isDone: boolean
  readonly progress: ExportProgress
  /** What was masked so far. */
  readonly summary: RedactionSummary
}

const PIECE_CHARS = 256 * KIB
/** Others wait for the thread meanwhile. */
const PIECE_MS = 20

export function exportReads(context: ReadContext): Implemented<ExportReads> {
  const open = new Map<string, Export>()
  return {
    exportOpen: (ticket, plan) => {
      open.set(ticket, startExport(context, plan))
    },
    exportNext: async (ticket) => {
      const running = open.get(ticket)
      // An empty piece instead would make half a file look whole.
      if (!running) throw new HookscopeError('not_found', 'This export has ended.', 'Start it again.')
      open.delete(ticket)
      const parts: string[] = []
      let chars = 0
      const deadline = context.monotonic() + PIECE_MS
      for (;;) {
        const { value = '', done = false } = await running.pieces.next()
        parts.push(value)
        chars += value.length
        if (!done && chars < PIECE_CHARS && context.monotonic() < deadline) continue
        if (!done) open.set(ticket, running)
        return { text: parts.join(''), isDone: done, progress: running.progress(), summary: running.summary() }
      }
    },
    exportClose: (ticket) => {
      open.delete(ticket)
    },
  }
}

function maskedIn({ counts }: RedactionSummary): number {
  return counts.reduce((sum, { count }) => sum + count, 0)
}

interface Export {
  readonly summary: () => RedactionSummary
  readonly pieces: AsyncGenerator<string, undefined>
  readonly progress: () => ExportProgress
}

function startExport(context: ReadContext, plan: ExportPlan): Export {
  const redaction = plan.redaction && createRedaction(plan.redaction, storedBodies(context.statements))
  const writer = writerOf(plan.format)(context, plan, redaction)
  let [exchanges, bytes, leftOut, credentials] = [0, 0, 0, 0]

  async function* pieces(): AsyncGenerator<string, undefined> {
    yield* writer.begin()
    for (const exported of exportedExchanges(context, plan)) {
      if (exported === null) yield ''
      else if (exported === 'under way') leftOut++
      else {
        const outgoing = redaction?.exchange(exported) ?? exported
        yield* writer.exchange(outgoing)
        const { request, response } = outgoing.detail
        credentials += credentialsIn(request.headers) + credentialsIn(response?.headers ?? [])
        exchanges++
      }
    }
    yield* writer.end()
    return undefined
  }

  async function* counted(): AsyncGenerator<string, undefined> {
    for await (const text of pieces()) {
      bytes += text.length
      yield text
    }
    return undefined
  }

  return { pieces: counted(), progress, summary }

  function progress(): ExportProgress {
    const found = summary()
    return { exchanges, bytes, leftOut, credentials, masked: maskedIn(found), unmet: found.unmet }
  }

  function summary(): RedactionSummary {
    return redaction?.summary() ?? { counts: [], examples: [], signedAnew: 0, unmet: [] }
  }
}

const CREDENTIALS: ReadonlySet<string> = new Set(['authorization', 'proxy-authorization', 'cookie', 'set-cookie'])

function credentialsIn(headers: RawHeaders): number {
  return headers.filter(([name]) => CREDENTIALS.has(name.toLowerCase())).length
}

type CreateWriter = (context: ReadContext, plan: ExportPlan, redaction: Redaction | null) => FormatWriter

function writerOf(format: ExportFormat): CreateWriter {
  switch (format) {
    case 'ndjson':
      return createBundleWriter
    case 'har':
      return createHarWriter
    case 'curl':
    case 'fetch':
    case 'python':
      return (context) => createCodeWriter(context, format)
    case 'artillery':
      return createArtilleryWriter
    default:
      return assertNever(format)
  }
}
