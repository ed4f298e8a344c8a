import { assertNever } from '../../../../shared/domain/assert.ts'
import { hasWord, type Pattern, type TextKey } from '../../../../shared/domain/filter/filter.ts'
import { idRange, parseId, seqAt } from '../../../../shared/domain/ids.ts'
import { HOUR_MS } from '../../../../shared/domain/units.ts'
import { condition, glob, join, like, NOTHING, type Condition } from './condition.ts'
import { wordsSql } from './search-sql.ts'

/** `type:`, `endpoint:` and the like. */
export function textSql(key: TextKey, pattern: Pattern): Condition {
  switch (key) {
    case 'type':
    case 'method':
      return like(`exchange.${key}`, pattern)
    case 'event':
      return eventSql(pattern)
    case 'path':
      return pathSql(pattern)
    case 'endpoint':
      return placeSql('endpoint', [idText('webhook', pattern), like('endpoint.name', pattern), like('endpoint.url', pattern)])
    case 'inbox':
      return placeSql('inbox', [idText('inbox', pattern), like('inbox.path', pattern)])
    case 'tag':
      return {
        ...within(
          like('tag.value', pattern),
          (tag) => `exchange.id IN (SELECT exchange_id FROM note, json_each(note.tags) AS tag WHERE ${tag})`,
        ),
        isDirect: true,
      }
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

/** The event ids of exchanges are among their words: those of a whole id are looked up before rows are read. */
function eventSql(pattern: Pattern): Condition {
  const exact = glob('exchange.event_id', pattern)
  return pattern.length === 1 && hasWord(pattern[0]) ? join('AND', [exact, wordsSql(pattern[0], false)]) : exact
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

/** Ids that begin alike are few unless only their first characters are known. */
const FEW = seqAt(HOUR_MS)

/** `id:` finds what belongs to an id, also to that of a delivery, event, replay of many, endpoint or inbox. */
export function idSql(beginning: string): Condition {
  const id = idRange(beginning)
  if (!id) return NOTHING
  const range = [id.from, id.to] as const
  const keyed = (sql: string, ...params: (string | number)[]): Condition => ({
    ...condition(sql, ...params),
    isDirect: id.to - id.from < FEW,
  })
  const own = (direction: string): Condition =>
    keyed(`(exchange.id BETWEEN ? AND ? AND substr(exchange.tail, 1, ?) = ?${direction})`, ...range, id.tail.length, id.tail)
  const ofDelivery = keyed('exchange.id IN (SELECT owned.id FROM exchange AS owned WHERE owned.delivery_id BETWEEN ? AND ?)', ...range)
  const ofEvent = keyed(
    `exchange.id IN (SELECT owned.id FROM delivery AS owner CROSS JOIN exchange AS owned ON owned.delivery_id = owner.id
  WHERE owner.body_of BETWEEN ? AND ?)`,
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
    case 'replay':
      return keyed(
        `exchange.id IN (SELECT owned.id FROM delivery AS owner CROSS JOIN exchange AS owned ON owned.delivery_id = owner.id
  WHERE owner.batch_id BETWEEN ? AND ?)`,
        ...range,
      )
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
    case 'filter':
      return NOTHING
    default:
      return assertNever(id.prefix)
  }
}
