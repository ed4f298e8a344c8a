import { createHmac } from 'node:crypto'
import { once } from 'node:events'
import { createServer, type Socket } from 'node:net'
import { expect, onTestFinished, test } from 'vitest'
import { openPlatform, SECRET } from '../api/platform.ts'
import { scriptedServer } from '../support/scripted-server.ts'

/** The guide's section "Security & Verification"; its verify functions run in `consumers/`. */

const COMPANY = { name: 'Zoë’s 名前 😀' }

test('"HMAC-SHA256 Signature" and "Signature Generation": every request carries the HMAC of its very bytes', async () => {
  const { call } = await openPlatform()
  const server = await scriptedServer()
  await call('POST', '/api/webhooks', { url: server.url, events: ['*'], secret: SECRET })
  const company = await call('POST', '/api/companies', COMPANY)
  await call('PATCH', `/api/companies/${company.body.id}`, { name: 'Acme' })
  await call('DELETE', `/api/companies/${company.body.id}`)
  await server.arrived(3)

  const signatures = server.requests.map(({ headers }) => headers.filter((line) => line.startsWith('X-Webhook-Signature: ')))

  expect(signatures).toEqual(
    server.requests.map(({ body }) => [`X-Webhook-Signature: sha256=${createHmac('sha256', SECRET).update(body).digest('hex')}`]),
  )
})

test('"Validate Origin": the User-Agent names the CRM', async () => {
  const { call } = await openPlatform()
  const server = await scriptedServer()
  await call('POST', '/api/webhooks', { url: server.url, events: ['*'] })
  await call('POST', '/api/companies', COMPANY)
  await server.arrived(1)
  expect(server.requests[0]?.headers).toContain('User-Agent: CRM-SaaS-Webhooks/1.0')
})

test('"Use HTTPS": an https address is spoken to in TLS and nothing else', async () => {
  const { call } = await openPlatform()
  const server = createServer().listen(0, '127.0.0.1')
  onTestFinished(() => void server.close())
  await once(server, 'listening')
  const url = `https://127.0.0.1:${(server.address() as { port: number }).port}/`
  await call('POST', '/api/webhooks', { url, events: ['*'] })
  await call('POST', '/api/companies', COMPANY)
  const [socket] = (await once(server, 'connection')) as [Socket]
  const [hello] = (await once(socket, 'data')) as [Buffer]
  socket.destroy()
  // A handshake record that holds a ClientHello.
  expect([hello[0], hello[1], hello[5]]).toEqual([0x16, 0x03, 0x01])
})

test('"Secret Rotation": after a rotation new requests are signed with the new secret', async () => {
  const { call } = await openPlatform()
  const server = await scriptedServer()
  const { id } = (await call('POST', '/api/webhooks', { url: server.url, events: ['*'], secret: SECRET })).body
  const rotated = await call('POST', `/api/webhooks/${id}/secret/rotate`, {})
  const { secret } = (await call('GET', `/api/webhooks/${id}/secret`)).body as { secret: string }
  await call('POST', '/api/companies', COMPANY)
  await server.arrived(1)
  const [{ body, headers } = { body: '', headers: [] }] = server.requests
  expect([rotated.status, secret !== SECRET, headers]).toEqual([
    200,
    true,
    expect.arrayContaining([`X-Webhook-Signature: sha256=${createHmac('sha256', secret).update(body).digest('hex')}`]),
  ])
})
