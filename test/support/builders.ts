import { CRM_POLICY, type RetryPolicy } from '../../src/shared/domain/retry-policy.ts'
import { DEFAULT_ANSWER } from '../../src/shared/domain/inbox.ts'
import { formatId, type RowId } from '../../src/shared/domain/ids.ts'
import type { DeliveryState, ExchangeState } from '../../src/shared/domain/exchange.ts'
import type { Core } from '../../src/main/engine/core.ts'
import { CHUNK_BYTES, INLINE_BYTES } from '../../src/main/engine/store/bodies.ts'

/** Rows put straight into the tables, for tests of what reads them. Each answers with the row's numbers and its id. */

type Place = Pick<Core, 'db' | 'ids' | 'clock'>
type Columns = Readonly<Record<string, unknown>>

export interface Built extends RowId {
  readonly id: string
}

export function insertRow(core: Pick<Core, 'db'>, table: string, columns: Columns): void {
  const names = Object.keys(columns)
  core.db.prepare(`INSERT INTO ${table} (${names.join(', ')}) VALUES (${names.map((name) => `@${name}`).join(', ')})`).run(columns)
}

export function anInbox(core: Place, { path = '/webhooks/crm', scheme = 'crm' }: { path?: string; scheme?: string | null } = {}): Built {
  const id = core.ids()
  const now = core.clock.now()
  insertRow(core, 'inbox', {
    id: id.seq,
    tail: id.tail,
    path,
    scheme,
    answer: JSON.stringify(DEFAULT_ANSWER),
    refuse_bad_signatures: 0,
    is_built_in: 0,
    created_at: now,
    updated_at: now,
  })
  return { ...id, id: formatId('inbox', id) }
}

export function anEndpoint(core: Place, { name = 'Shop', url = 'http://127.0.0.1:9/hooks' }: { name?: string; url?: string } = {}): Built {
  const id = core.ids()
  const now = core.clock.now()
  insertRow(core, 'endpoint', {
    id: id.seq,
    tail: id.tail,
    name,
    url,
    events: '["*"]',
    is_active: 1,
    is_built_in: 0,
    scheme: 'crm',
    headers: '[]',
    policy: JSON.stringify(CRM_POLICY),
    concurrency: 8,
    created_at: now,
    updated_at: now,
  })
  return { ...id, id: formatId('webhook', id) }
}

export function anEvent(core: Place, { type = 'lead.created', body = '{}' }: { type?: string; body?: string | Uint8Array } = {}): Built {
  const id = core.ids()
  const bytes = Buffer.from(body)
  const inline = bytes.length <= INLINE_BYTES
  insertRow(core, 'event', {
    id: id.seq,
    tail: id.tail,
    type,
    event_id: formatId('evt', id),
    at: core.clock.now(),
    body_bytes: bytes.length,
    body: inline ? bytes : null,
  })
  if (!inline) insertChunks(core, id.seq, 0, bytes)
  return { ...id, id: formatId('evt', id) }
}

interface DeliveryParts {
  readonly bodyOf?: number
  readonly endpoint?: RowId
  readonly url?: string
  readonly state?: DeliveryState
  readonly source?: RowId
  readonly changes?: readonly string[]
  readonly scheme?: string | null
  readonly dueAt?: number
  readonly policy?: RetryPolicy
}

/** To a url unless it names an endpoint. */
export function aDelivery(core: Place, parts: DeliveryParts = {}): Built {
  const id = core.ids()
  const { endpoint, state = 'success', url = 'http://127.0.0.1:9/hooks' } = parts
  insertRow(core, 'delivery', {
    id: id.seq,
    tail: id.tail,
    body_of: parts.bodyOf ?? anEvent(core).seq,
    type: 'lead.created',
    endpoint_id: endpoint?.seq ?? null,
    url: endpoint ? null : url,
    method: 'POST',
    scheme: parts.scheme === undefined ? 'crm' : parts.scheme,
    headers: '[]',
    policy: JSON.stringify(parts.policy ?? CRM_POLICY),
    speed: '1',
    source_id: parts.source?.seq ?? null,
    source_changes: parts.changes ? JSON.stringify(parts.changes) : null,
    state,
    attempts: 0,
    rung: 0,
    interruptions: 0,
    due_at: parts.dueAt ?? null,
    created_at: core.clock.now(),
  })
  return { ...id, id: formatId('delivery', id) }
}

interface ExchangeParts {
  readonly state?: ExchangeState
  readonly method?: string
  readonly path?: string
  readonly type?: string | null
  readonly status?: number | null
  readonly headers?: readonly string[]
  readonly body?: string | Uint8Array
  readonly responseHeaders?: readonly string[]
  readonly responseBody?: string | Uint8Array
  /** Other columns of `exchange` and `message` as they are. */
  readonly columns?: Columns
  readonly messageColumns?: Columns
}

export function aCapture(core: Place, parts: ExchangeParts & { inbox?: RowId; verdict?: string | null } = {}): Built {
  const id = core.ids()
  insertExchange(core, id, parts, {
    direction: 'in',
    state: parts.state ?? 'complete',
    inbox_id: parts.inbox?.seq ?? null,
    verdict: parts.verdict === undefined ? 'valid' : parts.verdict,
  })
  return { ...id, id: formatId('capture', id) }
}

export function anAttempt(
  core: Place,
  delivery: RowId,
  parts: ExchangeParts & { endpoint?: RowId; number?: number; bodyOf?: number } = {},
): Built {
  const id = core.ids()
  insertExchange(
    core,
    id,
    { ...parts, messageColumns: { url: 'http://127.0.0.1:9/hooks', body_of: parts.bodyOf ?? null, ...parts.messageColumns } },
    {
      direction: 'out',
      state: parts.state ?? 'settled',
      endpoint_id: parts.endpoint?.seq ?? null,
      delivery_id: delivery.seq,
      attempt: parts.number ?? 1,
    },
  )
  return { ...id, id: formatId('attempt', id) }
}

function insertExchange(core: Place, id: RowId, parts: ExchangeParts, columns: Columns): void {
  const body = Buffer.from(parts.body ?? '')
  const responseBody = Buffer.from(parts.responseBody ?? '')
  const status = parts.status === undefined ? 200 : parts.status
  insertRow(core, 'exchange', {
    id: id.seq,
    tail: id.tail,
    at: core.clock.now(),
    method: parts.method ?? 'POST',
    path: parts.path ?? '/webhooks/crm',
    type: parts.type === undefined ? 'lead.created' : parts.type,
    status,
    took_us: 1500,
    request_bytes: body.length,
    response_bytes: responseBody.length,
    ...columns,
    ...parts.columns,
  })
  insertRow(core, 'message', {
    exchange_id: id.seq,
    http_version: '1.1',
    request_headers: JSON.stringify(parts.headers ?? ['Host', '127.0.0.1:5880']),
    request_body: body.length > 0 && body.length <= INLINE_BYTES ? body : null,
    status_line: status === null ? null : `HTTP/1.1 ${status} OK`,
    response_headers: status === null ? null : JSON.stringify(parts.responseHeaders ?? []),
    response_body: responseBody.length > 0 && responseBody.length <= INLINE_BYTES ? responseBody : null,
    ...parts.messageColumns,
  })
  if (body.length > INLINE_BYTES) insertChunks(core, id.seq, 0, body)
  if (responseBody.length > INLINE_BYTES) insertChunks(core, id.seq, 1, responseBody)
}

function insertChunks(core: Pick<Core, 'db'>, owner: number, side: 0 | 1, bytes: Uint8Array): void {
  for (let number = 0; number * CHUNK_BYTES < bytes.length; number++) {
    insertRow(core, 'chunk', { owner, side, number, bytes: bytes.subarray(number * CHUNK_BYTES, (number + 1) * CHUNK_BYTES) })
  }
}
