import { expect, test } from 'vitest'
import { createExchanges } from '../../src/main/engine/exchanges.ts'
import { pairHeaders } from '../../src/shared/domain/http-message.ts'
import { SCHEMES } from '../../src/shared/domain/signature/scheme.ts'
import { verify } from '../../src/shared/domain/signature/verify.ts'
import { verificationToJson } from '../../src/main/engine/store/verification-json.ts'
import { aCapture, aDelivery, anAttempt, anEndpoint, anInbox } from '../support/builders.ts'
import { rejected } from '../support/caught.ts'
import { memorySecrets, testCore, WORKSPACE_SECRET } from '../support/core.ts'
import { arrivedWith, crmHeaders } from '../support/signatures.ts'

const BODY = '{"eventType":"lead.created"}'

function signed(secret: string): string[] {
  return ['Host', '127.0.0.1:5880', ...crmHeaders(secret, BODY).flat()]
}

test('a capture is told whole: lines, headers, verification, answer, notes', async () => {
  const core = testCore()
  const inbox = anInbox(core)
  const verification = verify(SCHEMES.crm, ['another secret'], arrivedWith(pairHeaders(signed(WORKSPACE_SECRET))), Buffer.from(BODY))
  const { id } = aCapture(core, {
    inbox,
    verdict: 'invalid',
    headers: signed(WORKSPACE_SECRET),
    body: BODY,
    responseHeaders: ['Content-Type', 'application/json'],
    responseBody: '{"received":true}',
    messageColumns: {
      verification: verificationToJson(verification),
      notes: '["A note."]',
      remote: '127.0.0.1:1234',
      request_trailers: '["X-Sum","1"]',
    },
  })
  const { request, response, ...rest } = await createExchanges(core).get(id)
  expect({
    request,
    response,
    url: rest.url,
    answer: rest.answer,
    verification: rest.verification,
    notes: rest.notes,
    remote: rest.remoteAddress,
  }).toEqual({
    request: {
      startLine: 'POST /webhooks/crm HTTP/1.1',
      headers: pairHeaders(signed(WORKSPACE_SECRET)),
      trailers: [['X-Sum', '1']],
      bodyBytes: BODY.length,
      bodyComplete: true,
    },
    response: {
      startLine: 'HTTP/1.1 200 OK',
      headers: [['Content-Type', 'application/json']],
      trailers: [],
      bodyBytes: 17,
      bodyComplete: true,
    },
    url: 'http://127.0.0.1:5880/webhooks/crm',
    answer: 'decided',
    verification,
    notes: ['A note.'],
    remote: '127.0.0.1:1234',
  })
})

test('an answer is decided until its run says that it was sent, or it was aborted', async () => {
  const core = testCore()
  const exchanges = createExchanges(core)
  const captures = [
    aCapture(core),
    aCapture(core, { columns: { answer: 'aborted' } }),
    aCapture(core),
    aCapture(core, { state: 'incomplete', status: null }),
  ]
  core.db.prepare('UPDATE run SET answered_through = ?').run(captures[1]?.seq)
  const details = await Promise.all(captures.map((each) => exchanges.get(each.id)))
  expect(details.map((each) => each.answer)).toEqual(['sent', 'aborted', 'decided', null])
})

test('an attempt tells its url, timings and what a replay changed', async () => {
  const core = testCore()
  const source = aCapture(core)
  const delivery = aDelivery(core, { bodyOf: source.seq, source, changes: ['Host became 127.0.0.1:9.'] })
  const { id } = anAttempt(core, delivery, {
    bodyOf: source.seq,
    messageColumns: { timings: '{"totalMs":3.5}', notes: '["Repeated once."]', response_complete: 0 },
  })
  expect(await createExchanges(core).get(id)).toMatchObject({
    url: 'http://127.0.0.1:9/hooks',
    timings: { totalMs: 3.5 },
    notes: ['Repeated once.', 'Host became 127.0.0.1:9.'],
    response: { bodyComplete: false },
    answer: null,
    verification: null,
    replayOf: source.id,
  })
})

test('an attempt tells what signed it; an exact replay and a capture were signed by nobody here', async () => {
  const core = testCore()
  const exchanges = createExchanges(core)
  const source = aCapture(core, { inbox: anInbox(core) })
  const attempts = (['stripe', null] as const).map((scheme) => {
    const delivery = aDelivery(core, { bodyOf: source.seq, source, scheme })
    return anAttempt(core, delivery, { bodyOf: source.seq })
  })
  const details = await Promise.all([source, ...attempts].map(({ id }) => exchanges.get(id)))
  expect(details.map(({ signedAs }) => signedAs)).toEqual([null, 'stripe', null])
})

test('an id is found by itself, by how it begins, and by a piece of its random half', async () => {
  const core = testCore()
  const exchanges = createExchanges(core)
  const capture = aCapture(core)
  const delivery = aDelivery(core)
  const attempt = anAttempt(core, delivery)
  const tail = capture.id.slice(-8, -1)
  const found = await Promise.all(
    [capture.id, attempt.id, delivery.id, `  ${capture.id.slice(0, -3)} `, tail].map((part) => exchanges.find(part)),
  )
  const refused = await Promise.all(
    ['capt', 'nowhere0', 'webhook_01kf52', capture.id.slice('capture_'.length, -20)].map((part) => rejected(exchanges.find(part))),
  )
  expect([found, refused]).toMatchObject([
    [capture.id, attempt.id, delivery.id, capture.id, capture.id],
    [{ code: 'bad_input' }, { code: 'not_found' }, { code: 'not_found' }, { code: 'ambiguous_id' }],
  ])
})

test('verifying again uses the present secret of the inbox or endpoint, or the one given', async () => {
  const core = testCore({ secrets: memorySecrets({}) })
  const exchanges = createExchanges(core)
  const [inbox, open, endpoint] = [anInbox(core), anInbox(core, { path: '/open', scheme: null }), anEndpoint(core)]
  core.secrets.put(inbox.id, 'of the inbox')
  core.secrets.put(endpoint.id, 'of the endpoint')
  const capture = aCapture(core, { inbox, verdict: 'invalid', headers: signed('of the inbox'), body: BODY })
  const attempt = anAttempt(core, aDelivery(core, { endpoint }), { endpoint, headers: signed('of the endpoint'), body: BODY })
  const large = aCapture(core, { inbox, headers: signed('of the inbox'), body: `${BODY}${' '.repeat(3_000_000)}` })
  const cut = aCapture(core, { inbox, state: 'too_large', verdict: 'unchecked', headers: signed('of the inbox'), body: BODY })
  const unsigned = aCapture(core, { inbox: open, verdict: 'unsigned', headers: signed('of the inbox'), body: BODY })
  const unmatched = aCapture(core, { verdict: 'unchecked', headers: signed('any'), body: BODY })
  const asked = [
    { id: capture.id },
    { id: capture.id, secrets: ['wrong'] },
    { id: attempt.id },
    { id: large.id },
    { id: cut.id },
    { id: unsigned.id },
    { id: unsigned.id, secrets: ['of the inbox'] },
    { id: unmatched.id },
  ]
  const verdicts = await Promise.all(asked.map(async (each) => (await exchanges.verify(each)).verdict))
  expect(verdicts).toEqual(['valid', 'invalid', 'valid', 'invalid', 'unchecked', 'unsigned', 'valid', 'unchecked'])
})

test('a capture becomes a curl command; what was no request does not', async () => {
  const core = testCore()
  const exchanges = createExchanges(core)
  const capture = aCapture(core, { headers: ['Host', '127.0.0.1:5880', 'User-Agent', 'x', 'Accept', '*/*'], body: '', method: 'GET' })
  const malformed = aCapture(core, { state: 'malformed', method: '', path: '', verdict: null })
  expect([await exchanges.curl(capture.id), await rejected(exchanges.curl(malformed.id))]).toMatchObject([
    "curl --path-as-is --globoff http://127.0.0.1:5880/webhooks/crm \\\n  -H 'User-Agent: x' \\\n  -H 'Accept: */*'",
    { code: 'bad_input' },
  ])
})

test('an unknown id and a wrong filter are told in words', async () => {
  const core = testCore()
  const exchanges = createExchanges(core)
  const { id } = aCapture(core)
  const otherTail = `${id.slice(0, -1)}${id.endsWith('0') ? '1' : '0'}`
  const errors = [
    exchanges.get('hello'),
    exchanges.get(otherTail),
    exchanges.list({ filter: 'typ:x', limit: 5 }),
    exchanges.count('typ:x'),
    exchanges.remove({ filter: '  ' }),
  ]
  expect(await Promise.all(errors.map(rejected))).toMatchObject([
    { code: 'not_found' },
    { code: 'not_found', message: `There is no exchange ${otherTail}.` },
    { code: 'bad_filter' },
    { code: 'bad_filter' },
    { code: 'bad_input' },
  ])
})

test('the answer of an imported capture is as the file said, whatever this workspace has answered', async () => {
  const core = testCore()
  const exchanges = createExchanges(core)
  const captures = [
    aCapture(core, { columns: { imported: 1 } }),
    aCapture(core, { columns: { imported: 1, answer: 'decided' } }),
    aCapture(core, { columns: { imported: 1, answer: 'aborted' } }),
  ]
  const details = await Promise.all(captures.map((each) => exchanges.get(each.id)))
  expect(details.map(({ answer, isImported }) => ({ answer, isImported }))).toEqual([
    { answer: 'sent', isImported: true },
    { answer: 'decided', isImported: true },
    { answer: 'aborted', isImported: true },
  ])
})
