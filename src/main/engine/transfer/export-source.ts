import type { ExchangeDetail } from '../../../shared/domain/exchange.ts'
import type { SchemeChoice } from '../../../shared/domain/signature/scheme.ts'
import { HEAVY, inSlices, LIGHT, type SeqRange } from '../store/reads/slices.ts'
import { detailReads, type StoredExchange } from '../store/reads/detail.ts'
import { filterSql } from '../store/filters/filter-sql.ts'
import type { ReadContext } from '../store/reads/read-context.ts'
import { storedBodies, type StoredBodies, type StoredBody } from '../store/reads/stored-body.ts'
import type { ExportPlan } from './export-plan.ts'

/** An exchange as a format gets it: everything but its bodies, which are read when they are written. */
export interface Exported {
  readonly seq: number
  readonly detail: ExchangeDetail
  /** It was, or is to be, signed by; null: none. */
  readonly scheme: SchemeChoice | null
  readonly request: StoredBody
  readonly response: StoredBody
}

/** A body's bytes, one piece after the other. */
export interface BodyPieces {
  readonly sizeOf: StoredBodies['sizeOf']
  readonly pieces: (body: StoredBody) => Generator<Uint8Array>
}

const UNDER_WAY: ReadonlySet<string> = new Set(['receiving', 'planned', 'running'])

/** Walks the exchanges of a plan, oldest first. A `null` is a breath between two slices; `'under way'` was left out. */
export function* exportedExchanges(context: ReadContext, plan: ExportPlan): Generator<Exported | 'under way' | null> {
  const bodies = storedBodies(context.statements)
  const { detail } = detailReads(context) as { detail: (seq: number) => StoredExchange | null }

  function read(seq: number): Exported | 'under way' | null {
    const found = detail(seq)
    if (!found) return null
    if (UNDER_WAY.has(found.detail.state)) return 'under way'
    const [request, response] = [bodies.find(seq, 'request'), bodies.find(seq, 'response')]
    if (!request || !response) return null
    return { seq, detail: found.detail, scheme: found.scheme, request: request.body, response: response.body }
  }

  for (const seqs of selected(context, plan)) {
    for (const seq of seqs) yield read(seq)
    yield null
  }
}

function* selected(context: ReadContext, { what, below }: ExportPlan): Generator<readonly number[]> {
  if ('seqs' in what) return yield [...new Set(what.seqs)].toSorted((a, b) => a - b)
  const condition = filterSql(what.filter)
  const select = context.statements<{ id: number }>(
    `SELECT exchange.id FROM exchange WHERE exchange.id > ? AND exchange.id < ?${condition ? ` AND ${condition.sql}` : ''} ORDER BY exchange.id`,
  )
  let found: number[] = []
  const read = ({ above, below: before }: SeqRange): boolean => {
    found = select.all(above, before, ...(condition?.params ?? [])).map((row) => row.id)
    return true
  }
  const walk = inSlices(context, { above: 0, below }, 'oldest', read, condition?.isHeavy ? HEAVY : LIGHT, condition?.listed)
  for (;;) {
    const { done } = walk.next()
    yield found
    found = []
    if (done) return
  }
}
