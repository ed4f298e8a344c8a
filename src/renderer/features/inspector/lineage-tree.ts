import type { ExchangeSummary } from '../../../shared/domain/exchange.ts'

/** One exchange of a family, and how deep it stands: attempts at 0, the captures they made at 1. */
export interface LineageRow {
  readonly exchange: ExchangeSummary
  readonly depth: 0 | 1
}

/** One delivery of the event, or what has none. */
export interface LineageGroup {
  /** Id of the delivery; of the exchange itself where there is none. */
  readonly id: string
  readonly rows: readonly LineageRow[]
}

/** The family by delivery, each capture under the attempt that made it. */
export function lineageGroups(family: readonly ExchangeSummary[]): LineageGroup[] {
  const attempts = family.filter(({ direction }) => direction === 'out')
  const known = new Set(attempts.map(({ id }) => id))
  const groups = new Map<string, LineageRow[]>()
  for (const attempt of attempts) {
    const key = attempt.deliveryId ?? attempt.id
    const captures = family.filter(({ direction, counterpartId }) => direction === 'in' && counterpartId === attempt.id)
    const rows = [{ exchange: attempt, depth: 0 as const }, ...captures.map((exchange) => ({ exchange, depth: 1 as const }))]
    groups.set(key, [...(groups.get(key) ?? []), ...rows])
  }
  for (const exchange of family) {
    const isAlone = exchange.direction === 'in' && (exchange.counterpartId === null || !known.has(exchange.counterpartId))
    if (isAlone) groups.set(exchange.id, [{ exchange, depth: 0 }])
  }
  return [...groups].map(([id, rows]) => ({ id, rows }))
}
