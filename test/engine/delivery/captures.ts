import { createBodies } from '../../../src/main/engine/store/bodies.ts'
import { createCaptures } from '../../../src/main/engine/store/captures.ts'
import type { CaptureState } from '../../../src/shared/domain/exchange.ts'
import { formatId } from '../../../src/shared/domain/ids.ts'
import type { Workbench } from './workbench.ts'

const HEADERS = [
  'host',
  'crm.example',
  'X-b',
  '1',
  'Transfer-Encoding',
  'chunked',
  'x-B',
  '2',
  'X-Webhook-Signature',
  'sha256=abc',
  'Connection',
  'close',
]

/** A capture as it would stand there after it was received. */
export async function insertCapture(
  bench: Workbench,
  more: { state?: CaptureState; body?: string; method?: string; headers?: string[] } = {},
): Promise<string> {
  const { state = 'complete', body = '{"eventId":"evt_1"}', method = 'PUT', headers = HEADERS } = more
  const id = bench.core.ids()
  const bytes = Buffer.from(body)
  const isLarge = bytes.length > 16 * 1024
  await bench.core.writer.commit(() => {
    createCaptures(bench.core.db).insert({
      id,
      state,
      at: bench.clock.now(),
      method,
      path: '/webhooks/crm',
      type: 'lead.created',
      eventId: 'evt_1',
      inboxSeq: null,
      verdict: null,
      tookUs: null,
      requestBytes: bytes.length,
      attemptSeq: null,
      httpVersion: '1.1',
      requestHeaders: JSON.stringify(headers),
      requestTrailers: null,
      requestBody: isLarge ? null : bytes,
      answer: null,
      verification: null,
      remote: '127.0.0.1:1',
      notes: null,
    })
    if (isLarge) createBodies(bench.core.db).writeChunks(id.seq, 0, bytes)
  })
  return formatId('capture', id)
}
