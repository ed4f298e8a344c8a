import { createHmac } from 'node:crypto'
import { HookscopeError } from '../../../shared/domain/errors.ts'
import { isEmptyFilter } from '../../../shared/domain/filter/filter.ts'
import { requireFilter } from '../../../shared/domain/filter/parse.ts'
import { parseId } from '../../../shared/domain/ids.ts'
import type { ExportProgress, ExportRequest, OpenedExport, RedactionSummary } from '../../../shared/domain/transfer/formats.ts'
import { FILE_EXTENSIONS } from '../../../shared/domain/transfer/formats.ts'
import { requireRedactionPlace } from '../../../shared/domain/transfer/redaction-path.ts'
import { MINUTE_MS } from '../../../shared/domain/units.ts'
import type { Core } from '../core.ts'
import type { Closing, Exports } from './service.ts'
import { localTime } from '../../../shared/domain/filter/time.ts'
import { TOKEN_OWNER } from '../store/secrets.ts'
import type { ExportPlan } from './export-plan.ts'

/**
 * Exports, each behind a ticket that cannot be guessed: opened → read piece by piece → done | closed. One that nobody reads
 * for a while is closed. The reader thread writes the text; this side only passes it on.
 */
interface Running {
  progress: ExportProgress
  state: 'open' | 'done' | 'failed'
  /** The piece being made: pieces come one after the other. */
  busy: boolean
  forget: () => void
}

const TICKET_BYTES = 24
const DUMMY_BYTES = 24
const FORGOTTEN_AFTER_MS = 5 * MINUTE_MS
const EMPTY: ExportProgress = { exchanges: 0, bytes: 0, leftOut: 0, credentials: 0, masked: 0, unmet: [] }

export function createExports(core: Core, version: string): Exports & Closing {
  const running = new Map<string, Running>()

  function newTicket(): string {
    return Buffer.from(core.random.bytes(TICKET_BYTES)).toString('base64url')
  }

  function find(ticket: string): Running {
    const found = running.get(ticket)
    if (!found) throw new HookscopeError('not_found', 'This export has ended.', 'Start it again.')
    return found
  }

  function keepAlive(ticket: string, each: Running): void {
    each.forget()
    each.forget = core.clock.after(FORGOTTEN_AFTER_MS, () => void close(ticket))
  }

  async function close(ticket: string): Promise<void> {
    running.get(ticket)?.forget()
    if (running.delete(ticket)) await core.reader.run('exportClose', ticket)
  }

  async function read(ticket: string): Promise<{ text: string; isDone: boolean; progress: ExportProgress }> {
    const each = find(ticket)
    if (each.busy || each.state !== 'open') throw new HookscopeError('conflict', 'Somebody else reads this export.', 'Start another one.')
    each.busy = true
    keepAlive(ticket, each)
    try {
      const piece = await core.reader.run('exportNext', ticket)
      each.progress = piece.progress
      if (piece.isDone) each.state = 'done'
      return piece
    } catch (error) {
      each.state = 'failed'
      throw error
    } finally {
      each.busy = false
    }
  }

  async function* pieces(ticket: string): AsyncGenerator<string> {
    try {
      for (;;) {
        const { text, isDone } = await read(ticket)
        if (text !== '') yield text
        if (isDone) return
      }
    } finally {
      if (running.get(ticket)?.state === 'open') await close(ticket)
    }
  }

  async function planOf(request: ExportRequest): Promise<{ plan: ExportPlan; total: OpenedExport['total'] }> {
    const below = (await core.reader.run('newest')) + 1
    const redaction = request.redaction && {
      places: request.redaction.paths.map(requireRedactionPlace),
      maskKey: maskKey(core.secrets.reveal(TOKEN_OWNER) ?? ''),
      // Also a key for schemes that take theirs in base64.
      dummySecret: request.redaction.resign ? `whsec_${Buffer.from(core.random.bytes(DUMMY_BYTES)).toString('base64')}` : null,
    }
    const base = { format: request.format, below, producer: version, exportedAt: core.clock.now(), redaction }
    if ('ids' in request.what) {
      const seqs = request.what.ids.map(exchangeSeq)
      return { plan: { ...base, what: { seqs } }, total: { value: new Set(seqs).size, exact: true } }
    }
    const filter = requireFilter(request.what.filter, { now: core.clock.now(), localTime })
    const total = await core.reader.run('count', filter)
    if (total.value === 0 && total.exact && !isEmptyFilter(filter))
      throw new HookscopeError('nothing_to_do', 'Nothing matches this filter.', 'List what there is with hookscope list.')
    return { plan: { ...base, what: { filter } }, total }
  }

  return {
    open: async (request) => {
      const { plan, total } = await planOf(request)
      const ticket = newTicket()
      await core.reader.run('exportOpen', ticket, plan)
      const each: Running = { progress: EMPTY, state: 'open', busy: false, forget: () => {} }
      running.set(ticket, each)
      keepAlive(ticket, each)
      const day = new Date(core.clock.now()).toISOString().slice(0, 10)
      return { ticket, total, fileName: `hookscope-${day}.${FILE_EXTENSIONS[request.format]}` }
    },
    read,
    pieces,
    preview: async (request, maxExchanges) => {
      const { plan } = await planOf({ ...request, redaction: request.redaction ?? { paths: [], resign: false } })
      const ticket = newTicket()
      await core.reader.run('exportOpen', ticket, plan)
      let summary: RedactionSummary = { counts: [], examples: [], signedAnew: 0, unmet: [] }
      for (;;) {
        const { isDone, progress, summary: latest } = await core.reader.run('exportNext', ticket)
        summary = latest
        if (!isDone && progress.exchanges < maxExchanges) continue
        if (!isDone) await core.reader.run('exportClose', ticket)
        return { ...summary, exchanges: progress.exchanges, isWhole: isDone }
      }
    },
    closeAll: () => {
      for (const { forget } of running.values()) forget()
      running.clear()
    },
    progress: (ticket) => {
      const { progress, state } = find(ticket)
      return { ...progress, state }
    },
    close,
  }
}

/** Follows from the token, so it stays; the token does not follow from it. */
function maskKey(token: string): string {
  return createHmac('sha256', token).update('hookscope masks').digest('base64')
}

function exchangeSeq(id: string): number {
  const parsed = parseId(id)
  if (parsed?.prefix === 'capture' || parsed?.prefix === 'attempt') return parsed.seq
  throw new HookscopeError('not_found', `There is no exchange ${id}.`, 'List what there is with hookscope list.')
}
