import { curlCommand } from '../../shared/domain/curl.ts'
import { HookscopeError } from '../../shared/domain/errors.ts'
import { isNewestFirst, NEWEST_FIRST, type FeedOrder } from '../../shared/domain/feed-order.ts'
import { EMPTY_FILTER, isEmptyFilter, type Filter } from '../../shared/domain/filter/filter.ts'
import { requireFilter } from '../../shared/domain/filter/parse.ts'
import { localTime } from '../../shared/domain/filter/time.ts'
import { formatId, parseId } from '../../shared/domain/ids.ts'
import { changeNote, isNoNote, noteProblem } from '../../shared/domain/note.ts'
import { schemeOf } from '../../shared/domain/signature/scheme.ts'
import { beginVerification, unchecked, UNSIGNED, type Arrived } from '../../shared/domain/signature/verify.ts'
import { MIB } from '../../shared/domain/units.ts'
import type { ExchangeDetail } from '../../shared/domain/exchange.ts'
import { annotateAll } from './annotate-all.ts'
import { secretsBeside, secretsOf } from './named-secrets.ts'
import { signedContent } from './signed-content.ts'
import type { Exchanges } from './exchanges-room.ts'
import type { Core } from './core.ts'
import { createNotes } from './store/notes.ts'
import type { StoredExchange } from './store/reads/detail.ts'
import { createRemoveExchanges } from './store/remove-exchanges.ts'
import { watchExchanges } from './watch-exchanges.ts'
import { watchHistogram } from './watch-histogram.ts'

const MIN_PART_CHARS = 6
/** Bodies are read in steps of this size where they are needed whole. */
const STEP_BYTES = MIB
const BATCH_ROWS = 500
/** Of a place between rows: only the sequence of a cursor counts. */
const NO_TAIL = ''.padEnd(13, '0')
const NEVER = new AbortController().signal
const MAX_CURL_BYTES = 4 * MIB

/** Everything that can be asked of exchanges; reads run in the reader thread, removal through the writer. */
export function createExchanges(core: Core): Exchanges {
  const removeExchanges = createRemoveExchanges(core.db, core.secrets)
  const notes = createNotes(core.db)

  /** The machine's own time zone: who sits elsewhere sends times with their offset. */
  function filterOf(text: string): Filter {
    return requireFilter(text, { now: core.clock.now(), localTime })
  }

  async function stored(id: string): Promise<StoredExchange & { readonly seq: number }> {
    const seq = exchangeSeq(id)
    const exchange = await core.reader.run('detail', seq)
    if (exchange?.detail.id !== id) throw noExchange(id)
    return { ...exchange, seq }
  }

  async function* requestBody(seq: number): AsyncGenerator<Uint8Array> {
    for (let offset = 0; ; offset += STEP_BYTES) {
      const range = await core.reader.run('body', { seq, side: 'request', offset, length: STEP_BYTES, decoded: false })
      if (!range || range.bytes.length === 0) return
      yield range.bytes
    }
  }

  async function listOrdered(
    { before, ...query }: { filter: Filter; order: FeedOrder; before: string | undefined; limit: number },
    signal: AbortSignal,
  ): ReturnType<Exchanges['list']> {
    const page = await core.reader.runUntil(signal, 'ordered', { ...query, after: before === undefined ? null : exchangeSeq(before) })
    if (!page) throw noExchange(before ?? '')
    return { ...page, next: page.hasMore ? (page.items.at(-1)?.id ?? null) : null }
  }

  async function removeAll(seqs: readonly number[]): Promise<number> {
    let count = 0
    for (let left = seqs; left.length > 0;) {
      const slice = left
      const { taken, removed } = await core.writer.commit(() => removeExchanges(slice))
      left = left.slice(taken)
      count += removed.length
      if (removed.length > 0) core.changes.emit('exchanges', removed)
    }
    if (count > 0) await core.reader.run('forgetTotal')
    return count
  }

  /** What matches now, newest first; what arrives from now on was not meant. */
  async function* batchesOf(filter: Filter): AsyncGenerator<readonly number[]> {
    let below = (await core.reader.run('newest')) + 1
    for (;;) {
      const seqs = await core.reader.run('matching', { filter, above: 0, below, order: 'newest', limit: BATCH_ROWS })
      yield seqs
      if (seqs.length < BATCH_ROWS) return
      below = seqs.at(-1) ?? 0
    }
  }

  async function removeMatching(filter: Filter): Promise<number> {
    let count = 0
    for await (const seqs of batchesOf(filter)) count += await removeAll(seqs)
    return count
  }

  const verify: Exchanges['verify'] = async ({ id, secrets: given, scheme: asked, url }) => {
    const exchange = await stored(id)
    const { seq, detail, scheme: stamped } = exchange
    if (asked === undefined && given === undefined && stamped === null && detail.direction === 'in' && detail.inboxId !== null)
      return UNSIGNED
    const scheme = schemeOf(asked ?? stamped ?? 'crm')
    const reason = whyUnchecked(detail)
    if (reason !== null) return unchecked(scheme, detail.request.headers, reason)
    const secrets = given ?? core.secrets.keys(secretOwner(detail))
    const running = beginVerification(scheme, secrets, arrivedOf(exchange, url))
    for await (const piece of requestBody(seq)) running.update(piece)
    return running.finish()
  }

  return {
    list: async ({ filter, before, after, limit, order = NEWEST_FIRST, withinMs }, signal = NEVER) => {
      if (!isNewestFirst(order)) return listOrdered({ filter: filterOf(filter), order, before, limit }, signal)
      const { next, ...page } = await core.reader.runUntil(signal, 'list', {
        filter: filterOf(filter),
        before: before === undefined ? null : exchangeSeq(before),
        after: after === undefined ? null : exchangeSeq(after),
        limit,
        ...(withinMs !== undefined && { withinMs }),
      })
      return { ...page, next: next === null ? null : formatId('capture', { seq: next, tail: NO_TAIL }) }
    },

    count: async (filter, signal = NEVER) => core.reader.runUntil(signal, 'count', filterOf(filter)),

    get: async (id) => (await stored(id)).detail,

    find: async (part) => {
      const wanted = part.trim()
      if (wanted.length < MIN_PART_CHARS) {
        throw new HookscopeError(
          'bad_input',
          `"${wanted}" is too short to find an id by.`,
          `Give at least ${MIN_PART_CHARS} characters of it.`,
        )
      }
      const found = await core.reader.run('find', wanted, 3)
      const [first] = found
      if (first === undefined) throw new HookscopeError('not_found', `No id holds "${wanted}".`, 'List what there is with hookscope list.')
      if (found.length > 1) {
        const more = found.length > 2 ? ' and others' : ''
        throw new HookscopeError(
          'ambiguous_id',
          `"${wanted}" fits ${found.slice(0, 2).join(', ')}${more}.`,
          'Give more characters of the id.',
        )
      }
      return first
    },

    body: async ({ id, ...range }) => {
      const { seq } = await stored(id)
      const body = await core.reader.run('body', { seq, ...range })
      if (!body) throw noExchange(id)
      return body
    },

    verify,

    diagnose: async (request, signal = NEVER) => {
      const verification = await verify(request)
      const exchange = await stored(request.id)
      const { seq, detail, scheme: stamped } = exchange
      const owner = secretOwner(detail)
      const patient = {
        scheme: schemeOf(request.scheme ?? stamped ?? 'crm'),
        arrived: arrivedOf(exchange, request.url),
        ...(request.secrets === undefined
          ? {
              secrets: secretsOf(core.db, core.secrets, owner),
              otherSecrets: secretsBeside(core.db, core.secrets, core.secrets.keys(owner)),
            }
          : {
              secrets: request.secrets.map((secret) => ({ name: null, secret })),
              otherSecrets: secretsBeside(core.db, core.secrets, []),
            }),
      }
      return { verification, diagnosis: await core.reader.runUntil(signal, 'diagnose', seq, patient, verification) }
    },

    signed: async (id) => {
      const { seq, detail, scheme, signedUrl } = await stored(id)
      if (scheme === null) return null
      return signedContent(schemeOf(scheme), { ...detail, url: signedUrl }, async (length) => {
        const range = await core.reader.run('body', { seq, side: 'request', offset: 0, length, decoded: false })
        return range?.bytes ?? new Uint8Array()
      })
    },

    lineage: async (id) => core.reader.run('lineage', (await stored(id)).seq),

    drift: async (id) => core.reader.run('drift', (await stored(id)).seq),

    annotate: async (id, change) => {
      const seq = exchangeSeq(id)
      const tail = parseId(id)?.tail ?? ''
      const note = await core.writer.commit(() => {
        const before = notes.get({ seq, tail })
        if (!before) throw noExchange(id)
        const after = changeNote(before, change)
        const problem = noteProblem(after)
        if (problem !== null) throw new HookscopeError('bad_input', problem.message, problem.remedy)
        notes.put(seq, after, core.clock.now())
        return after
      })
      core.changes.emit('exchanges', [seq])
      return isNoNote(note) ? null : note
    },

    annotateAll: (what, change) =>
      annotateAll(core, notes, 'ids' in what ? [[...new Set(what.ids)].map(exchangeSeq)] : batchesOf(filterOf(what.filter)), change),

    curl: async (id) => {
      const { seq, detail } = await stored(id)
      if (detail.state === 'malformed') {
        throw new HookscopeError('bad_input', 'What arrived was no HTTP request, so curl cannot send it.', 'Look at its bytes instead.')
      }
      const { method, url, requestBytes } = detail
      if (requestBytes > MAX_CURL_BYTES) {
        throw new HookscopeError('bad_input', `A body of ${requestBytes} bytes is too long for a shell command.`, 'Replay it instead.')
      }
      return curlCommand({ method, url, headers: detail.request.headers, body: Buffer.concat(await Array.fromAsync(requestBody(seq))) })
    },

    remove: async (what) => {
      if ('ids' in what) return removeAll((await Promise.all([...new Set(what.ids)].map(stored))).map((each) => each.seq))
      if ('all' in what) return removeMatching(EMPTY_FILTER)
      const filter = filterOf(what.filter)
      if (isEmptyFilter(filter)) {
        throw new HookscopeError('bad_input', 'An empty filter would remove everything.', 'Name what to remove, or say that all is meant.')
      }
      return removeMatching(filter)
    },

    watch: (request, signal) => watchExchanges(core, filterOf, request, signal),

    histogram: (request, signal) => watchHistogram(core, filterOf, request, signal),
  }
}

function exchangeSeq(id: string): number {
  const parsed = parseId(id)
  if (parsed?.prefix !== 'capture' && parsed?.prefix !== 'attempt') throw noExchange(id)
  return parsed.seq
}

function arrivedOf({ detail, signedUrl }: StoredExchange, url = signedUrl): Arrived {
  const { method, request, at } = detail
  return { method, url, headers: request.headers, at }
}

function noExchange(id: string): HookscopeError {
  return new HookscopeError('not_found', `There is no exchange ${id}.`, 'List what there is with hookscope list.')
}

/** Whose secrets sign or check this exchange; owners without their own use the workspace's. */
function secretOwner(detail: ExchangeDetail): string {
  return detail.inboxId ?? detail.endpointId ?? detail.deliveryId ?? 'workspace'
}

/** Why a signature over this body would prove nothing; null when it can be checked. */
function whyUnchecked(detail: ExchangeDetail): string | null {
  if (detail.state === 'malformed') return 'What arrived was no HTTP request, so there is no signature to check.'
  if (detail.state === 'too_large') return 'The body was over the limit and not kept whole, so the signature cannot be checked.'
  return detail.request.bodyComplete ? null : 'The body did not arrive whole, so the signature cannot be checked.'
}
