import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { createEngine } from '../../src/main/engine/engine.ts'
import type { Engine } from '../../src/main/engine/engine-rooms.ts'
import type { InboxInput } from '../../src/main/engine/inboxes.ts'
import type { EndpointInput } from '../../src/main/engine/services.ts'
import { systemClock } from '../../src/main/engine/system.ts'
import type { ExchangeDetail } from '../../src/shared/domain/exchange.ts'
import { defineScheme } from '../../src/shared/domain/signature/scheme-form.ts'
import { SCHEMES, type SchemeChoice } from '../../src/shared/domain/signature/scheme.ts'
import { sign } from '../../src/shared/domain/signature/sign.ts'
import { HOUR_MS } from '../../src/shared/domain/units.ts'
import { rejected } from '../support/caught.ts'
import { seededRandom, temporaryFolder } from '../support/core.ts'
import { secretFor, SIGNABLE } from '../support/signing-secrets.ts'

async function open(): Promise<{ engine: Engine; url: string }> {
  const directory = join(temporaryFolder(), 'workspace')
  const parts = { clock: systemClock, random: seededRandom(directory), log: () => {}, version: '0.0.0', deliver: 'all' } as const
  const engine = createEngine({ directory, ...parts })
  onTestFinished(() => engine.close())
  await engine.receiver.listen({ host: '127.0.0.1', port: 0 })
  return { engine, url: engine.receiver.url() ?? '' }
}

/** Sends an event to an endpoint and gives the capture that it became. */
async function delivered(engine: Engine, endpointId: string): Promise<ExchangeDetail> {
  const [id = ''] = await engine.sending.send({
    content: { kind: 'event', type: 'lead.created', data: {} },
    targets: [{ kind: 'endpoint', endpointId }],
  })
  for await (const view of engine.deliveries.follow([id], new AbortController().signal)) if (view.state === 'success') break
  const [capture] = (await engine.exchanges.list({ filter: 'dir:in', limit: 1 })).items
  return engine.exchanges.get(capture?.id ?? '')
}

/** An inbox and an endpoint that posts to it. */
async function loop(
  engine: Engine,
  inbox: InboxInput,
  endpoint: Omit<EndpointInput, 'url'>,
): Promise<{ inboxId: string; endpointId: string }> {
  const { id: inboxId, url } = await engine.inboxes.create({ path: '/loop', ...inbox })
  const { id: endpointId } = await engine.endpoints.create({ url, ...endpoint })
  return { inboxId, endpointId }
}

test('what an endpoint sends is valid at an inbox, there and then and checked again, in every scheme', async () => {
  const { engine } = await open()
  const verdicts: Record<string, (string | undefined)[]> = {}
  for (const scheme of SIGNABLE) {
    const secret = secretFor(scheme)
    const { endpointId } = await loop(engine, { path: `/${scheme}`, scheme, secret }, { scheme, secret })
    const capture = await delivered(engine, endpointId)
    verdicts[scheme] = [capture.verification?.verdict, (await engine.exchanges.verify({ id: capture.id })).verdict]
  }
  expect(verdicts).toEqual(Object.fromEntries(SIGNABLE.map((scheme) => [scheme, ['valid', 'valid']])))
})

test('an endpoint without a secret gets one that signs and checks, in every scheme', async () => {
  const { engine } = await open()
  const verdicts: Record<string, string | undefined> = {}
  for (const scheme of SIGNABLE) {
    const { inboxId, endpointId } = await loop(engine, { path: `/${scheme}`, scheme }, { scheme })
    await engine.inboxes.update(inboxId, { secret: engine.endpoints.secret(endpointId) })
    verdicts[scheme] = (await delivered(engine, endpointId)).verification?.verdict
  }
  expect(verdicts).toEqual(Object.fromEntries(SIGNABLE.map((scheme) => [scheme, 'valid'])))
})

const OWN: SchemeChoice = defineScheme({
  id: 'custom',
  label: 'Acme',
  header: 'X-Acme-Signature',
  prefix: 'v2=',
  algorithm: { kind: 'hmac', hash: 'sha512' },
  encoding: 'base64',
  content: '{id}|{ts_iso}|{body}',
  several: { by: 'separator', separator: '; ' },
  time: { at: { item: 't=' }, unit: 'ms', toleranceMs: 1_000, side: 'both' },
  idAt: { header: 'X-Acme-Id' },
})

test('a scheme of one’s own signs and checks, and is there after a restart', async () => {
  const { engine } = await open()
  const { inboxId, endpointId } = await loop(engine, { scheme: OWN, secret: 'an acme secret' }, { scheme: OWN, secret: 'an acme secret' })
  const { verification, request } = await delivered(engine, endpointId)
  expect({
    verification,
    header: request.headers.find(([name]) => name === 'X-Acme-Signature')?.[1].replace(/t=\d+; v2=.{88}$/, 'as wanted'),
    stored: [engine.inboxes.get(inboxId).scheme, engine.endpoints.get(endpointId).scheme],
  }).toMatchObject({
    verification: { verdict: 'valid', scheme: 'custom', header: 'X-Acme-Signature' },
    header: 'as wanted',
    stored: [OWN, OWN],
  })
})

test('behind a tunnel the url that senders sign is the public one of the inbox', async () => {
  const { engine, url } = await open()
  const publicUrl = 'https://example.org/from/outside'
  await engine.inboxes.create({ path: '/square', scheme: 'square', secret: 'key', publicUrl })
  const post = async (signedUrl: string, forwarded: Record<string, string> = {}): Promise<string | undefined> => {
    const message = { method: 'POST', url: signedUrl, headers: [], body: Buffer.from('{}') }
    const { headers } = sign(SCHEMES.square, ['key'], message, { at: 0, id: '' })
    await fetch(`${url}/square/orders?a=1`, { method: 'POST', body: '{}', headers: { ...Object.fromEntries(headers), ...forwarded } })
    const [capture] = (await engine.exchanges.list({ filter: 'dir:in', limit: 1 })).items
    return (await engine.exchanges.verify({ id: capture?.id ?? '' })).verdict
  }
  const outside = [await post(`${publicUrl}/orders?a=1`), await post(`${url}/square/orders?a=1`)]
  const inbox = engine.inboxes.list().find((each) => each.path === '/square')
  await engine.inboxes.update(inbox?.id ?? '', { publicUrl: null })
  const tunnel = { 'x-forwarded-proto': 'https', 'x-forwarded-host': 'tunnel.example' }
  expect({
    outside,
    plain: await post(`${url}/square/orders?a=1`),
    tunnelled: await post('https://tunnel.example/square/orders?a=1', tunnel),
    refused: await rejected(engine.inboxes.update(inbox?.id ?? '', { publicUrl: 'example.org' })),
  }).toMatchObject({ outside: ['valid', 'invalid'], plain: 'valid', tunnelled: 'valid', refused: { code: 'bad_input' } })
})

test('after a rotation both secrets are good for a while, and the verdict says which one it was', async () => {
  const { engine } = await open()
  const { inboxId, endpointId } = await loop(engine, { scheme: 'stripe', secret: 'whsec_old' }, { scheme: 'stripe', secret: 'whsec_old' })
  await engine.inboxes.rotateSecret(inboxId, { secret: 'whsec_new', keepMs: HOUR_MS })
  const before = await delivered(engine, endpointId)
  const { secret } = await engine.endpoints.rotateSecret(endpointId, { secret: 'whsec_new', keepMs: HOUR_MS })
  const after = await delivered(engine, endpointId)
  const { olderUntil, ...rest } = engine.inboxes.secret(inboxId)
  expect({
    before: before.verification,
    after: after.verification?.reason,
    signatures: after.request.headers.find(([name]) => name === 'Stripe-Signature')?.[1].split(',v1=').length,
    secret,
    rest,
    isEnding: olderUntil !== null && olderUntil > systemClock.now(),
  }).toMatchObject({
    before: { verdict: 'valid', secretIndex: 1, reason: 'The signature matches the message under an older secret (2 of 2, newest first).' },
    after: 'The signature matches the message.',
    signatures: 3,
    secret: 'whsec_new',
    rest: { secret: 'whsec_new', isOwn: true },
    isEnding: true,
  })
})

test('a rotation makes a secret where none is given, and refuses one that cannot serve', async () => {
  const { engine } = await open()
  const { endpointId } = await loop(engine, { scheme: 'standard-webhooks' }, { scheme: 'standard-webhooks' })
  const { secret } = await engine.endpoints.rotateSecret(endpointId, {})
  expect([secret, await rejected(engine.endpoints.rotateSecret(endpointId, { secret: 'whsec_ä' }))]).toMatchObject([
    expect.stringMatching(/^whsec_[\w+/]{43}=$/) as string,
    { message: 'The secret is no base64 text.' },
  ])
})

test('an inbox that expects no signature says whose it got', async () => {
  const { engine, url } = await open()
  await engine.inboxes.create({ path: '/plain', scheme: null })
  const recognised = async (headers: Record<string, string>): Promise<string | null> => {
    await fetch(`${url}/plain`, { method: 'POST', body: '{}', headers })
    const [capture] = (await engine.exchanges.list({ filter: 'dir:in', limit: 1 })).items
    return (await engine.exchanges.get(capture?.id ?? '')).recognised
  }
  expect([await recognised({ 'Stripe-Signature': 't=1,v1=ab' }), await recognised({ 'X-Other': '1' })]).toEqual(['stripe', null])
})
