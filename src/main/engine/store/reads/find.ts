import type { Direction } from '../../../../shared/domain/exchange.ts'
import { formatId, idRange, parseId, type IdPrefix } from '../../../../shared/domain/ids.ts'
import { exchangePrefix } from './summary.ts'
import type { Implemented, ReadContext } from './read-context.ts'
import type { Sliced } from './slices.ts'

export interface FindReads {
  /** Up to `limit` ids of exchanges, deliveries and events that hold this part: the id itself, else those that begin like it, else those with it in their random half. */
  find(part: string, limit: number): string[]
}

const TABLES = [
  { table: 'exchange', direction: 'direction', prefixes: ['capture', 'attempt'] },
  { table: 'delivery', direction: 'NULL', prefixes: ['delivery'] },
  { table: 'event', direction: 'NULL', prefixes: ['evt'] },
] as const

type Table = (typeof TABLES)[number]

interface IdRow {
  readonly id: number
  readonly tail: string
  readonly direction: Direction | null
}

const SLICE_ROWS = 20_000

/** Ids that begin alike. */
export function beginningSql({ table, direction }: Pick<Table, 'table' | 'direction'>): string {
  return `SELECT id, tail, ${direction} AS direction FROM ${table} WHERE id BETWEEN ? AND ? AND substr(tail, 1, ?) = ? ORDER BY id DESC LIMIT ?`
}

function tailSql({ table, direction }: Table): string {
  return `SELECT id, tail, ${direction} AS direction FROM ${table} WHERE id > ? AND id <= ? AND instr(tail, ?) > 0 ORDER BY id LIMIT ?`
}

export function findReads({ statements }: ReadContext): Implemented<FindReads> {
  function exact(part: string): string[] {
    const id = parseId(part)
    const table = TABLES.find((each) => each.prefixes.some((prefix) => prefix === id?.prefix))
    if (!id || !table) return []
    const row = statements<IdRow>(beginningSql(table)).get(id.seq, id.seq, id.tail.length, id.tail, 1)
    return row && idOf(table, row) === part ? [part] : []
  }

  function beginning(part: string, limit: number): string[] {
    const range = idRange(part)
    if (!range) return []
    const tables = TABLES.filter((each) => range.prefix === null || each.prefixes.some((prefix) => prefix === range.prefix))
    return tables
      .flatMap((table) =>
        statements<IdRow>(beginningSql(table))
          .all(range.from, range.to, range.tail.length, range.tail, limit)
          .map((row) => idOf(table, row)),
      )
      .filter((id) => range.prefix === null || id.startsWith(`${range.prefix}_`))
      .slice(0, limit)
  }

  function* inTail(part: string, limit: number): Sliced<string[]> {
    const found: string[] = []
    for (const table of TABLES) {
      let above = 0
      while (found.length < limit) {
        const edge = statements<{ edge: number | null }>(
          `SELECT max(id) AS edge FROM (SELECT id FROM ${table.table} WHERE id > ? ORDER BY id LIMIT ?)`,
        ).get(above, SLICE_ROWS)?.edge
        if (edge === null || edge === undefined) break
        const rows = statements<IdRow>(tailSql(table)).all(above, edge, part, limit - found.length)
        found.push(...rows.map((row) => idOf(table, row)))
        above = edge
        yield
      }
    }
    return found
  }

  return {
    *find(part, limit) {
      const known = exact(part)
      if (known.length > 0) return known
      const begun = beginning(part, limit)
      return begun.length > 0 ? begun : yield* inTail(part, limit)
    },
  }
}

function idOf(table: Table, row: IdRow): string {
  const prefix: IdPrefix = row.direction === null ? table.prefixes[0] : exchangePrefix(row.direction)
  return formatId(prefix, { seq: row.id, tail: row.tail })
}
