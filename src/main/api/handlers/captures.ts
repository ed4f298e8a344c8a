import { HookscopeError } from '../../../shared/domain/errors.ts'
import { requireFilter } from '../../../shared/domain/filter/parse.ts'
import { parseId } from '../../../shared/domain/ids.ts'
import { MIB, MINUTE_MS, parseDuration } from '../../../shared/domain/units.ts'
import type { Engine } from '../../engine/engine-rooms.ts'
import type { Exchanges } from '../../engine/exchanges-room.ts'
import { badFields } from '../failures.ts'
import { procedures } from '../procedures.ts'
import { before, checkCursor, toPage } from './page.ts'

const { captures } = procedures.rest

const MAX_WAIT_MS = 5 * MINUTE_MS
const MAX_BODY_BYTES = MIB

type Query = Parameters<Exchanges['list']>[0]
type Page = Awaited<ReturnType<Exchanges['list']>>

export const captureRouteHandlers = {
  list: captures.list.handler(async ({ input, context: { engine }, signal }) => {
    const { cursor, after, limit, wait } = input
    checkCursor('capture', cursor)
    checkCursor('capture', after, 'after')
    const query = { filter: amongCaptures(input.filter), limit, ...before(cursor), ...(after !== undefined && { after }) }
    return toPage(wait === undefined ? await engine.exchanges.list(query, signal) : await firstPage(engine, query, waitMs(wait), signal))
  }),
  get: captures.get.handler(async ({ input: { id }, context: { engine } }) => {
    checkCapture(id)
    const detail = await engine.exchanges.get(id)
    const { bytes } = await engine.exchanges.body({ id, side: 'request', offset: 0, length: MAX_BODY_BYTES, decoded: true })
    const body = textOf(bytes)
    const drift = await engine.exchanges.drift(id)
    return { ...detail, body, bodyBase64: body === null ? Buffer.from(bytes).toString('base64') : null, drift }
  }),
  diagnosis: captures.diagnosis.handler(({ input: { id }, context: { engine }, signal }) => {
    checkCapture(id)
    return engine.exchanges.diagnose({ id }, signal)
  }),
  replay: captures.replay.handler(({ input, context: { engine } }) => {
    checkCapture(input.id)
    return engine.sending.replay(input)
  }),
}

function checkCapture(id: string): void {
  if (parseId(id)?.prefix === 'capture') return
  throw new HookscopeError('not_found', `There is no capture ${id}.`, 'GET /api/captures lists those that there are.')
}

/** The same filter, for captures only. A fault of it is told in the words and places of what was given. */
function amongCaptures(filter: string): string {
  requireFilter(filter, { now: 0, localTime: Date.UTC })
  return filter.trim() === '' ? 'dir:in' : `(${filter}) dir:in`
}

function waitMs(wait: string): number {
  const ms = parseDuration(wait)
  if (ms !== null && ms <= MAX_WAIT_MS) return ms
  throw badFields([{ path: 'wait', message: 'is not a time of at most 5 minutes, such as 30s' }])
}

/** The page as soon as it has a row; an empty one once the time is over or the caller has left. */
async function firstPage(engine: Engine, query: Query, ms: number, signal: AbortSignal | undefined): Promise<Page> {
  const ended = AbortSignal.any([AbortSignal.timeout(ms), ...(signal ? [signal] : [])])
  let isFirst = true
  // It watches from before the first look, so that nothing falls between.
  for await (const { rows, gap } of engine.exchanges.watch({ filter: query.filter }, ended)) {
    if (!isFirst && rows.length === 0 && !gap) continue
    isFirst = false
    const page = await engine.exchanges.list(query, signal)
    if (page.items.length > 0) return page
  }
  return { items: [], hasMore: false, next: null, unsearched: 0 }
}

function textOf(bytes: Uint8Array): string | null {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes)
  } catch {
    return null
  }
}
