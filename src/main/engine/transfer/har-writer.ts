import { HAR_VERSION, harHead } from '../../../shared/domain/transfer/har.ts'
import type { RawHeaders } from '../../../shared/domain/http-message.ts'
import type { ReadContext } from '../store/reads/read-context.ts'
import type { StoredBody } from '../store/reads/stored-body.ts'
import { base64Text, isExactText, jsonText } from './body-stream.ts'
import { createBundleRecords } from './bundle-records.ts'
import { decodeWhole } from './decode-whole.ts'
import type { ExportPlan } from './export-plan.ts'
import type { Exported } from './export-source.ts'
import type { Redaction } from './redact.ts'
import type { FormatWriter } from './format-writer.ts'

/**
 * Writes HAR 1.2. What HAR has no word for stands in each entry's `_hookscope`, so that our own files come back as they
 * were; bodies with a Content-Encoding stand decoded in their HAR field, and as they were on the wire in `_hookscope`.
 */
export function createHarWriter(context: ReadContext, plan: ExportPlan, redaction: Redaction | null): FormatWriter {
  const records = createBundleRecords(context, redaction)
  const { bodies } = records
  let isFirst = true

  function* text(headers: RawHeaders, body: StoredBody, encodingField: string): Generator<string> {
    const decoded = decodedBody(headers, body)
    const pieces = (): Iterable<Uint8Array> => (decoded ? [decoded] : bodies.pieces(body))
    if (isExactText(pieces())) {
      yield ',"text":"'
      yield* jsonText(pieces())
    } else {
      yield `,"${encodingField}":"base64","text":"`
      yield* base64Text(pieces())
    }
    yield '"'
  }

  function decodedBody(headers: RawHeaders, body: StoredBody): Buffer | null {
    return isCoded(headers) ? (decodeWhole(headers, whole(body))?.bytes ?? null) : null
  }

  function whole(body: StoredBody): Buffer {
    return Buffer.concat([...bodies.pieces(body)])
  }

  /** The bytes on the wire, where HAR holds them decoded. */
  function wire(headers: RawHeaders, body: StoredBody): string | null {
    return decodedBody(headers, body) ? whole(body).toString('base64') : null
  }

  function ours({ seq, detail, request, response }: Exported): object {
    const row = records.row(seq)
    const none = { bytes: 0, text: '' }
    const exchange = records.exchange(detail, row, { request: none, response: none })
    return {
      inbox: records.inbox(row),
      endpoint: records.endpoint(row),
      delivery: records.delivery(row, request),
      // Headers and bodies stand in the fields of HAR.
      exchange: {
        ...exchange,
        request: { ...exchange.request, headers: [] },
        response: exchange.response && { ...exchange.response, headers: [] },
      },
      requestWire: wire(detail.request.headers, request),
      responseWire: detail.response && wire(detail.response.headers, response),
    }
  }

  return {
    *begin() {
      const creator = { name: 'Hookscope', version: plan.producer }
      yield `{"log":{"version":"${HAR_VERSION}","creator":${JSON.stringify(creator)},"pages":[],"entries":[`
    },
    *exchange(exported) {
      const { detail, request, response } = exported
      const { postData, content, ...head } = harHead(detail)
      const { request: harRequest, response: harResponse, ...rest } = head
      yield isFirst ? '\n' : ',\n'
      isFirst = false
      yield `{"request":${opened(harRequest)}`
      if (bodies.sizeOf(request) > 0) {
        yield `,"postData":${opened(postData)}`
        yield* text(detail.request.headers, request, '_encoding')
        yield '}'
      }
      yield `},"response":${opened(harResponse)},"content":${opened(content)}`
      if (bodies.sizeOf(response) > 0) yield* text(detail.response?.headers ?? [], response, 'encoding')
      yield `}},"_hookscope":${JSON.stringify(ours(exported))},${JSON.stringify(rest).slice(1)}`
    },
    *end() {
      yield '\n]}}\n'
    },
  }
}

/** An object's text without its closing brace. */
function opened(value: object): string {
  return JSON.stringify(value).slice(0, -1)
}

function isCoded(headers: RawHeaders): boolean {
  return headers.some(([name]) => name.toLowerCase() === 'content-encoding')
}
