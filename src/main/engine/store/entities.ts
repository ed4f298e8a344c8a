import type { Database } from 'better-sqlite3'
import type { Changes } from '../../../shared/domain/crm/changes.ts'
import type { CrmKind } from '../../../shared/domain/crm/kinds.ts'
import type { JsonObject } from '../../../shared/domain/event.ts'
import type { RowId } from '../../../shared/domain/ids.ts'

/** An entity of the mock CRM as stored. */
export interface EntityRow {
  readonly id: RowId
  readonly kind: CrmKind
  readonly tenantId: string
  /** As events carry it, `id` included. */
  readonly data: JsonObject
  /** ms since 1970 */
  readonly createdAt: number
  readonly updatedAt: number
}

export interface EntityPage {
  readonly kind: CrmKind
  /** null: of all. */
  readonly tenantId: string | null
  /** Stands in one of the values, or at the beginning of an id; without difference of case in ASCII. Empty: all. */
  readonly text: string
  /** Sequences below this one. */
  readonly below: number
  readonly limit: number
}

/** An event that a change of an entity raised. */
export interface RaisedRow {
  readonly id: RowId
  readonly type: string
  readonly at: number
  /** First event of the same change. */
  readonly changeSeq: number
  /** As the event says in its metadata. */
  readonly changes: Changes | null
}

/** SQL of the mock CRM. What writes is called inside a writer's write. */
export interface EntityRows {
  find(id: RowId): EntityRow | null
  /** Newest first. */
  page(page: EntityPage): EntityRow[]
  count(kind: CrmKind): number
  insert(entity: EntityRow): void
  update(seq: number, data: JsonObject, updatedAt: number): void
  remove(seq: number): void
  /** Events of an entity's changes, newest first. */
  raised(seq: number, below: number, limit: number): RaisedRow[]
}

export function createEntityRows(db: Database): EntityRows {
  const columns = 'id, tail, kind, tenant_id, data, created_at, updated_at'
  const find = db.prepare<[number, string], Columns>(`SELECT ${columns} FROM entity WHERE id = ? AND tail = ?`)
  const page = db.prepare<[CrmKind, number, string | null, number], Columns>(
    `SELECT ${columns} FROM entity WHERE kind = ? AND id < ? AND tenant_id = coalesce(?, tenant_id) ORDER BY id DESC LIMIT ?`,
  )
  // Names of fields are no values: `email` would find everybody. Ids are matched from their beginning: any four letters stand
  // somewhere in one of thousands. Most rows are passed over before their JSON is read.
  const matching = db.prepare<[CrmKind, number, string | null, string, string, string, number], Columns>(
    `SELECT ${columns} FROM entity WHERE kind = ? AND id < ? AND tenant_id = coalesce(?, tenant_id) AND data LIKE ? ESCAPE '\\'
       AND EXISTS (SELECT 1 FROM json_tree(entity.data)
         WHERE atom LIKE CASE WHEN key = 'id' OR key GLOB '*Id' THEN ? ELSE ? END ESCAPE '\\') ORDER BY id DESC LIMIT ?`,
  )
  const count = db.prepare<[CrmKind], number>('SELECT count(*) FROM entity WHERE kind = ?').pluck()
  const insert = db.prepare(`INSERT INTO entity (${columns}) VALUES (?, ?, ?, ?, ?, ?, ?)`)
  const update = db.prepare('UPDATE entity SET data = ?, updated_at = ? WHERE id = ?')
  const remove = db.prepare('DELETE FROM entity WHERE id = ?')
  const raised = db.prepare<[number, number, number], RaisedColumns>(
    `SELECT id, tail, type, at, change_id, CAST(body AS TEXT) -> '$.metadata.changes' AS changes FROM event
     WHERE entity_id = ? AND id < ? ORDER BY id DESC LIMIT ?`,
  )

  return {
    find: (id) => {
      const row = find.get(id.seq, id.tail)
      return row ? fromRow(row) : null
    },
    page: ({ kind, tenantId, text, below, limit }) =>
      (text === ''
        ? page.all(kind, below, tenantId, limit)
        : matching.all(
            kind,
            below,
            tenantId,
            `%${literal(JSON.stringify(text).slice(1, -1))}%`,
            `${literal(text)}%`,
            `%${literal(text)}%`,
            limit,
          )
      ).map(fromRow),
    count: (kind) => count.get(kind) ?? 0,
    insert: ({ id, kind, tenantId, data, createdAt, updatedAt }) => {
      insert.run(id.seq, id.tail, kind, tenantId, JSON.stringify(data), createdAt, updatedAt)
    },
    update: (seq, data, updatedAt) => {
      update.run(JSON.stringify(data), updatedAt, seq)
    },
    remove: (seq) => {
      remove.run(seq)
    },
    raised: (seq, below, limit) =>
      raised.all(seq, below, limit).map(({ id, tail, type, at, change_id, changes }) => ({
        id: { seq: id, tail },
        type,
        at,
        changeSeq: change_id,
        changes: changes === null ? null : (JSON.parse(changes) as Changes),
      })),
  }
}

/** As a part of LIKE's right side. */
function literal(text: string): string {
  return text.replaceAll(/[\\%_]/g, '\\$&')
}

interface RaisedColumns {
  readonly id: number
  readonly tail: string
  readonly type: string
  readonly at: number
  readonly change_id: number
  readonly changes: string | null
}

interface Columns {
  readonly id: number
  readonly tail: string
  readonly kind: CrmKind
  readonly tenant_id: string
  readonly data: string
  readonly created_at: number
  readonly updated_at: number
}

function fromRow(row: Columns): EntityRow {
  return {
    id: { seq: row.id, tail: row.tail },
    kind: row.kind,
    tenantId: row.tenant_id,
    data: JSON.parse(row.data) as JsonObject,
    createdAt: row.created_at,
    updatedAt: row.updated_at,
  }
}
