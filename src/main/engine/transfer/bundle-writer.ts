import {
  BUNDLE_VERSION,
  type BundleBody,
  type BundleChunk,
  type BundleEnd,
  type BundleExchange,
  type BundleHeader,
  type BundleRecord,
} from '../../../shared/domain/transfer/bundle.ts'
import { SCHEME_IDS, SCHEMES } from '../../../shared/domain/signature/scheme.ts'
import type { Verification } from '../../../shared/domain/verdict.ts'
import { CHUNK_BYTES } from '../store/bodies.ts'
import type { ReadContext } from '../store/reads/read-context.ts'
import { storedBodies, type StoredBody } from '../store/reads/stored-body.ts'
import { inlineBody } from './body-text.ts'
import { type BundleRow, createBundleRefs } from './bundle-refs.ts'
import type { ExportPlan } from './export-plan.ts'
import type { Exported } from './export-source.ts'
import type { FormatWriter } from './format-writer.ts'
import { RecentSet } from './recent-set.ts'

const REMEMBERED = 10_000

/** Writes the bundle of `domain/transfer/bundle.ts`. */
export function createBundleWriter(context: ReadContext, plan: ExportPlan): FormatWriter {
  const bodies = storedBodies(context.statements)
  const refs = createBundleRefs(context)
  const written = new RecentSet(REMEMBERED)
  let exchanges = 0

  function* sharedBody(body: StoredBody): Generator<string> {
    const shared = refs.sharedBody(body.owner)
    if (!shared || !written.add(body.owner)) return
    yield* chunks(shared.id, 'request', body)
    yield line({ ...shared, body: ownBody(body) })
  }

  function* references({ inboxSeq, endpointSeq, deliverySeq }: BundleRow, body: StoredBody): Generator<string> {
    const delivery = deliverySeq === null || !written.add(deliverySeq) ? null : refs.delivery(deliverySeq)
    const inbox = inboxSeq === null || !written.add(inboxSeq) ? null : refs.inbox(inboxSeq)
    const endpoint = endpointSeq === null || !written.add(endpointSeq) ? null : refs.endpoint(endpointSeq)
    if (inbox) yield line(inbox)
    if (endpoint) yield line(endpoint)
    const shared = delivery && refs.sharedBody(body.owner)
    if (!shared) return
    yield* sharedBody(body)
    yield line({ ...delivery, bodyOf: shared.id })
  }

  function* chunks(of: string, side: BundleChunk['side'], body: StoredBody): Generator<string> {
    if (bodies.sizeOf(body) <= CHUNK_BYTES) return
    let number = 0
    for (const bytes of bodies.pieces(body)) {
      yield line({ kind: 'chunk', of, side, number: number++, base64: Buffer.from(bytes).toString('base64') })
    }
  }

  function ownBody(body: StoredBody): Exclude<BundleBody, { readonly of: string }> {
    const bytes = bodies.sizeOf(body)
    if (bytes > CHUNK_BYTES) return { bytes, chunks: Math.ceil(bytes / CHUNK_BYTES) }
    return inlineBody(Buffer.concat([...bodies.pieces(body)]))
  }

  function requestBody({ request, seq }: Exported): BundleBody {
    if (request.owner === seq) return ownBody(request)
    return { bytes: bodies.sizeOf(request), of: refs.sharedBody(request.owner)?.id ?? '' }
  }

  return {
    *begin() {
      const header: BundleHeader = {
        kind: 'header',
        hookscope: 'bundle',
        version: BUNDLE_VERSION,
        producer: plan.producer,
        exportedAt: plan.exportedAt,
        isRedacted: false,
        dummySecret: null,
      }
      yield line(header)
    },
    *exchange(exported) {
      const { seq, detail, request, response } = exported
      const row = refs.row(seq)
      yield* references(row, request)
      if (request.owner === seq) yield* chunks(detail.id, 'request', request)
      else yield* sharedBody(request)
      yield* chunks(detail.id, 'response', response)
      const { timings, answer, verification, remoteAddress } = detail
      const record: BundleExchange = {
        kind: 'exchange',
        id: detail.id,
        direction: detail.direction,
        state: detail.state as BundleExchange['state'],
        at: detail.at,
        method: detail.method,
        path: detail.path,
        url: row.httpVersion === null ? null : detail.url,
        httpVersion: row.httpVersion ?? '',
        type: detail.type,
        eventId: detail.eventId,
        inboxId: detail.inboxId,
        endpointId: detail.endpointId,
        verification: verification && withoutSecret(verification),
        status: detail.status,
        error: detail.error,
        tookMs: detail.tookMs,
        deliveryId: detail.deliveryId,
        attempt: detail.attempt?.number ?? null,
        manual: row.manual === 1,
        madeBy: detail.direction === 'in' ? detail.counterpartId : null,
        answer,
        timings,
        note: refs.note(seq),
        notes: row.notes === null ? [] : (JSON.parse(row.notes) as string[]),
        remoteAddress,
        request: { headers: detail.request.headers, trailers: detail.request.trailers, body: requestBody(exported) },
        response: detail.response && {
          startLine: detail.response.startLine,
          headers: detail.response.headers,
          trailers: detail.response.trailers,
          complete: detail.response.bodyComplete,
          body: ownBody(response),
        },
      }
      exchanges++
      yield line(record)
    },
    *end() {
      yield line({ kind: 'end', exchanges })
    },
  }
}

function line(record: BundleHeader | BundleRecord | BundleEnd): string {
  return `${JSON.stringify(record)}\n`
}

/** Where the signature is the secret itself, what was expected is the workspace's own. */
function withoutSecret(verification: Verification): Verification {
  const scheme = SCHEME_IDS.find((id) => id === verification.scheme)
  return scheme !== undefined && SCHEMES[scheme].algorithm.kind === 'plain' ? { ...verification, expected: null } : verification
}
