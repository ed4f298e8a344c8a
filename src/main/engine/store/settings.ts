import type { Database } from 'better-sqlite3'

/** Small facts of a workspace, by name; values are JSON. */

/** Those whose name begins like this, by the rest of their names. */
export function selectSettings(db: Database, prefix: string): Map<string, unknown> {
  const rows = db.prepare('SELECT name, value FROM setting WHERE substr(name, 1, ?) = ?').all(prefix.length, prefix)
  return new Map((rows as { name: string; value: string }[]).map(({ name, value }) => [name.slice(prefix.length), JSON.parse(value)]))
}

/** Call inside a writer's write; undefined removes it. */
export function putSetting(db: Database, name: string, value: unknown): void {
  if (value === undefined) db.prepare('DELETE FROM setting WHERE name = ?').run(name)
  else
    db.prepare('INSERT INTO setting VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET value = excluded.value').run(name, JSON.stringify(value))
}
