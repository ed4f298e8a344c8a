import type { BodyPath, BodyTest, Pattern } from '../../../../shared/domain/filter/filter.ts'
import { condition, join, like, type Condition } from './condition.ts'

/** Terms about heads and bodies. `readable_has` and `request_text` are functions of the reader's connection (`text-functions.ts`). */

/** `contains:` reads every row. */
export function containsSql(text: string): Condition {
  return heavy(condition('readable_has(exchange.id, ?)', text.toLowerCase()))
}

/** `header.x:`, of the request or of the response. Headers are stored as [name, value, name, value …]. */
export function headerSql(name: string, pattern: Pattern): Condition {
  const side = (headers: string): Condition => {
    const value = like(`json_extract(${headers}, '$[' || (name.key + 1) || ']')`, pattern)
    const sql = `EXISTS (SELECT 1 FROM json_each(${headers}) AS name WHERE name.key % 2 = 0 AND name.value = ? COLLATE NOCASE AND ${value.sql})`
    return { ...value, sql, params: [name, ...value.params] }
  }
  const either = join('OR', [side('message.request_headers'), side('message.response_headers')])
  return heavy({ ...either, sql: `EXISTS (SELECT 1 FROM message WHERE message.exchange_id = exchange.id AND ${either.sql})` })
}

/** `body.a.b:` of a request body that is JSON. */
export function bodySql(path: BodyPath, test: BodyTest): Condition {
  return { ...heavy(stepsSql(path, 'body.json', 0, test)), asksBody: true }
}

/** Up to the first "any" in one step, then for each of what is there. */
function stepsSql(path: BodyPath, json: string, depth: number, test: BodyTest): Condition {
  const any = path.indexOf(null)
  if (any < 0) return testSql(json, test, jsonPath(path))
  const each = `each${depth}`
  const rest = path.slice(any + 1)
  // An element that is no object or list is no JSON text by itself; json_quote makes it one.
  const element = `iif(${each}.type IN ('object', 'array'), ${each}.value, json_quote(${each}.value))`
  const inner = stepsSql(rest, element, depth + 1, test)
  // Of what is neither object nor list, json_each gives the value itself, without a key.
  return condition(
    `EXISTS (SELECT 1 FROM json_each(${json}, ?) AS ${each} WHERE ${each}.key IS NOT NULL AND ${inner.sql})`,
    jsonPath(path.slice(0, any)),
    ...inner.params,
  )
}

function testSql(json: string, test: BodyTest, path: string): Condition {
  const value = `json_extract(${json}, ?)`
  if (test.kind === 'pattern') {
    // true, false, null and integers as they are written: those of more than 64 bits lose digits as values.
    const text = like(
      `(iif(json_type(${json}, ?) IN ('true', 'false', 'null', 'integer'), ${json} -> ?, CAST(${value} AS TEXT)))`,
      test.pattern,
    )
    return { ...text, params: [path, path, path, ...text.params] }
  }
  const number = test.value.trim() === '' ? Number.NaN : Number(test.value)
  if (!Number.isFinite(number)) return condition(`(json_type(${json}, ?) = 'text' AND ${value} ${test.operator} ?)`, path, path, test.value)
  const isNumber = `json_type(${json}, ?) IN ('integer', 'real')`
  // Beyond 2^53 a number of JavaScript's is another integer.
  if (/^[+-]?\d+$/.test(test.value))
    return condition(`(${isNumber} AND ${value} ${test.operator} CAST(? AS NUMERIC))`, path, path, test.value)
  return condition(`(${isNumber} AND ${value} ${test.operator} ?)`, path, path, number)
}

function jsonPath(path: BodyPath): string {
  return `$${path.map((step) => (typeof step === 'number' ? `[${step}]` : `.${JSON.stringify(step)}`)).join('')}`
}

function heavy(light: Condition): Condition {
  return { ...light, isHeavy: true }
}
