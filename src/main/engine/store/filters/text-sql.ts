import { assertNever } from '../../../../shared/domain/assert.ts'
import type { Pattern, TextKey } from '../../../../shared/domain/filter/filter.ts'
import { idRange, parseId } from '../../../../shared/domain/ids.ts'
import { condition, glob, join, like, NOTHING, type Condition } from './condition.ts'

/** `type:`, `endpoint:` and the like. */
export function textSql(key: TextKey, pattern: Pattern): Condition {
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
    case 'tag':
      return within(
        like('tag.value', pattern),
        (tag) => `exchange.id IN (SELECT exchange_id FROM note, json_each(note.tags) AS tag WHERE ${tag})`,
      )
    default:
      return assertNever(key)
  }
}

/** The few rows of the table are searched once, not once a row of `exchange`. */
function placeSql(table: 'endpoint' | 'inbox', conditions: readonly Condition[]): Condition {
  return within(join('OR', conditions), (any) => `exchange.${table}_id IN (SELECT ${table}.id FROM ${table} WHERE ${any})`)
}

function within(inner: Condition, around: (sql: string) => string): Condition {
  return { ...inner, sql: around(inner.sql) }
}

/** A path without wildcard is meant whatever the query behind it. */
function pathSql(pattern: Pattern): Condition {
  const exact = like('exchange.path', pattern)
  if (pattern.length > 1 || pattern[0].includes('?')) return exact
  return join('OR', [exact, like('exchange.path', [`${pattern[0]}?`, ''])])
}

function idText(prefix: 'webhook' | 'inbox', pattern: Pattern): Condition {
  const table = prefix === 'webhook' ? 'endpoint' : 'inbox'
  const id = pattern.length === 1 ? parseId(pattern[0]) : null
  return id?.prefix === prefix ? condition(`${table}.id = ? AND ${table}.tail = ?`, id.seq, id.tail) : NOTHING
}

/** `id:` finds what belongs to an id, also to that of a delivery, event, endpoint or inbox. */
export function idSql(beginning: string): Condition {
  const id = idRange(beginning)
  if (!id) return NOTHING
  const range = [id.from, id.to] as const
  const own = (direction: string): Condition =>
    condition(`(exchange.id BETWEEN ? AND ? AND substr(exchange.tail, 1, ?) = ?${direction})`, ...range, id.tail.length, id.tail)
  const ofDelivery = condition('exchange.delivery_id BETWEEN ? AND ?', ...range)
  const ofEvent = condition(
    'exchange.delivery_id IN (SELECT owner.id FROM delivery AS owner WHERE owner.body_of BETWEEN ? AND ?)',
    ...range,
  )
  switch (id.prefix) {
    case 'capture':
      return own(" AND exchange.direction = 'in'")
    case 'attempt':
      return own(" AND exchange.direction = 'out'")
    case 'delivery':
      return ofDelivery
    case 'evt':
      return ofEvent
    case 'webhook':
      return condition('exchange.endpoint_id BETWEEN ? AND ?', ...range)
    case 'inbox':
      return condition('exchange.inbox_id BETWEEN ? AND ?', ...range)
    case null:
      return join('OR', [own(''), ofDelivery, ofEvent])
    case 'lead':
    case 'contact':
    case 'company':
    case 'deal':
    case 'ticket':
    case 'activity':
    case 'workflow':
      return condition(
        `exchange.delivery_id IN (
  SELECT owner.id FROM event JOIN delivery AS owner ON owner.body_of = event.id WHERE event.entity_id BETWEEN ? AND ?)`,
        ...range,
      )
    case 'execution':
    case 'action':
    case 'secret':
    case 'run':
    case 'replay':
      return NOTHING
    default:
      return assertNever(id.prefix)
  }
}
