import { createHmac } from 'node:crypto'
import type { ExchangeDetail, MessageView } from '../../../shared/domain/exchange.ts'
import { firstHeader, type RawHeaders } from '../../../shared/domain/http-message.ts'
import { formatId, parseId, rowIdFrom } from '../../../shared/domain/ids.ts'
import { createRedactor, type Redactor } from '../../../shared/domain/transfer/redaction.ts'
import type { RedactionRule } from '../../../shared/domain/transfer/redaction.ts'
import type { MaskedExample, RedactionSummary } from '../../../shared/domain/transfer/formats.ts'
import type { StoredBodies, StoredBody } from '../store/reads/stored-body.ts'
import { exactText } from './body-text.ts'
import { decodeWhole } from './decode-whole.ts'
import type { RedactionPlan } from './export-plan.ts'
import type { Exported } from './export-source.ts'
import { withLength, withReceived } from './rewritten.ts'
import { resigned } from './resign.ts'

/** Masks exchanges on their way out; what it finds it counts. */
export interface Redaction {
  exchange(exported: Exported): Exported
  /** An id that leads back to nothing, the same for the same. */
  id(id: string): string
  text(text: string): string
  url(url: string): string
  summary(): RedactionSummary
}

const MAX_EXAMPLES = 100
const MAX_EXAMPLE_CHARS = 200
const BLOCK_BYTES = 32

/** Masks under the workspace's key, so that nobody finds a value by trying all of them, and a second bundle has the same masks. */
export function createRedaction(plan: RedactionPlan, bodies: StoredBodies): Redaction {
  const counts = new Map<RedactionRule, number>()
  const examples: MaskedExample[] = []
  let current = ''
  let signedAnew = 0
  const redactor = createRedactor({
    digest: (text, bytes) => digest(plan.maskKey, text, bytes),
    places: plan.places,
    found: ({ rule, where, before, after }) => {
      counts.set(rule, (counts.get(rule) ?? 0) + 1)
      if (examples.length >= MAX_EXAMPLES) return
      examples.push({ id: current, rule, where, before: before.slice(0, MAX_EXAMPLE_CHARS), after: after.slice(0, MAX_EXAMPLE_CHARS) })
    },
  })

  function body(stored: StoredBody, headers: RawHeaders): StoredBody {
    const bytes = Buffer.concat([...bodies.pieces(stored)])
    const masked = bytes.length === 0 ? null : maskBytes(redactor, bytes, headers)
    return masked === null ? stored : { ...stored, inline: masked }
  }

  function message(view: MessageView, before: StoredBody, after: StoredBody): MessageView {
    const [was, is] = [bodies.sizeOf(before), bodies.sizeOf(after)]
    const headers = redactor.headers(view.headers)
    return { ...view, headers: was === is ? headers : withLength(headers, is), trailers: redactor.headers(view.trailers), bodyBytes: is }
  }

  return {
    exchange: (exported) => {
      const { detail } = exported
      current = detail.id
      const request = body(exported.request, detail.request.headers)
      const response = detail.response ? body(exported.response, detail.response.headers) : exported.response
      const path = redactor.url(detail.path)
      const masked: ExchangeDetail = {
        ...detail,
        path,
        url: redactor.url(detail.url),
        request: {
          ...message(detail.request, exported.request, request),
          startLine: detail.request.startLine.replace(detail.path, () => path),
        },
        response: detail.response && message(detail.response, exported.response, response),
      }
      const result = { ...exported, detail: withReceived(masked), request, response }
      const signed = plan.dummySecret === null ? null : resigned(result, plan.dummySecret, bodies)
      if (signed) signedAnew++
      return signed ?? result
    },
    id: (id) => {
      const parsed = parseId(id)
      return parsed
        ? formatId(parsed.prefix, { seq: parsed.seq, tail: rowIdFrom(0, digest(plan.maskKey, id.slice(-26), BLOCK_BYTES)).tail })
        : id
    },
    text: (text) => redactor.text(text),
    url: (url) => redactor.url(url),
    summary: () => ({ counts: [...counts].map(([rule, count]) => ({ rule, count })), examples, signedAnew, unmet: redactor.unmet() }),
  }
}

/** null when there is nothing to mask. What is no UTF-8 is searched byte by byte, and keeps its length. */
function maskBytes(redactor: Redactor, bytes: Buffer, headers: RawHeaders): Buffer | null {
  const coded = decodeWhole(headers, bytes)
  const plain = coded?.bytes ?? bytes
  const text = exactText(plain)
  const searched = text ?? plain.toString('latin1')
  const masked = redactor.body(searched, firstHeader(headers, 'content-type') ?? '')
  if (masked === searched) return null
  const result = Buffer.from(masked, text === null ? 'latin1' : 'utf8')
  return coded ? coded.encode(result) : result
}

/** Stretched from one hash of the text, which may be megabytes long itself. */
function digest(key: string, text: string, bytes: number): Buffer {
  const seed = createHmac('sha256', key).update(text).digest()
  if (bytes <= seed.length) return seed
  const blocks = Array.from({ length: Math.ceil(bytes / BLOCK_BYTES) }, (_, block) =>
    createHmac('sha256', seed).update(String(block)).digest(),
  )
  return Buffer.concat(blocks)
}
