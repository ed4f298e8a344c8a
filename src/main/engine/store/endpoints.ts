import type { Database } from 'better-sqlite3'
import type { Endpoint } from '../../../shared/domain/endpoint.ts'
import type { RawHeaders } from '../../../shared/domain/http-message.ts'
import { formatId, parseId } from '../../../shared/domain/ids.ts'
import type { RetryPolicy, Speed } from '../../../shared/domain/retry-policy.ts'
import { schemeFromText, schemeToText } from './scheme-text.ts'

/** An endpoint as stored: the domain's less what is computed when asked. */
export type StoredEndpoint = Omit<Endpoint, 'resolvedUrl'> & { readonly seq: number }

interface EndpointRow {
  readonly id: number
  readonly tail: string
  readonly name: string
  readonly url: string
  readonly events: string
  readonly is_active: 0 | 1
  readonly is_built_in: 0 | 1
  readonly scheme: string
  readonly headers: string
  readonly policy: string
  readonly concurrency: number
  readonly speed: string | null
  readonly tenant_id: string | null
  readonly note: string | null
  readonly created_at: number
  readonly updated_at: number
}

/** Not deleted ones, oldest first. */
export function selectEndpoints(db: Database): StoredEndpoint[] {
  return (db.prepare('SELECT * FROM endpoint WHERE deleted_at IS NULL ORDER BY id').all() as EndpointRow[]).map(fromRow)
}

/** Inserts or replaces the row of this id. */
export function saveEndpoint(db: Database, endpoint: StoredEndpoint): void {
  db.prepare(
    `INSERT INTO endpoint (id, tail, name, url, events, is_active, is_built_in, scheme, headers, policy, concurrency, speed, tenant_id, note, created_at, updated_at)
     VALUES (@id, @tail, @name, @url, @events, @isActive, @isBuiltIn, @scheme, @headers, @policy, @concurrency, @speed, @tenantId, @note, @createdAt, @updatedAt)
     ON CONFLICT (id) DO UPDATE SET name = excluded.name, url = excluded.url, events = excluded.events, is_active = excluded.is_active,
       scheme = excluded.scheme, headers = excluded.headers, policy = excluded.policy, concurrency = excluded.concurrency, speed = excluded.speed,
       tenant_id = excluded.tenant_id, note = excluded.note, updated_at = excluded.updated_at`,
  ).run({
    id: endpoint.seq,
    tail: parseId(endpoint.id)?.tail,
    name: endpoint.name,
    url: endpoint.url,
    events: JSON.stringify(endpoint.events),
    isActive: Number(endpoint.isActive),
    isBuiltIn: Number(endpoint.isBuiltIn),
    scheme: schemeToText(endpoint.scheme),
    headers: JSON.stringify(endpoint.headers),
    policy: JSON.stringify(endpoint.policy),
    concurrency: endpoint.concurrency,
    speed: endpoint.speed === null ? null : JSON.stringify(endpoint.speed),
    tenantId: endpoint.tenantId,
    note: endpoint.note,
    createdAt: endpoint.createdAt,
    updatedAt: endpoint.updatedAt,
  })
}

export function markEndpointDeleted(db: Database, seq: number, at: number): void {
  db.prepare('UPDATE endpoint SET deleted_at = ?, is_active = 0 WHERE id = ?').run(at, seq)
}

export function unmarkEndpointDeleted(db: Database, seq: number, isActive: boolean): void {
  db.prepare('UPDATE endpoint SET deleted_at = NULL, is_active = ? WHERE id = ?').run(Number(isActive), seq)
}

function fromRow(row: EndpointRow): StoredEndpoint {
  return {
    seq: row.id,
    id: formatId('webhook', { seq: row.id, tail: row.tail }),
    name: row.name,
    url: row.url,
    events: JSON.parse(row.events) as string[],
    isActive: row.is_active === 1,
    isBuiltIn: row.is_built_in === 1,
    scheme: schemeFromText(row.scheme),
    headers: JSON.parse(row.headers) as RawHeaders,
    policy: JSON.parse(row.policy) as RetryPolicy,
    concurrency: row.concurrency,
    speed: row.speed === null ? null : (JSON.parse(row.speed) as Speed),
    tenantId: row.tenant_id,
    note: row.note,
    createdAt: row.created_at,
    updatedAt: row.updated_at,
  }
}
