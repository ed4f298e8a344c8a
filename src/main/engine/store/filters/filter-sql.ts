import { assertNever } from '../../../../shared/domain/assert.ts'
import { isEmptyFilter, type Filter, type Mark, type RangeKey, type Term } from '../../../../shared/domain/filter/filter.ts'
import { condition, join, negate, withBody, type Condition } from './condition.ts'
import { bodySql, containsSql, headerSql } from './message-sql.ts'
import { errorSql, statusSql, verdictSql } from './odd-sql.ts'
import { replaySql, stateSql } from './owner-sql.ts'
import { rangeSql } from './range-sql.ts'
import { duplicateSql, wordsSql } from './search-sql.ts'
import { idSql, textSql } from './text-sql.ts'

/** The one way a filter is evaluated: list, count, live rows and removal all run this. Null when it takes everything. */
export function filterSql(filter: Filter): Condition | null {
  return isEmptyFilter(filter) ? null : withBody(compile(filter))
}

function compile(filter: Filter): Condition {
  if (filter.kind === 'and') return join('AND', filter.parts.map(compile))
  if (filter.kind === 'or') return join('OR', filter.parts.map(compile))
  return filter.kind === 'not' ? negate(compile(filter.part)) : termSql(filter)
}

function termSql(term: Term): Condition {
  switch (term.kind) {
    case 'words':
      return wordsSql(term.text, term.isPrefix)
    case 'contains':
      return containsSql(term.text)
    case 'text':
      return textSql(term.key, term.pattern)
    case 'direction':
      return condition('exchange.direction = ?', term.direction)
    case 'range':
      return term.key === 'status' ? statusSql(term) : rangeSql(RANGE_COLUMNS[term.key], term)
    case 'verdict':
      return verdictSql(term.verdict)
    case 'error':
      return errorSql(term.error)
    case 'state':
      return stateSql(term.state)
    case 'id':
      return idSql(term.beginning)
    case 'time':
      return term.from === null ? condition('exchange.at < ?', term.to ?? 0) : condition('exchange.at >= ?', term.from)
    case 'mark':
      return markSql(term.mark)
    case 'header':
      return headerSql(term.name, term.pattern)
    case 'body':
      return bodySql(term.path, term.test)
    default:
      return assertNever(term)
  }
}

const RANGE_COLUMNS: Readonly<Record<Exclude<RangeKey, 'status'>, string>> = {
  size: 'exchange.request_bytes',
  took: 'exchange.took_us',
  attempt: 'exchange.attempt',
}

const MARKS: Readonly<Record<Exclude<Mark, 'duplicate' | 'replay'>, string>> = {
  imported: 'exchange.imported = 1',
  // What was imported may have come to an inbox of another machine.
  unmatched: "(exchange.direction = 'in' AND exchange.inbox_id IS NULL AND exchange.state <> 'malformed' AND exchange.imported = 0)",
  // A capture that an attempt of ours has made is told of by that attempt.
  latest: `(exchange.attempt_id IS NULL AND NOT EXISTS (
  SELECT 1 FROM exchange AS later WHERE later.delivery_id = exchange.delivery_id AND later.id > exchange.id))`,
  pinned: 'exchange.id IN (SELECT exchange_id FROM note WHERE pinned = 1)',
  note: "exchange.id IN (SELECT exchange_id FROM note WHERE text <> '')",
  tag: "exchange.id IN (SELECT exchange_id FROM note WHERE tags <> '[]')",
}

/** The few rows that people wrote on are searched once, not once a row of `exchange`. */
function markSql(mark: Mark): Condition {
  if (mark === 'duplicate') return duplicateSql()
  if (mark === 'replay') return replaySql()
  return { ...condition(MARKS[mark]), isDirect: mark === 'pinned' || mark === 'note' || mark === 'tag' }
}
