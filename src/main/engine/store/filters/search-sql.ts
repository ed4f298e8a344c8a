import { ABOVE, BELOW, condition, type Condition } from './condition.ts'

/** Terms that the index answers (`search/`). */

/** Whole words in this order; with `isPrefix` the last may go on. The index splits text into words, also this one. */
export function wordsSql(text: string, isPrefix: boolean): Condition {
  const match = `"${text.replaceAll('"', '""').replaceAll('\0', ' ')}"${isPrefix ? ' *' : ''}`
  const sql = 'exchange.id IN (SELECT rowid FROM words_SHARD WHERE words_SHARD MATCH ? AND rowid > ? AND rowid < ?)'
  return { ...condition(sql, match, ABOVE, BELOW), isIndexed: true, needsWords: true }
}

/** Captures that repeat an earlier one. */
export function duplicateSql(): Condition {
  const sql = 'exchange.id IN (SELECT duplicate.id FROM duplicate WHERE duplicate.id > ? AND duplicate.id < ?)'
  return { ...condition(sql, ABOVE, BELOW), isIndexed: true }
}

/** The SQL of a condition for one shard. */
export function forShard(sql: string, number: number): string {
  return sql.replaceAll('words_SHARD', `words_${number}`)
}
