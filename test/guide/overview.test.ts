import { createHmac } from 'node:crypto'
import { expect, test } from 'vitest'
import { openPlatform, SECRET } from '../api/platform.ts'
import { createFakeClock } from '../support/fake-clock.ts'
import { answer, scriptedServer } from '../support/scripted-server.ts'

/** The guide's section "Overview". */

test('"How It Works": an event of the CRM is dispatched, signed and posted at once, tried three times, and stands in the history', async () => {
  const clock = createFakeClock()
  const { call, until } = await openPlatform({ clock })
  const server = await scriptedServer(answer(503, 'Service Unavailable'))
  const webhook = await call('POST', '/api/webhooks', { url: server.url, events: ['*'], secret: SECRET })
  const path = `/api/webhooks/${webhook.body.id}/deliveries`
  const attempted = (count: number) => until(path, ({ items }) => items[0].attempts === count)

  await call('POST', '/api/companies', { name: 'Acme Corp' })
  // No time has passed, and nobody has asked for it: it was pushed.
  const first = await attempted(1)
  clock.advance(60_000)
  await attempted(2)
  clock.advance(300_000)
  const last = await attempted(3)

  const [request] = server.requests
  const signature = `sha256=${createHmac('sha256', SECRET)
    .update(request?.body ?? '')
    .digest('hex')}`
  expect({
    line: request?.line,
    signature: request?.headers.find((line) => line.startsWith('X-Webhook-Signature')),
    bodies: new Set(server.requests.map(({ body }) => body)).size,
    first: first.items,
    last: last.items,
  }).toMatchObject({
    line: 'POST /hook HTTP/1.1',
    signature: `X-Webhook-Signature: ${signature}`,
    bodies: 1,
    first: [{ eventType: 'company.created', status: 'pending', attempts: 1 }],
    last: [{ eventType: 'company.created', status: 'failed', attempts: 3, statusCode: 503, nextRetryAt: null }],
  })
})
