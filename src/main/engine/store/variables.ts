import type { Database } from 'better-sqlite3'
import type { Variable } from '../../../shared/domain/variables/variable.ts'

interface VariableRow {
  readonly name: string
  readonly value: string
  readonly updated_at: number
}

/** By name. */
export function selectVariables(db: Database): Variable[] {
  const rows = db.prepare<[], VariableRow>('SELECT name, value, updated_at FROM variable ORDER BY name').all()
  return rows.map(({ name, value, updated_at }) => ({ name, value, updatedAt: updated_at }))
}

/** Inserts or replaces the one of this name. */
export function saveVariable(db: Database, { name, value, updatedAt }: Variable): void {
  db.prepare('INSERT OR REPLACE INTO variable (name, value, updated_at) VALUES (?, ?, ?)').run(name, value, updatedAt)
}

export function deleteVariable(db: Database, name: string): void {
  db.prepare('DELETE FROM variable WHERE name = ?').run(name)
}
