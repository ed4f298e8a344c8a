import type { ExchangeDetail } from '../../../shared/domain/exchange.ts'
import { SCHEME_IDS, SCHEMES } from '../../../shared/domain/signature/scheme.ts'
import type {
  BundleBody,
  BundleDelivery,
  BundleEndpoint,
  BundleExchange,
  BundleInbox,
  BundleSharedBody,
} from '../../../shared/domain/transfer/bundle.ts'
import type { Verification } from '../../../shared/domain/verdict.ts'
import type { ReadContext } from '../store/reads/read-context.ts'
import { type StoredBodies, type StoredBody, storedBodies } from '../store/reads/stored-body.ts'
import { type BundleRow, createBundleRefs } from './bundle-refs.ts'
import type { Redaction } from './redact.ts'

type OwnBody = Exclude<BundleBody, { readonly of: string }>

/** Exchanges and what they refer to, as records of a bundle. */
export interface BundleRecords {
  readonly bodies: StoredBodies
  /** As it stands in the bundle. */
  id(id: string): string
  row(seq: number): BundleRow
  inbox(row: BundleRow): BundleInbox | null
  endpoint(row: BundleRow): BundleEndpoint | null
  /** `request`: the body that its attempts send. */
  delivery(row: BundleRow, request: StoredBody): BundleDelivery | null
  /** Everything of a shared body but its bytes. */
  sharedBody(owner: number): Omit<BundleSharedBody, 'body'> | null
  exchange(detail: ExchangeDetail, row: BundleRow, bodies: { readonly request: BundleBody; readonly response: OwnBody }): BundleExchange
}

export function createBundleRecords(context: ReadContext, redaction: Redaction | null): BundleRecords {
  const id = (text: string): string => redaction?.id(text) ?? text
  const idOrNull = (text: string | null): string | null => (text === null ? null : id(text))
  const words = (text: string): string => redaction?.text(text) ?? text
  const address = (text: string): string => redaction?.url(text) ?? text
  const refs = createBundleRefs(context)
  return {
    bodies: storedBodies(context.statements),
    row: refs.row,
    id,
    inbox: ({ inboxSeq }) => {
      const inbox = inboxSeq === null ? null : refs.inbox(inboxSeq)
      return inbox && { ...inbox, id: id(inbox.id) }
    },
    endpoint: ({ endpointSeq }) => {
      const endpoint = endpointSeq === null ? null : refs.endpoint(endpointSeq)
      return endpoint && { ...endpoint, id: id(endpoint.id), name: words(endpoint.name), url: address(endpoint.url) }
    },
    delivery: ({ deliverySeq }, request) => {
      const delivery = deliverySeq === null ? null : refs.delivery(deliverySeq)
      const shared = delivery && refs.sharedBody(request.owner)
      return (
        shared && {
          ...delivery,
          id: id(delivery.id),
          bodyOf: id(shared.id),
          endpointId: idOrNull(delivery.endpointId),
          replayOf: idOrNull(delivery.replayOf),
          url: delivery.url && address(delivery.url),
          error: delivery.error && words(delivery.error),
          changes: delivery.changes.map(words),
        }
      )
    },
    sharedBody: (owner) => {
      const shared = refs.sharedBody(owner)
      return shared && { ...shared, id: id(shared.id) }
    },
    exchange: (detail, row, bodies) => ({
      kind: 'exchange',
      id: id(detail.id),
      direction: detail.direction,
      state: detail.state as BundleExchange['state'],
      at: detail.at,
      method: detail.method,
      path: detail.path,
      url: row.httpVersion === null ? null : detail.url,
      httpVersion: row.httpVersion ?? '',
      type: detail.type,
      eventId: detail.eventId,
      inboxId: idOrNull(detail.inboxId),
      endpointId: idOrNull(detail.endpointId),
      verification: detail.verification && withoutSecret(detail.verification),
      status: detail.status,
      error: detail.error,
      tookMs: detail.tookMs,
      deliveryId: idOrNull(detail.deliveryId),
      attempt: detail.attempt?.number ?? null,
      manual: row.manual === 1,
      madeBy: detail.direction === 'in' ? idOrNull(detail.counterpartId) : null,
      answer: detail.answer,
      timings: detail.timings,
      note: row.note && { ...row.note, text: words(row.note.text), tags: row.note.tags.map(words) },
      notes: row.notes.map(words),
      remoteAddress: detail.remoteAddress,
      request: { headers: detail.request.headers, trailers: detail.request.trailers, body: bodies.request },
      response: detail.response && {
        startLine: detail.response.startLine,
        headers: detail.response.headers,
        trailers: detail.response.trailers,
        complete: detail.response.bodyComplete,
        body: bodies.response,
      },
    }),
  }
}

/** Where the signature is the secret itself, what was expected is the workspace's own. */
function withoutSecret(verification: Verification): Verification {
  const scheme = SCHEME_IDS.find((id) => id === verification.scheme)
  return scheme !== undefined && SCHEMES[scheme].algorithm.kind === 'plain' ? { ...verification, expected: null } : verification
}
