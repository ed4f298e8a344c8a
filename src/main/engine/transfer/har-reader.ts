import { createHash } from 'node:crypto'
import { formatId, rowIdFrom } from '../../../shared/domain/ids.ts'
import type { BundleBody, BundleExchange, BundleRecord } from '../../../shared/domain/transfer/bundle.ts'
import { heldBody, NO_BODY, type HarBody } from '../../../shared/domain/transfer/har-body.ts'
import { type HarExchange, identifyHar, readHarEntry } from '../../../shared/domain/transfer/har.ts'
import { MIB } from '../../../shared/domain/units.ts'
import { exactText } from './body-text.ts'
import { loadBundleCheck } from './bundle-check.ts'
import type { FileReader, FoundRecord } from './file-reader.ts'
import { createEntryReader, type JsonEntry } from './json-entries.ts'

/** Two bodies of 25 MiB in base64, and room for the rest. */
const MAX_ENTRY_BYTES = 128 * MIB

/**
 * Reads HAR files: our own give back the exchanges that were written, those of browsers and proxies become captures. These
 * get an id made of their time and content, so the same entry is known again. `line` counts entries.
 */
export async function createHarReader(): Promise<FileReader> {
  const check = await loadBundleCheck()
  const entries = createEntryReader(MAX_ENTRY_BYTES)
  let latestAt = 1

  function read({ number, bytes }: JsonEntry): FoundRecord[] {
    if (bytes === null) return [problem(number, `It is longer than ${MAX_ENTRY_BYTES / MIB} MiB.`)]
    let entry: unknown
    try {
      entry = JSON.parse(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('utf8'))
    } catch {
      return [problem(number, 'It is not JSON.')]
    }
    const found = readHarEntry(entry)
    if (typeof found === 'string') return [problem(number, found)]
    latestAt = found.at ?? latestAt
    const ours = ownRecords(entry)
    const records = ours ?? [capture(found, latestAt, found.at === null ? number : 0)]
    const wrong = records.map(check).find((message) => message !== null)
    if (wrong !== undefined) return [problem(number, wrong)]
    return records.map((record, index) => ({ found: { line: number, record }, bytes: index === 0 ? bytes.length : 0 }))
  }

  return {
    format: 'har',
    add: (bytes) => entries.add(bytes).flatMap(read),
    end: () => [],
    isWhole: () => entries.isWhole(),
    dummySecret: () => null,
  }
}

function problem(line: number, message: string): FoundRecord {
  return { problem: { line, message }, bytes: 0 }
}

interface Own {
  readonly inbox: BundleRecord | null
  readonly endpoint: BundleRecord | null
  readonly delivery: (BundleRecord & { readonly kind: 'delivery' }) | null
  readonly exchange: BundleExchange
  readonly requestWire: string | null
  readonly responseWire: string | null
}

/** The records of an entry that we wrote; null when we did not. They are checked like those of a bundle. */
function ownRecords(entry: unknown): BundleRecord[] | null {
  const own = (entry as { _hookscope?: Partial<Own> })._hookscope
  if (typeof own !== 'object' || own === null || typeof own.exchange !== 'object') return null
  const { inbox = null, endpoint = null, delivery = null, exchange, requestWire, responseWire } = own
  const har = entry as { request: { headers?: unknown; postData?: unknown }; response?: { headers?: unknown; content?: unknown } }
  // As they stand: what others may have meant is no question of our own.
  const body = bodyOf(heldBody(har.request.postData) ?? NO_BODY, requestWire)
  const response = heldBody(har.response?.content) ?? NO_BODY
  const whole: BundleExchange = {
    ...exchange,
    request: {
      ...exchange.request,
      headers: pairs(har.request.headers),
      body: delivery ? { bytes: body.bytes, of: delivery.bodyOf } : body,
    },
    response: exchange.response && { ...exchange.response, headers: pairs(har.response?.headers), body: bodyOf(response, responseWire) },
  }
  const shared: BundleRecord[] = delivery
    ? [{ kind: 'body', id: delivery.bodyOf, type: delivery.type, eventId: delivery.eventId, tenantId: null, at: delivery.createdAt, body }]
    : []
  return [inbox, endpoint, ...shared, delivery, whole].filter((record) => record !== null)
}

function pairs(headers: unknown): [string, string][] {
  return Array.isArray(headers) ? headers.map(({ name, value }: { name: string; value: string }) => [name, value]) : []
}

function bodyOf({ text, isBase64 }: HarBody, wire?: string | null): Exclude<BundleBody, { readonly of: string }> {
  if (typeof wire === 'string') return { bytes: Buffer.byteLength(wire, 'base64'), base64: wire }
  if (!isBase64) return { bytes: Buffer.byteLength(text), text }
  // Whatever alphabet or line ends it came in.
  const bytes = Buffer.from(text, 'base64')
  return { bytes: bytes.length, base64: bytes.toString('base64') }
}

/** An entry of somebody else as a capture. `occurrence` tells entries without a time apart. */
function capture(found: HarExchange, at: number, occurrence: number): BundleExchange {
  const body = bodyOf(found.body)
  const bytes = found.body.isBase64 ? Buffer.from(found.body.text, 'base64') : Buffer.from(found.body.text)
  const digest = createHash('sha256')
    .update(JSON.stringify([found.method, found.path, found.headers, found.response, occurrence]))
    .update(bytes)
    .digest()
  return {
    kind: 'exchange',
    id: formatId('capture', rowIdFrom(at, digest)),
    direction: 'in',
    state: 'complete',
    at,
    method: found.method,
    path: found.path,
    url: found.url,
    httpVersion: found.httpVersion,
    ...identifyHar(found.headers, exactText(bytes)),
    inboxId: null,
    endpointId: null,
    verification: null,
    status: found.response?.status ?? null,
    error: null,
    tookMs: found.tookMs,
    deliveryId: null,
    attempt: null,
    manual: false,
    madeBy: null,
    answer: found.response ? 'sent' : null,
    timings: null,
    note: null,
    notes: found.at === null ? ['The HAR gives no time for it.', ...found.notes] : found.notes,
    remoteAddress: null,
    request: { headers: found.headers, trailers: [], body },
    response: found.response && {
      startLine: found.response.startLine,
      headers: found.response.headers,
      trailers: [],
      complete: found.response.complete,
      body: bodyOf(found.response.body),
    },
  }
}
