import type { Direction } from '../../../shared/domain/exchange.ts'
import { formatId } from '../../../shared/domain/ids.ts'
import type {
  BundleDelivery,
  BundleEndpoint,
  BundleExchange,
  BundleInbox,
  BundleSharedBody,
} from '../../../shared/domain/transfer/bundle.ts'
import type { ReadContext } from '../store/reads/read-context.ts'
import { exchangePrefix } from '../store/reads/summary.ts'

/** What only the bundle needs of an exchange's row. */
export interface BundleRow {
  readonly httpVersion: string | null
  readonly manual: 0 | 1
  /** Without what a replay changed: that belongs to the delivery. */
  readonly notes: readonly string[]
  readonly note: BundleExchange['note']
  readonly inboxSeq: number | null
  readonly endpointSeq: number | null
  readonly deliverySeq: number | null
}

/** Reads what a bundle's exchanges refer to. */
export interface BundleRefs {
  row(seq: number): BundleRow
  inbox(seq: number): BundleInbox | null
  endpoint(seq: number): BundleEndpoint | null
  /** Everything of a delivery but its body. */
  delivery(seq: number): Omit<BundleDelivery, 'bodyOf'> | null
  /** Everything of a shared body but its bytes. */
  sharedBody(owner: number): Omit<BundleSharedBody, 'body'> | null
}

type Tailed<T> = T & { readonly seq: number; readonly tail: string }

export function createBundleRefs({ statements }: ReadContext): BundleRefs {
  function noteOf(seq: number): BundleExchange['note'] {
    const row = statements<{ text: string; pinned: 0 | 1; tags: string; updatedAt: number }>(NOTE).get(seq)
    return row ? { text: row.text, pinned: row.pinned === 1, tags: JSON.parse(row.tags) as string[], updatedAt: row.updatedAt } : null
  }

  return {
    row: (seq) => {
      const row = statements<Omit<BundleRow, 'notes' | 'note'> & { readonly notes: string | null }>(ROW).get(seq)
      if (!row) throw new Error(`Exchange ${seq} went while it was exported`)
      return { ...row, notes: row.notes === null ? [] : (JSON.parse(row.notes) as string[]), note: noteOf(seq) }
    },
    inbox: (seq) => {
      const row = statements<Tailed<Omit<BundleInbox, 'id' | 'kind'>>>('SELECT id AS seq, tail, path, scheme FROM inbox WHERE id = ?').get(
        seq,
      )
      return row ? { kind: 'inbox', id: formatId('inbox', row), path: row.path, scheme: row.scheme } : null
    },
    endpoint: (seq) => {
      const row = statements<Tailed<Omit<BundleEndpoint, 'id' | 'kind'>>>(
        'SELECT id AS seq, tail, name, url FROM endpoint WHERE id = ?',
      ).get(seq)
      return row ? { kind: 'endpoint', id: formatId('webhook', row), name: row.name, url: row.url } : null
    },
    delivery: (seq) => {
      const row = statements<DeliveryRow>(DELIVERY).get(seq)
      return row ? deliveryOf(row) : null
    },
    sharedBody: (owner) => {
      const event = statements<Tailed<Omit<BundleSharedBody, 'kind' | 'id' | 'body'>>>(EVENT).get(owner)
      if (event) return sharedBodyOf(formatId('evt', event), event)
      const exchange = statements<Tailed<Omit<BundleSharedBody, 'kind' | 'id' | 'body'> & { direction: Direction }>>(EXCHANGE).get(owner)
      return exchange ? sharedBodyOf(formatId(exchangePrefix(exchange.direction), exchange), exchange) : null
    },
  }
}

function sharedBodyOf(id: string, row: Omit<BundleSharedBody, 'kind' | 'id' | 'body'>): Omit<BundleSharedBody, 'body'> {
  return { kind: 'body', id, type: row.type, eventId: row.eventId, tenantId: row.tenantId, at: row.at }
}

interface DeliveryRow extends Omit<BundleDelivery, 'kind' | 'id' | 'bodyOf' | 'endpointId' | 'policy' | 'speed' | 'replayOf' | 'changes'> {
  readonly seq: number
  readonly tail: string
  readonly endpointSeq: number | null
  readonly endpointTail: string | null
  readonly policy: string
  readonly speed: string
  readonly sourceSeq: number | null
  readonly sourceTail: string | null
  readonly sourceDirection: Direction | null
  readonly changes: string | null
}

function deliveryOf(row: DeliveryRow): Omit<BundleDelivery, 'bodyOf'> {
  const { seq, tail, endpointSeq, endpointTail, policy, speed, sourceSeq, sourceTail, sourceDirection, changes, ...rest } = row
  return {
    kind: 'delivery',
    id: formatId('delivery', { seq, tail }),
    endpointId: endpointSeq === null || endpointTail === null ? null : formatId('webhook', { seq: endpointSeq, tail: endpointTail }),
    policy: JSON.parse(policy) as BundleDelivery['policy'],
    speed: JSON.parse(speed) as BundleDelivery['speed'],
    replayOf:
      sourceSeq === null || sourceTail === null || sourceDirection === null
        ? null
        : formatId(exchangePrefix(sourceDirection), { seq: sourceSeq, tail: sourceTail }),
    changes: changes === null ? [] : (JSON.parse(changes) as string[]),
    ...rest,
  }
}

const ROW = `SELECT message.http_version AS httpVersion, exchange.manual, message.notes, exchange.inbox_id AS inboxSeq,
  exchange.endpoint_id AS endpointSeq, exchange.delivery_id AS deliverySeq
FROM exchange LEFT JOIN message ON message.exchange_id = exchange.id
WHERE exchange.id = +?`

const NOTE = 'SELECT text, pinned, tags, updated_at AS updatedAt FROM note WHERE exchange_id = ?'
const EVENT = 'SELECT id AS seq, tail, type, event_id AS eventId, tenant_id AS tenantId, at FROM event WHERE id = ?'
const EXCHANGE = 'SELECT id AS seq, tail, direction, type, event_id AS eventId, NULL AS tenantId, at FROM exchange WHERE id = ?'

const DELIVERY = `SELECT delivery.id AS seq, delivery.tail, delivery.type, delivery.event_id AS eventId,
  delivery.endpoint_id AS endpointSeq, endpoint.tail AS endpointTail, delivery.url, delivery.method, delivery.scheme, delivery.policy, delivery.speed,
  delivery.source_id AS sourceSeq, source.tail AS sourceTail, source.direction AS sourceDirection, delivery.source_changes AS changes,
  delivery.state, delivery.attempts, delivery.rung, delivery.interruptions, delivery.status, delivery.error,
  delivery.last_attempt_at AS lastAttemptAt, delivery.created_at AS createdAt
FROM delivery LEFT JOIN endpoint ON endpoint.id = delivery.endpoint_id LEFT JOIN exchange AS source ON source.id = delivery.source_id
WHERE delivery.id = +?`
