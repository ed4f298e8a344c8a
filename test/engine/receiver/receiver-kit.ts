import { once } from 'node:events'
import { onTestFinished } from 'vitest'
import { createLoopback } from '../../../src/main/engine/loopback.ts'
import type { Forward } from '../../../src/main/engine/receiver/forward.ts'
import type { ReceiverLimits } from '../../../src/main/engine/receiver/limits.ts'
import { createReceiver } from '../../../src/main/engine/receiver/receiver.ts'
import type { Inboxes } from '../../../src/main/engine/inboxes.ts'
import type { Receiver } from '../../../src/main/engine/receiver/receiver.ts'
import type { Core } from '../../../src/main/engine/core.ts'
import type { Loopback } from '../../../src/main/engine/services.ts'
import { formatId } from '../../../src/shared/domain/ids.ts'
import { DEFAULT_ANSWER, type Inbox } from '../../../src/shared/domain/inbox.ts'
import { testCore } from '../../support/core.ts'
import { rawClient, type RawClient } from '../../support/raw-client.ts'

/** A capture as stored, with its body put together and its JSON read. */
export interface StoredCapture {
  readonly state: string
  readonly method: string
  readonly path: string
  readonly type: string | null
  readonly event_id: string | null
  readonly verdict: string | null
  readonly status: number | null
  readonly answer: string | null
  readonly attempt_id: number | null
  readonly request_bytes: number
  readonly response_bytes: number
  readonly http_version: string
  readonly headers: readonly string[]
  readonly trailers: readonly string[] | null
  readonly body: Buffer
  readonly responseHeaders: readonly string[] | null
  readonly responseBody: string
  readonly verification: Readonly<Record<string, unknown>> | null
  readonly remote: string
  readonly notes: readonly string[] | null
}

export interface TestReceiver {
  readonly core: Core
  readonly receiver: Receiver
  readonly loopback: Loopback
  readonly port: number
  client(): Promise<RawClient>
  /** All captures in the order of their ids. */
  captures(): StoredCapture[]
  /** Resolves once `count` captures satisfy the condition. */
  waitFor(condition: (captures: readonly StoredCapture[]) => boolean): Promise<StoredCapture[]>
}

let made = 0

export function anInbox(parts: Partial<Inbox> = {}): Inbox {
  made++
  return {
    id: formatId('inbox', { seq: made, tail: '0123456789abc' }),
    path: '/webhooks/crm',
    url: '',
    scheme: 'crm',
    answer: DEFAULT_ANSWER,
    refuseBadSignatures: false,
    forwardTo: null,
    publicUrl: null,
    handshake: 'scheme',
    verifyToken: null,
    isBuiltIn: false,
    createdAt: 0,
    updatedAt: 0,
    ...parts,
  }
}

export async function startReceiver(
  parts: { inboxes?: readonly Inbox[]; limits?: Partial<ReceiverLimits>; forward?: Forward; core?: Core } = {},
): Promise<TestReceiver> {
  const core = parts.core ?? testCore()
  const loopback = createLoopback()
  const list = parts.inboxes ?? [anInbox()]
  const inboxes = { list: () => list } as unknown as Inboxes
  const forward: Forward = parts.forward ?? (() => Promise.resolve({ kind: 'unanswered', sentence: 'Nobody is there.' }))
  const receiver = createReceiver(core, { inboxes, loopback, forward, ...(parts.limits ? { limits: parts.limits } : {}) })
  onTestFinished(() => receiver.close())
  await receiver.listen({ host: '127.0.0.1', port: 0 })
  const port = Number(new URL(receiver.url() ?? '').port)
  const captures = (): StoredCapture[] => readCaptures(core)
  return {
    core,
    receiver,
    loopback,
    port,
    client: () => rawClient(port),
    captures,
    waitFor: async (condition) => {
      for (let stored = captures(); ; stored = captures()) {
        if (condition(stored)) return stored
        await once(core.changes, 'exchanges')
      }
    },
  }
}

function readCaptures({ db }: Core): StoredCapture[] {
  const rows = db
    .prepare("SELECT exchange.*, message.* FROM exchange JOIN message ON exchange_id = id WHERE direction = 'in' ORDER BY id")
    .all() as Record<string, unknown>[]
  const chunks = db.prepare('SELECT bytes FROM chunk WHERE owner = ? AND side = ? ORDER BY number').pluck()
  const body = (id: unknown, side: number, small: unknown): Buffer =>
    Buffer.isBuffer(small) ? small : Buffer.concat(chunks.all(id, side) as Buffer[])
  return rows.map(
    (row) =>
      ({
        ...row,
        headers: fromJson(row['request_headers']),
        trailers: fromJson(row['request_trailers']),
        body: body(row['id'], 0, row['request_body']),
        responseHeaders: fromJson(row['response_headers']),
        responseBody: body(row['id'], 1, row['response_body']).toString('latin1'),
        verification: fromJson(row['verification']),
        notes: fromJson(row['notes']),
      }) as unknown as StoredCapture,
  )
}

function fromJson(text: unknown): unknown {
  return typeof text === 'string' ? JSON.parse(text) : null
}

/** The fields that a test wants to compare. */
export function pick<K extends keyof StoredCapture>(capture: StoredCapture | undefined, ...keys: K[]): Pick<StoredCapture, K> | undefined {
  return capture && (Object.fromEntries(keys.map((key) => [key, capture[key]])) as Pick<StoredCapture, K>)
}
