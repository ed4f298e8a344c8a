import type { Database, Statement } from 'better-sqlite3'

/**
 * Prepares a statement once for the same text. A statement that runs often says `= +?` and `LIMIT +?`, not `= ?` and `LIMIT ?`:
 * of a bare parameter there SQLite asks for its value as it plans (`whereLoopOutputAdjust`, `computeLimitRegisters`), and
 * plans anew whenever one is bound. That is ten times the cost of a row looked up through eight tables. A primary key alone
 * needs no plan, and so no `+`.
 */
export type Statements = <Row>(sql: string) => Statement<unknown[], Row>

/** Filters make ever new texts; a person uses few at a time. */
const MAX_STATEMENTS = 200

export function createStatements(db: Database): Statements {
  const prepared = new Map<string, Statement<unknown[]>>()
  return <Row>(sql: string) => {
    let statement = prepared.get(sql)
    if (!statement) {
      if (prepared.size >= MAX_STATEMENTS) prepared.clear()
      statement = db.prepare(sql)
      prepared.set(sql, statement)
    }
    return statement as Statement<unknown[], Row>
  }
}
