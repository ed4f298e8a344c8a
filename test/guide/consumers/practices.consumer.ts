import { expect, test } from 'vitest'
import { openPlatform, type Platform } from '../../api/platform.ts'
import { guideCode, replaced } from '../guide.ts'
import { CONSUMER_SECRET, type Consumer, startNode } from './consumer.ts'
import { javascriptStubs, withApp } from './stubs.ts'

/** What the guide advises its readers to do, run as they would run it, and what the platform makes of it. */

interface Delivery {
  readonly id: string
  readonly eventId: string
  readonly status: string
  readonly statusCode: number | null
  readonly attempts: number
  readonly error?: string
}

interface Told {
  readonly platform: Platform
  /** Its delivery history. */
  readonly path: string
  /** Deliveries to the consumer, newest first, once each has been attempted. */
  deliveries(): Promise<Delivery[]>
}

/** A platform that has this consumer registered for new leads. */
async function register(consumer: Consumer): Promise<Told> {
  const platform = await openPlatform()
  const request = { url: consumer.url, events: ['lead.created'], secret: CONSUMER_SECRET }
  const { id } = (await platform.call('POST', '/api/webhooks', request)).body as { id: string }
  const isTried = ({ items }: { items: Delivery[] }): boolean => items.every(({ attempts }) => attempts > 0)
  const path = `/api/webhooks/${id}/deliveries`
  const deliveries = async (): Promise<Delivery[]> => ((await platform.until(path, isTried)) as { items: Delivery[] }).items
  return { platform, path, deliveries }
}

function createLead({ platform }: Told, email = 'test@example.com') {
  return platform.call('POST', '/api/leads', { firstName: 'Test', lastName: 'User', email })
}

/** A handler of the guide behind a route that acknowledges each event; the first one may be answered otherwise. */
function behindRoute(handler: string, { first = 200 } = {}): string {
  const route = `let status = ${first}
app.post('/webhooks/crm', async (req, res) => {
  await processEvent(req.body)
  res.sendStatus(status)
  status = 200
})`
  return withApp(`${handler}\n${route}`, { parsesJson: true })
}

test('"Quick Start", "Create Webhook Endpoint": the first consumer reads the event and acknowledges it', async () => {
  const code = guideCode('Quick Start > 1. Create Webhook Endpoint', 'javascript')
  const consumer = await startNode(javascriptStubs('processWebhookEvent') + withApp(code, { parsesJson: false }))
  const told = await register(consumer)
  await createLead(told)
  await consumer.printed('Received lead.created event')
  expect(await told.deliveries()).toMatchObject([{ status: 'success', statusCode: 200, attempts: 1 }])
})

const [GOOD = '', BAD = ''] = guideCode('Best Practices > 1. Respond Quickly', 'javascript').split('// ❌')

test('"Respond Quickly", good: what is processed after the answer may take its time, and may fail', async () => {
  const slow = `async function processEventAsync() { await new Promise((done) => setTimeout(done, 50)); throw new Error('too late') }\n`
  const consumer = await startNode(slow + withApp(GOOD, { parsesJson: true }))
  const told = await register(consumer)
  await createLead(told)
  await consumer.printed('Event processing failed: Error: too late')
  expect(await told.deliveries()).toMatchObject([{ status: 'success', statusCode: 200, attempts: 1 }])
})

test('"Respond Quickly", bad: ten seconds are too long, and the event will come again', async () => {
  const slow = `const longProcessingTask = () => new Promise((done) => setTimeout(done, 10_000))\n`
  const consumer = await startNode(slow + withApp(`//${BAD}`, { parsesJson: true }))
  const told = await register(consumer)
  const before = Date.now()
  await createLead(told)
  const deliveries = await told.deliveries()
  expect(deliveries).toMatchObject([
    { status: 'pending', statusCode: null, attempts: 1, error: expect.stringContaining('5 s'), nextRetryAt: expect.any(String) },
  ])
  expect(Date.now() - before).toBeGreaterThanOrEqual(5_000)
})

test('"Idempotency": an event that comes twice has the same id, and is processed once', async () => {
  const handler = javascriptStubs('handleEvent') + guideCode('Best Practices > 2. Idempotency', 'javascript')
  const consumer = await startNode(behindRoute(handler, { first: 503 }))
  const told = await register(consumer)
  await createLead(told)
  const [delivery] = await told.deliveries()
  await told.platform.call('POST', `/api/deliveries/${delivery?.id}/attempt`)
  await consumer.printed(`Event ${delivery?.eventId} already processed`)
  const isOver = ({ items }: { items: Delivery[] }): boolean => items[0]?.status === 'success'
  const { items } = (await told.platform.until(told.path, isOver)) as { items: Delivery[] }
  expect([items[0]?.attempts, consumer.output().match(/handleEvent/g)]).toEqual([2, ['handleEvent']])
})

test('"Error Handling": what is no event is answered 400 and does not come again; what fails is answered 200', async () => {
  const fails = `function processEventAsync(event) { if (event.data.email === 'fail@example.com') throw new Error('no') }\n`
  const consumer = await startNode(fails + withApp(guideCode('Best Practices > 3. Error Handling', 'javascript'), { parsesJson: true }))
  const told = await register(consumer)
  await createLead(told)
  await createLead(told, 'fail@example.com')
  const endpoint = { kind: 'url', url: consumer.url, scheme: 'crm' } as const
  const content = { kind: 'envelope', envelope: { eventType: 'lead.created' } } as const
  const [id = ''] = await told.platform.engine.sending.send({ content, targets: [endpoint] })
  const noEvent = (await told.platform.until(`/api/deliveries/${id}`, ({ state }) => state !== 'pending')) as object
  expect([noEvent, ...(await told.deliveries())]).toMatchObject([
    { state: 'failed', status: 400, attempts: 1 },
    { status: 'success', statusCode: 200 },
    { status: 'success', statusCode: 200 },
  ])
})

test('"Logging": every field that it logs is there', async () => {
  const consumer = await startNode(behindRoute(javascriptStubs('handleEvent') + guideCode('Best Practices > 4. Logging', 'javascript')))
  const told = await register(consumer)
  await createLead(told)
  await consumer.printed('Webhook processed successfully')
  expect(
    consumer
      .output()
      .replace(/evt_\w+/g, 'evt_1')
      .replace(/'\d{4}-\d\d-\d\dT[\d:]+Z'/, "'then'"),
  ).toContain(`{
  message: 'Webhook received',
  eventId: 'evt_1',
  eventType: 'lead.created',
  tenantId: 'tenant_1',
  timestamp: 'then'
}`)
})

test('"Testing in Production": a test of the webhook is told from an event by its environment', async () => {
  const handler = javascriptStubs('handleEvent') + guideCode('Best Practices > 5. Testing in Production', 'javascript')
  const consumer = await startNode(behindRoute(handler))
  const told = await register(consumer)
  const [webhook] = ((await told.platform.call('GET', '/api/webhooks')).body as { items: { id: string }[] }).items
  await told.platform.call('POST', `/api/webhooks/${webhook?.id}/test`)
  await consumer.printed('Skipping test event')
  await createLead(told)
  await consumer.printed('handleEvent [{"eventId":"evt_')
  expect(consumer.output().match(/handleEvent/g)).toHaveLength(1)
})

test('"Check secret matches": the secret that the platform tells is the one that the consumer has', async () => {
  const { platform, path } = await register(await startNode(withApp('', { parsesJson: true })))
  const { secret } = (await platform.call('GET', path.replace('deliveries', 'secret'))).body as { secret: string }
  const code = guideCode('Troubleshooting > Invalid Signature Errors', 'javascript', 1)
  const consumer = await startNode(withApp(replaced(code, { secret_from_webhook_creation: secret }), { parsesJson: true }))
  await consumer.printed('Secrets match:')
  expect(consumer.output()).toContain('Secrets match: true')
})

test('"Invalid Signature Errors": only the raw body will do, and the debugging code shows that both signatures are the same', async () => {
  const [right = '', wrong = ''] = guideCode('Troubleshooting > Invalid Signature Errors', 'javascript').split('// ❌')
  const debug = guideCode('Troubleshooting > Invalid Signature Errors', 'javascript', 2)
  const verify = guideCode('Security & Verification > Verification Examples > Node.js', 'javascript')
  const handler = (code: string): string => `(req, res) => {
    ${code}
    res.sendStatus(verifySignature(req.body, req.headers['x-webhook-signature'], process.env.WEBHOOK_SECRET) ? 200 : 401)
  }`
  const raw = await startNode(`${verify}\n${withApp(right.replace('...', handler(debug)), { parsesJson: false })}`)
  const parsed = await startNode(`${verify}\n${withApp(`//${wrong}`.replace('...', handler('')), { parsesJson: false })}`)
  const [good, bad] = [await register(raw), await register(parsed)]
  await createLead(good)
  await createLead(bad)
  const [received, computed] = ['Received', 'Computed'].map(
    (word) => new RegExp(`${word} signature: (sha256=\\w{64})`).exec(raw.output())?.[1],
  )
  expect([(await good.deliveries())[0]?.status, (await bad.deliveries())[0]?.statusCode, received]).toEqual(['success', 500, computed])
})

test.each([0, 1])('"High Failure Rate": answering first, and a time-out of one’s own, block %i', async (index) => {
  const code = guideCode('Troubleshooting > High Failure Rate', 'javascript', index)
  const consumer = await startNode(javascriptStubs('processEventAsync') + withApp(code, { parsesJson: true }))
  const told = await register(consumer)
  await createLead(told)
  await consumer.printed('processEventAsync [{"eventId":"evt_')
  expect(await told.deliveries()).toMatchObject([{ status: 'success', statusCode: 200, attempts: 1 }])
})
