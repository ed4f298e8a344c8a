import { createHmac, generateKeyPairSync, sign as signBytes } from 'node:crypto'
import { expect, it } from 'vitest'
import { DEFAULT_ANSWER, type Inbox } from '../../../src/shared/domain/inbox.ts'
import { memorySecrets, testCore, WORKSPACE_SECRET } from '../../support/core.ts'
import { anInbox, startReceiver } from './receiver-kit.ts'

/** Status, body and what the capture says, of each request in turn. */
async function shake(inbox: Partial<Inbox>, requests: readonly string[], secret = WORKSPACE_SECRET): Promise<unknown[]> {
  const core = testCore({ secrets: memorySecrets({ workspace: secret }) })
  const { client, captures } = await startReceiver({ core, inboxes: [anInbox({ path: '/hooks', ...inbox })] })
  const sender = await client()
  const answers: [number, string][] = []
  for (const request of requests) {
    await sender.send(request)
    const { status, body } = await sender.response()
    answers.push([status, body])
  }
  return captures().map(({ status, notes }, index) => [answers[index], status, notes?.[0] ?? null])
}

function post(body: string, headers = '', target = '/hooks'): string {
  return `POST ${target} HTTP/1.1\r\n${headers}Content-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`
}

function get(target: string): string {
  return `GET ${target} HTTP/1.1\r\n\r\n`
}

function hmac(text: string, encoding: 'hex' | 'base64'): string {
  return createHmac('sha256', WORKSPACE_SECRET).update(text).digest(encoding)
}

const USUAL = [[200, '{"received":true}'], 200, null]
const SLACK = '{"token":"t","challenge":"3eZbrw1aB10UE","type":"url_verification"}'

it(`answers Zoom's url validation with the token under its secret`, async () => {
  const zoom = '{"payload":{"plainToken":"qgg8vlvZRS6UYooatFL8Aw"},"event_ts":1654503849680,"event":"endpoint.url_validation"}'
  const answer = { plainToken: 'qgg8vlvZRS6UYooatFL8Aw', encryptedToken: hmac('qgg8vlvZRS6UYooatFL8Aw', 'hex') }
  expect(await shake({ scheme: 'zoom' }, [post(zoom), post('{"event":"meeting.started"}')])).toEqual([
    [[200, JSON.stringify(answer)], 200, 'Handshake answered: Zoom endpoint.url_validation.'],
    USUAL,
  ])
})

it(`answers Slack's challenge, and refuses it unsigned where the inbox refuses`, async () => {
  expect({
    usual: await shake({ scheme: 'slack' }, [post(SLACK), post('{"type":"url_verification"'), post('{"text":"url_verification"}')]),
    refusing: await shake({ scheme: 'slack', refuseBadSignatures: true }, [post(SLACK)]),
    off: await shake({ scheme: 'slack', handshake: 'none' }, [post(SLACK)]),
  }).toEqual({
    usual: [[[200, '3eZbrw1aB10UE'], 200, 'Handshake answered: Slack url_verification.'], USUAL, USUAL],
    refusing: [[[401, '{"error":"Missing signature"}'], 401, null]],
    off: [USUAL],
  })
})

it(`refuses Xero's wrong signature and takes the right one, without a body`, async () => {
  const body = '{"events":[],"firstEventSequence":0,"lastEventSequence":0,"entropy":"S0m3r4Nd0mt3xt"}'
  const signed = (signature: string): string => post(body, `x-xero-signature: ${signature}\r\n`)
  expect(await shake({ scheme: 'xero' }, [signed(hmac(body, 'base64')), signed(hmac('another', 'base64'))])).toEqual([
    [[200, ''], 200, 'Handshake answered: Xero intent to receive.'],
    [[401, ''], 401, 'Handshake refused: Xero intent to receive.'],
  ])
})

it('answers a PING that Discord signed, and refuses one it did not', async () => {
  const { publicKey, privateKey } = generateKeyPairSync('ed25519')
  const secret = publicKey.export({ format: 'der', type: 'spki' }).subarray(-32).toString('hex')
  const signature = signBytes(null, Buffer.from('1790000000{"type":1}'), privateKey).toString('hex')
  const signed = `X-Signature-Timestamp: 1790000000\r\nX-Signature-Ed25519: ${signature}\r\n`
  const requests = [post('{"type":1}', signed), post('{"type":1}', signed.replace('1790', '1791')), post('{"type":1}'), post('{"type":2}')]
  expect(await shake({ scheme: 'discord' }, requests, secret)).toEqual([
    [[200, '{"type":1}'], 200, 'Handshake answered: Discord PING.'],
    [[401, ''], 401, 'Handshake refused: Discord PING.'],
    [[401, ''], 401, 'Handshake refused: Discord PING.'],
    USUAL,
  ])
})

it('tells the PING of webhook events from their events, whose type is that of the other PING', async () => {
  const { publicKey, privateKey } = generateKeyPairSync('ed25519')
  const secret = publicKey.export({ format: 'der', type: 'spki' }).subarray(-32).toString('hex')
  const signed = (body: string): string => {
    const signature = signBytes(null, Buffer.from(`1790000000${body}`), privateKey).toString('hex')
    return post(body, `X-Signature-Timestamp: 1790000000\r\nX-Signature-Ed25519: ${signature}\r\n`)
  }
  const requests = [signed('{"version":1,"type":0}'), signed('{"version":1,"type":1,"event":{"type":"ENTITLEMENT_CREATE"}}')]
  expect(await shake({ scheme: 'discord' }, requests, secret)).toEqual([[[204, ''], 204, 'Handshake answered: Discord PING.'], USUAL])
})

it('answers what carries no signature also where bad signatures are refused', async () => {
  const inbox = { scheme: 'github', refuseBadSignatures: true } as const
  expect({
    x: await shake({ ...inbox, handshake: 'x' }, [get('/hooks?crc_token=abc')]),
    graph: await shake({ ...inbox, handshake: 'microsoft-graph' }, [post('', '', '/hooks?validationToken=Validation%3a+%3Ca%3E')]),
    meta: await shake({ ...inbox, handshake: 'meta', verifyToken: 'mine' }, [
      get('/hooks?hub.mode=subscribe&hub.challenge=1158201444&hub.verify_token=mine'),
      get('/hooks?hub.mode=subscribe&hub.challenge=1158201444&hub.verify_token=other'),
    ]),
  }).toEqual({
    x: [[[200, `{"response_token":"sha256=${hmac('abc', 'base64')}"}`], 200, 'Handshake answered: X CRC.']],
    graph: [[[200, 'Validation: <a>'], 200, 'Handshake answered: Microsoft Graph validationToken.']],
    meta: [
      [[200, '1158201444'], 200, 'Handshake answered: Meta hub.challenge.'],
      [[403, ''], 403, 'Handshake refused: Meta hub.challenge.'],
    ],
  })
})

it('acknowledges outbound messages of Salesforce, unless the inbox is to fail', async () => {
  const message = post('<soapenv:Envelope><notifications xmlns="http://soap.sforce.com/2005/09/outbound"/></soapenv:Envelope>')
  expect({
    taken: await shake({ scheme: 'salesforce-outbound' }, [message]),
    failed: await shake({ scheme: 'salesforce-outbound', answer: { ...DEFAULT_ANSWER, status: 503, body: '' } }, [message]),
  }).toEqual({
    taken: [[[200, expect.stringContaining('<Ack>true</Ack>')], 200, 'Handshake answered: Salesforce Ack.']],
    failed: [[[503, ''], 503, null]],
  })
})
