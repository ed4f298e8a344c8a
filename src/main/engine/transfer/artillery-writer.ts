import { schemeOf } from '../../../shared/domain/signature/scheme.ts'
import { canLoadSign, LOAD_TEST_BEGIN, loadSampleLine, loadTestEnd } from '../../../shared/domain/transfer/artillery.ts'
import { MIB } from '../../../shared/domain/units.ts'
import type { ReadContext } from '../store/reads/read-context.ts'
import { storedBodies } from '../store/reads/stored-body.ts'
import type { FormatWriter } from './format-writer.ts'

/** Every worker holds the whole file. */
const MAX_SAMPLES = 1_000
const MAX_SAMPLES_BYTES = 32 * MIB

/** Writes a load test; the samples are the first exchanges that were whole. */
export function createArtilleryWriter(context: ReadContext): FormatWriter {
  const bodies = storedBodies(context.statements)
  let target: string | null = null
  let samples = 0
  let bytes = 0
  return {
    *begin() {
      yield LOAD_TEST_BEGIN
    },
    *exchange({ detail, request, scheme }) {
      const { id, method, url, state } = detail
      const isWhole = state === 'complete' || (state === 'settled' && detail.request.headers.length > 0)
      const size = bodies.sizeOf(request)
      if (!isWhole || samples >= MAX_SAMPLES || bytes + size > MAX_SAMPLES_BYTES) return
      const signing = scheme === null ? null : schemeOf(scheme)
      if (signing && !canLoadSign(signing)) yield `  // ${id} is not signed: the script cannot sign as ${signing.label} does.\n`
      target ??= URL.parse(url)?.origin ?? null
      samples++
      bytes += size
      yield loadSampleLine({
        method,
        url,
        headers: detail.request.headers,
        body: Buffer.concat([...bodies.pieces(request)]),
        scheme: signing && canLoadSign(signing) ? signing : null,
      })
    },
    *end() {
      yield loadTestEnd(target ?? 'http://127.0.0.1:5880')
    },
  }
}
