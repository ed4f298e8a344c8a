import { expect, test } from 'vitest'
import { openPlatform } from '../api/platform.ts'
import { ok, reset, scriptedServer } from '../support/scripted-server.ts'
import { runCurl } from './curl.ts'
import { guideCode } from './guide.ts'

/** The guide's section "Troubleshooting"; the code that it gives runs in `consumers/`. */

const SECTION = 'Troubleshooting > Webhook Not Received'

/** Path of a request line of the guide, as of `GET /api/webhooks/{id}`. */
function pathOf(index: number, id: string): string {
  return guideCode(SECTION, 'bash', index).replace('GET ', '').replace('{id}', id)
}

test('"Webhook Not Received": it says whether it is active; an inactive one gets nothing, and what occurred meanwhile is not made up for', async () => {
  const { call, until } = await openPlatform()
  const server = await scriptedServer()
  const { id } = (await call('POST', '/api/webhooks', { url: server.url, events: ['*'], isActive: false })).body
  await call('POST', '/api/companies', { name: 'Missed' })
  const inactive = await call('GET', pathOf(0, id))
  await call('PATCH', `/api/webhooks/${id}`, { isActive: true })
  await call('POST', '/api/companies', { name: 'Got' })
  const { items } = await until(pathOf(1, id), ({ items: all }) => all[0]?.status === 'success')

  expect([
    inactive,
    (await call('GET', pathOf(0, id))).body,
    items.length,
    server.requests.map(({ body }) => JSON.parse(body).data.name),
  ]).toMatchObject([{ status: 200, body: { id, url: server.url, isActive: false } }, { isActive: true }, 1, ['Got']])
})

test('"Webhook Not Received": the history shows failed deliveries with what went wrong', async () => {
  const { call, until } = await openPlatform()
  const server = await scriptedServer(reset, ok)
  const { id } = (await call('POST', '/api/webhooks', { url: server.url, events: ['*'] })).body
  await call('POST', '/api/companies', { name: 'Acme' })
  const { items } = await until(pathOf(1, id), ({ items: all }) => all[0].attempts === 1)
  expect(items).toMatchObject([{ status: 'pending', statusCode: null, error: expect.stringMatching(/connection/i) }])
})

test('"Webhook Not Received": an unknown webhook is 404', async () => {
  const { call } = await openPlatform()
  const answers = [await call('GET', pathOf(0, 'webhook_123')), await call('GET', pathOf(1, 'webhook_123'))]
  expect(answers.map(({ status, headers }) => [status, headers.get('content-type')])).toEqual([
    [404, 'application/problem+json'],
    [404, 'application/problem+json'],
  ])
})

test('"Verify endpoint is accessible": the command, verbatim but for the host, reaches the receiver, which says that nobody signed it', async () => {
  const { engine, call } = await openPlatform()
  await engine.receiver.listen({ port: 0 })
  const { status } = await runCurl(guideCode(SECTION, 'bash', 2), { 'https://your-app.com': engine.receiver.url() ?? '' })
  const { items } = (await call('GET', '/api/captures')).body
  expect([status, items]).toMatchObject(['200', [{ verdict: 'missing', path: '/webhooks/crm' }]])
})
