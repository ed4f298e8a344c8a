import { verificationToJson } from '../../src/main/engine/store/verification-json.ts'
import { SCHEMES } from '../../src/shared/domain/signature/scheme.ts'
import { verify } from '../../src/shared/domain/signature/verify.ts'
import { aCapture, aDelivery, anAttempt, anEndpoint, anEvent, anInbox, insertRow } from './builders.ts'
import { seededRandom, testCore } from './core.ts'

/** 700 kB that are no text. */
export const BINARY = Uint8Array.from({ length: 700_000 }, (_, index) => (index * 7919) % 251)

/** A workspace with every kind of exchange. */
export function variedCore(): ReturnType<typeof testCore> {
  const core = testCore({ random: seededRandom('here') })
  const inbox = anInbox(core)
  const endpoint = anEndpoint(core)
  const invalid = verify(
    SCHEMES.crm,
    ['one secret'],
    { method: 'POST', url: '', headers: [['X-Webhook-Signature', 'sha256=00']], at: 0 },
    Buffer.from('{}'),
  )
  const captured = aCapture(core, { inbox, headers: ['Host', 'a', 'x-b', '\xe9', 'X-B', '2'], body: '{"a":"ü"}', responseBody: 'ok' })
  aCapture(core, { verdict: 'invalid', messageColumns: { verification: verificationToJson(invalid), notes: '["Odd."]' } })
  aCapture(core, { state: 'incomplete', status: null, verdict: 'unchecked', body: 'half' })
  aCapture(core, { state: 'malformed', status: 400, verdict: null, method: '', path: '', body: Uint8Array.of(0x16, 3, 1, 0xff) })
  aCapture(core, { body: BINARY, responseBody: BINARY.subarray(0, 300_000), messageColumns: { request_trailers: '["X-Sum","1"]' } })
  aCapture(core, { body: 'é'.repeat(50_000), columns: { answer: 'aborted' } })
  const big = anEvent(core, { body: BINARY })
  const delivery = aDelivery(core, { bodyOf: big.seq, endpoint, state: 'failed' })
  const attempt = anAttempt(core, delivery, { endpoint, bodyOf: big.seq, status: 500, columns: { request_bytes: BINARY.length } })
  anAttempt(core, delivery, {
    endpoint,
    bodyOf: big.seq,
    number: 2,
    status: null,
    columns: { error: 'refused', manual: 1, request_bytes: BINARY.length },
  })
  aCapture(core, { columns: { attempt_id: attempt.seq } })
  const replay = aDelivery(core, { bodyOf: captured.seq, source: captured, changes: ['Host became b.'], scheme: null })
  anAttempt(core, replay, { bodyOf: captured.seq, columns: { request_bytes: 10 }, messageColumns: { timings: '{"totalMs":3}' } })
  insertRow(core, 'note', { exchange_id: captured.seq, text: 'Ask Jane.', pinned: 1, tags: '["case-7"]', updated_at: 1 })
  core.db.prepare('UPDATE run SET answered_through = ?').run(core.ids().seq)
  return core
}
