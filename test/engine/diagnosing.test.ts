import { createHmac } from 'node:crypto'
import { expect, test } from 'vitest'
import { createExchanges } from '../../src/main/engine/exchanges.ts'
import { aCapture, aDelivery, anAttempt, anEndpoint, anInbox } from '../support/builders.ts'
import { rejected } from '../support/caught.ts'
import { memorySecrets, testCore, WORKSPACE_SECRET } from '../support/core.ts'
import { crmHeaders } from '../support/signatures.ts'

const BODY = '{"eventType":"lead.created"}'

function signed(secret: string, body = BODY): string[] {
  return ['Host', '127.0.0.1:5880', ...crmHeaders(secret, body).flat()]
}

test('a stored capture is diagnosed by its bytes, and a secret that matches is named by whose it is', async () => {
  const core = testCore({ secrets: memorySecrets({ workspace: WORKSPACE_SECRET }) })
  const exchanges = createExchanges(core)
  const [inbox, other, endpoint] = [anInbox(core), anInbox(core, { path: '/other' }), anEndpoint(core)]
  core.secrets.put(inbox.id, 'of the inbox')
  core.secrets.put(other.id, 'of the other inbox')
  core.secrets.put(endpoint.id, 'of the endpoint')
  const invalid = { inbox, verdict: 'invalid' } as const
  const captures = {
    valid: aCapture(core, { ...invalid, headers: signed('of the inbox'), body: BODY }),
    pretty: aCapture(core, { ...invalid, headers: signed('of the inbox'), body: JSON.stringify(JSON.parse(BODY), null, 2) }),
    large: aCapture(core, { ...invalid, headers: signed('of the inbox', 'x'.repeat(1_000_000)), body: `${'x'.repeat(1_000_000)}\n` }),
    'other inbox': aCapture(core, { ...invalid, headers: signed('of the other inbox'), body: BODY }),
    endpoint: aCapture(core, { ...invalid, headers: signed('of the endpoint'), body: BODY }),
    workspace: aCapture(core, { ...invalid, headers: signed(WORKSPACE_SECRET), body: BODY }),
    missing: aCapture(core, { inbox, verdict: 'missing', headers: ['Host', 'x'], body: BODY }),
    unchecked: aCapture(core, { inbox, state: 'too_large', verdict: 'unchecked', headers: signed('of the inbox'), body: BODY }),
    attempt: anAttempt(core, aDelivery(core, { endpoint }), { endpoint, headers: signed('of the endpoint'), body: `${BODY}\n` }),
  }
  const told = await Promise.all(
    Object.entries(captures).map(async ([name, { id }]) => {
      const { verification, diagnosis } = await exchanges.diagnose({ id })
      return [name, verification.verdict, diagnosis?.code ?? null, diagnosis?.proof?.secret ?? null]
    }),
  )
  expect(told).toEqual([
    ['valid', 'valid', null, null],
    ['pretty', 'invalid', 'reserialized', 'inbox /webhooks/crm'],
    ['large', 'invalid', 'newline', 'inbox /webhooks/crm'],
    ['other inbox', 'invalid', 'other_secret', 'inbox /other'],
    ['endpoint', 'invalid', 'other_secret', 'endpoint Shop'],
    ['workspace', 'invalid', 'other_secret', 'the workspace'],
    ['missing', 'missing', 'missing', null],
    ['unchecked', 'unchecked', null, null],
    ['attempt', 'invalid', 'newline', 'endpoint Shop'],
  ])
})

test('under a secret given by hand, the own one of the inbox is another', async () => {
  const core = testCore({ secrets: memorySecrets({}) })
  const inbox = anInbox(core)
  core.secrets.put(inbox.id, 'of the inbox')
  const { id } = aCapture(core, { inbox, verdict: 'valid', headers: signed('of the inbox'), body: BODY })
  const { verification, diagnosis } = await createExchanges(core).diagnose({ id, secrets: ['wrong'] })
  expect([verification.verdict, diagnosis?.sentence]).toEqual(['invalid', 'The signature matches under the secret of inbox /webhooks/crm.'])
})

test('no diagnosis tells a secret', async () => {
  const core = testCore({ secrets: memorySecrets({ workspace: 'hush-hush-hush-hush' }) })
  const inbox = anInbox(core)
  const base64 = createHmac('sha256', Buffer.from('hush-hush-hush-hush', 'base64')).update(BODY).digest('hex')
  const captures = [
    signed('hush-hush-hush-hush\n'),
    signed('no'),
    ['X-Webhook-Signature', `sha256=${base64}`],
    ['X-Webhook-Signature', 'hush-hush-hush-hush'],
  ]
  const told = await Promise.all(
    captures.map((headers) =>
      createExchanges(core).diagnose({ id: aCapture(core, { inbox, verdict: 'invalid', headers, body: BODY }).id }),
    ),
  )
  expect(told.map(({ diagnosis }) => [diagnosis?.code, JSON.stringify(diagnosis).includes('hush')])).toEqual([
    ['secret_newline', false],
    ['unexplained', false],
    ['secret_base64', false],
    ['malformed', false],
  ])
})

test('what is not there has no diagnosis', async () => {
  expect(await rejected(createExchanges(testCore()).diagnose({ id: 'capture_none' }))).toMatchObject({ code: 'not_found' })
})

test('what was signed is shown with the public url of its inbox, as it is verified', async () => {
  const core = testCore({ secrets: memorySecrets({ workspace: WORKSPACE_SECRET }) })
  const inbox = anInbox(core, { path: '/square', scheme: 'square' })
  core.db.prepare('UPDATE inbox SET public_url = ? WHERE path = ?').run('https://hooks.example/square', '/square')
  const { id } = aCapture(core, { inbox, verdict: 'invalid', path: '/square?a=1', headers: ['Host', '127.0.0.1:5880'], body: BODY })
  const content = await createExchanges(core).signed(id)
  expect(content?.parts.map(({ name, bytes }) => [name, Buffer.from(bytes, 'base64').toString()])).toEqual([
    ['url', 'https://hooks.example/square?a=1'],
    ['body', BODY],
  ])
})
