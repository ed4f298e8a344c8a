import {
  BUNDLE_VERSION,
  type BundleBody,
  type BundleChunk,
  type BundleEnd,
  type BundleHeader,
  type BundleRecord,
} from '../../../shared/domain/transfer/bundle.ts'
import { CHUNK_BYTES } from '../store/bodies.ts'
import type { ReadContext } from '../store/reads/read-context.ts'
import type { StoredBody } from '../store/reads/stored-body.ts'
import { inlineBody } from './body-text.ts'
import { createBundleRecords } from './bundle-records.ts'
import type { BundleRow } from './bundle-refs.ts'
import type { ExportPlan } from './export-plan.ts'
import type { Exported } from './export-source.ts'
import type { FormatWriter } from './format-writer.ts'
import type { Redaction } from './redact.ts'
import { RecentSet } from './recent-set.ts'

const REMEMBERED = 10_000

/** Writes the bundle of `domain/transfer/bundle.ts`. */
export function createBundleWriter(context: ReadContext, plan: ExportPlan, redaction: Redaction | null): FormatWriter {
  const records = createBundleRecords(context, redaction)
  const { bodies } = records
  const written = new RecentSet(REMEMBERED)
  let exchanges = 0

  function* sharedBody(body: StoredBody): Generator<string> {
    const shared = records.sharedBody(body.owner)
    if (!shared || !written.add(body.owner)) return
    yield* chunks(shared.id, 'request', body)
    yield line({ ...shared, body: ownBody(body) })
  }

  function* references(row: BundleRow, request: StoredBody): Generator<string> {
    const isNew = (seq: number | null): boolean => seq !== null && written.add(seq)
    const inbox = isNew(row.inboxSeq) ? records.inbox(row) : null
    const endpoint = isNew(row.endpointSeq) ? records.endpoint(row) : null
    const delivery = isNew(row.deliverySeq) ? records.delivery(row, request) : null
    if (inbox) yield line(inbox)
    if (endpoint) yield line(endpoint)
    if (!delivery) return
    yield* sharedBody(request)
    yield line(delivery)
  }

  function* chunks(of: string, side: BundleChunk['side'], body: StoredBody): Generator<string> {
    if (bodies.sizeOf(body) <= CHUNK_BYTES) return
    let number = 0
    for (const piece of bodies.pieces(body)) {
      for (let at = 0; at < piece.length; at += CHUNK_BYTES) {
        const base64 = Buffer.from(piece.subarray(at, at + CHUNK_BYTES)).toString('base64')
        yield line({ kind: 'chunk', of, side, number: number++, base64 })
      }
    }
  }

  function ownBody(body: StoredBody): Exclude<BundleBody, { readonly of: string }> {
    const bytes = bodies.sizeOf(body)
    if (bytes > CHUNK_BYTES) return { bytes, chunks: Math.ceil(bytes / CHUNK_BYTES) }
    return inlineBody(Buffer.concat([...bodies.pieces(body)]))
  }

  function requestBody({ request, seq }: Exported): BundleBody {
    if (request.owner === seq) return ownBody(request)
    return { bytes: bodies.sizeOf(request), of: records.sharedBody(request.owner)?.id ?? '' }
  }

  return {
    *begin() {
      const header: BundleHeader = {
        kind: 'header',
        hookscope: 'bundle',
        version: BUNDLE_VERSION,
        producer: plan.producer,
        exportedAt: plan.exportedAt,
        isRedacted: plan.redaction !== null,
        dummySecret: plan.redaction?.dummySecret ?? null,
      }
      yield line(header)
    },
    *exchange(exported) {
      const { seq, detail, request, response } = exported
      const row = records.row(seq)
      yield* references(row, request)
      if (request.owner === seq) yield* chunks(records.id(detail.id), 'request', request)
      else yield* sharedBody(request)
      yield* chunks(records.id(detail.id), 'response', response)
      exchanges++
      yield line(records.exchange(detail, row, { request: requestBody(exported), response: ownBody(response) }))
    },
    *end() {
      yield line({ kind: 'end', exchanges })
    },
  }
}

function line(record: BundleHeader | BundleRecord | BundleEnd): string {
  return `${JSON.stringify(record)}\n`
}
