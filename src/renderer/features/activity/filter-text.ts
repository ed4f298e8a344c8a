import type { ExchangeSummary } from '../../../shared/domain/exchange.ts'
import type { KnownValues } from '../../../shared/domain/filter/complete.ts'
import type { FilterProblem } from '../../../shared/domain/filter/filter.ts'
import { parseFilter } from '../../../shared/domain/filter/parse.ts'
import { localTime } from '../../../shared/domain/filter/time.ts'

/** What is wrong with a typed filter, and where; null when nothing is. */
export function filterMistake(text: string): FilterProblem | null {
  const parsed = parseFilter(text, { now: Date.now(), localTime })
  return parsed.kind === 'problem' ? parsed.problem : null
}

/** Values to offer behind keys: those of the rows that are near. */
export function knownValues(rows: readonly ExchangeSummary[]): KnownValues {
  const distinct = (value: (row: ExchangeSummary) => string | null): string[] => [
    ...new Set(rows.map(value).filter((each) => each !== null)),
  ]
  return {
    type: distinct(({ type }) => type),
    path: distinct(({ path }) => path.split('?')[0] ?? path),
    method: distinct(({ method }) => method),
    endpoint: distinct(({ endpointId, place }) => (endpointId === null ? null : place)),
    inbox: distinct(({ inboxId, place }) => (inboxId === null ? null : place)),
    tag: [...new Set(rows.flatMap(({ note }) => note?.tags ?? []))],
  }
}
