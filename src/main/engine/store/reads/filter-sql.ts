import { assertNever } from '../../../../shared/domain/assert.ts'
import { isEmptyFilter, type Filter, type Pattern, type Term, type TextKey } from '../../../../shared/domain/filter/filter.ts'
import { parseId } from '../../../../shared/domain/ids.ts'

/** A condition on a row of `exchange`; every value is a parameter. */
export interface Condition {
  readonly sql: string
  readonly params: readonly (string | number)[]
}

const NOTHING: Condition = { sql: '0', params: [] }

/** The one way a filter is evaluated: list, count, live rows and removal all run this. Null when it takes everything. */
export function filterSql(filter: Filter): Condition | null {
  return isEmptyFilter(filter) ? null : condition(filter)
}

function condition(filter: Filter): Condition {
  if (filter.kind === 'and') return join(' AND ', filter.parts.map(condition))
  if (filter.kind === 'or') return join(' OR ', filter.parts.map(condition))
  if (filter.kind !== 'not') return term(filter)
  const part = condition(filter.part)
  // A term about an absent value is NULL in SQL; for people it is simply not true, so its negation is.
  return { sql: `NOT coalesce(${part.sql}, 0)`, params: part.params }
}

function join(operator: string, parts: readonly Condition[]): Condition {
  return { sql: `(${parts.map((part) => part.sql).join(operator)})`, params: parts.flatMap((part) => part.params) }
}

function term(filter: Term): Condition {
  switch (filter.kind) {
    case 'text':
      return textSql(filter.key, filter.pattern)
    case 'direction':
      return { sql: 'exchange.direction = ?', params: [filter.direction] }
    case 'status':
      return { sql: 'exchange.status BETWEEN ? AND ?', params: [filter.from, filter.to] }
    case 'verdict':
      return { sql: 'exchange.verdict = ?', params: [filter.verdict] }
    case 'state':
      return {
        sql: '(exchange.state = ? OR (SELECT owner.state FROM delivery AS owner WHERE owner.id = exchange.delivery_id) = ?)',
        params: [filter.state, filter.state],
      }
    case 'id':
      return idSql(filter)
    case 'time':
      return join(' AND ', [
        ...(filter.from === null ? [] : [{ sql: 'exchange.at >= ?', params: [filter.from] }]),
        ...(filter.to === null ? [] : [{ sql: 'exchange.at < ?', params: [filter.to] }]),
      ])
    default:
      return assertNever(filter)
  }
}

function textSql(key: TextKey, pattern: Pattern): Condition {
  switch (key) {
    case 'type':
    case 'method':
      return like(`exchange.${key}`, pattern)
    case 'event':
      return glob('exchange.event_id', pattern)
    case 'path':
      return pathSql(pattern)
    case 'endpoint':
      return placeSql('endpoint', [idText('webhook', pattern), like('endpoint.name', pattern), like('endpoint.url', pattern)])
    case 'inbox':
      return placeSql('inbox', [idText('inbox', pattern), like('inbox.path', pattern)])
    default:
      return assertNever(key)
  }
}

/** The few rows of the table are searched once, not once a row of `exchange`. */
function placeSql(table: 'endpoint' | 'inbox', conditions: readonly Condition[]): Condition {
  const any = join(' OR ', conditions)
  return { sql: `exchange.${table}_id IN (SELECT ${table}.id FROM ${table} WHERE ${any.sql})`, params: any.params }
}

function like(column: string, pattern: Pattern): Condition {
  if (pattern.length === 1) return { sql: `${column} = ? COLLATE NOCASE`, params: [pattern[0]] }
  return { sql: `${column} LIKE ? ESCAPE '\\'`, params: [pattern.map(escapeLike).join('%')] }
}

function glob(column: string, pattern: Pattern): Condition {
  if (pattern.length === 1) return { sql: `${column} = ?`, params: [pattern[0]] }
  return { sql: `${column} GLOB ?`, params: [pattern.map((piece) => piece.replaceAll(/[*?[]/g, '[$&]')).join('*')] }
}

/** A path without wildcard is meant whatever the query behind it. */
function pathSql(pattern: Pattern): Condition {
  const exact = like('exchange.path', pattern)
  if (pattern.length > 1 || pattern[0].includes('?')) return exact
  return join(' OR ', [exact, like('exchange.path', [`${pattern[0]}?`, ''])])
}

function escapeLike(piece: string): string {
  return piece.replaceAll(/[\\%_]/g, '\\$&')
}

function idText(prefix: 'webhook' | 'inbox', pattern: Pattern): Condition {
  const table = prefix === 'webhook' ? 'endpoint' : 'inbox'
  const id = pattern.length === 1 ? parseId(pattern[0]) : null
  return id?.prefix === prefix ? { sql: `${table}.id = ? AND ${table}.tail = ?`, params: [id.seq, id.tail] } : NOTHING
}

function idSql(filter: Extract<Term, { kind: 'id' }>): Condition {
  const range = [filter.from, filter.to]
  const own: Condition = {
    sql: 'exchange.id BETWEEN ? AND ? AND substr(exchange.tail, 1, ?) = ?',
    params: [...range, filter.tail.length, filter.tail],
  }
  const ofDelivery: Condition = { sql: 'exchange.delivery_id BETWEEN ? AND ?', params: range }
  const ofEvent: Condition = {
    sql: 'exchange.delivery_id IN (SELECT owner.id FROM delivery AS owner WHERE owner.body_of BETWEEN ? AND ?)',
    params: range,
  }
  switch (filter.prefix) {
    case 'capture':
      return { sql: `(${own.sql} AND exchange.direction = 'in')`, params: own.params }
    case 'attempt':
      return { sql: `(${own.sql} AND exchange.direction = 'out')`, params: own.params }
    case 'delivery':
      return ofDelivery
    case 'evt':
      return ofEvent
    case 'webhook':
      return { sql: 'exchange.endpoint_id BETWEEN ? AND ?', params: range }
    case 'inbox':
      return { sql: 'exchange.inbox_id BETWEEN ? AND ?', params: range }
    case null:
      return join(' OR ', [own, ofDelivery, ofEvent])
    case 'secret':
    case 'run':
    case 'execution':
    case 'action':
      return NOTHING
    case 'lead':
    case 'contact':
    case 'company':
    case 'deal':
    case 'ticket':
    case 'activity':
    case 'workflow':
      return {
        sql: `exchange.delivery_id IN (
          SELECT owner.id FROM event JOIN delivery AS owner ON owner.body_of = event.id WHERE event.entity_id BETWEEN ? AND ?)`,
        params: range,
      }
    default:
      return assertNever(filter.prefix)
  }
}
